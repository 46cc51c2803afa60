package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.LatentCodec;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;

/** Models that denoise pixels: only the range changes, [-1,1] in the network, [0,1] in pictures. */
final class PixelCodec implements LatentCodec {

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int factor() {
        return 1;
    }

    @Override
    public Picture decode(Latent latent, Cancellation cancellation) {
        cancellation.throwIfCancelled();
        Shape shape = latent.shape();
        return toPicture(shape.w(), shape.h(), latent.toArray());
    }

    @Override
    public Latent encode(Picture picture, Cancellation cancellation) {
        cancellation.throwIfCancelled();
        return Latent.of(new Shape(1, 3, picture.height(), picture.width()), fromPicture(picture));
    }

    /** Maps [-1,1] to a picture; overwrites the array. */
    static Picture toPicture(int width, int height, float[] planes) {
        for (int i = 0; i < planes.length; i++) {
            planes[i] = planes[i] / 2 + 0.5f;
        }
        return Picture.of(width, height, planes);
    }

    /** Returns a picture's planes in [-1,1]. */
    static float[] fromPicture(Picture picture) {
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            planes[i] = planes[i] * 2 - 1;
        }
        return planes;
    }
}
