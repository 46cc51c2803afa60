package dev.darkroom.host.pipeline;

import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.LatentCodec;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;

/**
 * Decodes a latent in tiles of one size, which fade into one another linearly where they overlap. The last tile of a row or
 * column lies at the edge, and so overlaps more, since a decoder is fastest at a size it has seen.
 */
final class TiledDecoder {

    private final LatentCodec codec;
    private final Decoding decoding;

    TiledDecoder(LatentCodec codec, Decoding decoding) {
        this.codec = codec;
        this.decoding = decoding;
    }

    /**
     * Decodes one picture.
     *
     * @param latent {@code [1,c,h,w]}
     * @param cancellation ends the call early, between two tiles at the latest
     * @return the picture
     */
    Picture decode(Latent latent, Cancellation cancellation) {
        Shape shape = latent.shape();
        int factor = codec.factor();
        int width = shape.w() * factor;
        int height = shape.h() * factor;
        if (!decoding.splits(width, height)) {
            return codec.decode(latent, cancellation);
        }
        int[] columns = starts(shape.w());
        int[] rows = starts(shape.h());
        int tileWidth = Math.min(cells(decoding.tile()), shape.w());
        int tileHeight = Math.min(cells(decoding.tile()), shape.h());
        Canvas canvas = new Canvas(width, height);
        for (int row : rows) {
            for (int column : columns) {
                cancellation.throwIfCancelled();
                Picture tile = codec.decode(cut(latent, column, row, tileWidth, tileHeight), cancellation);
                canvas.add(tile, column * factor, row * factor);
            }
        }
        return canvas.picture();
    }

    private int cells(int pixels) {
        return Math.max(1, pixels / codec.factor());
    }

    /** Returns where tiles begin along a side, in latent cells. */
    private int[] starts(int length) {
        int tile = cells(decoding.tile());
        if (tile >= length) {
            return new int[] {0};
        }
        int stride = Math.max(1, tile - decoding.overlap() / codec.factor());
        int count = 1 + (length - tile + stride - 1) / stride;
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = Math.min(i * stride, length - tile);
        }
        return starts;
    }

    private static Latent cut(Latent latent, int column, int row, int width, int height) {
        Shape shape = new Shape(1, latent.shape().c(), height, width);
        float[] values = new float[shape.elements()];
        int at = 0;
        for (int c = 0; c < shape.c(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    values[at++] = latent.at(0, c, row + y, column + x);
                }
            }
        }
        return Latent.of(shape, values);
    }

    /** A weighted mean of tiles. */
    private final class Canvas {

        private final int width;
        private final int height;
        private final float[] planes;
        private final float[] weights;

        Canvas(int width, int height) {
            this.width = width;
            this.height = height;
            planes = new float[Math.multiplyExact(3, Math.multiplyExact(width, height))];
            weights = new float[width * height];
        }

        void add(Picture tile, int left, int top) {
            float[] across = ramp(left, tile.width(), width);
            float[] down = ramp(top, tile.height(), height);
            for (int y = 0; y < tile.height(); y++) {
                for (int x = 0; x < tile.width(); x++) {
                    float weight = across[x] * down[y];
                    if (weight > 0) {
                        int at = (top + y) * width + left + x;
                        weights[at] += weight;
                        for (int c = 0; c < 3; c++) {
                            planes[c * weights.length + at] += weight * tile.at(c, x, y);
                        }
                    }
                }
            }
        }

        /** Returns how much each column or row of a tile counts: it rises over the overlap, unless the picture ends there. */
        private float[] ramp(int start, int length, int whole) {
            int overlap = decoding.overlap() / codec.factor() * codec.factor();
            float[] ramp = new float[length];
            for (int i = 0; i < length; i++) {
                float rising = start == 0 ? 1 : (i + 0.5f) / Math.max(overlap, 1);
                float falling = start + length == whole ? 1 : (length - i - 0.5f) / Math.max(overlap, 1);
                ramp[i] = Math.min(1, Math.min(rising, falling));
            }
            return ramp;
        }

        Picture picture() {
            for (int c = 0; c < 3; c++) {
                for (int i = 0; i < weights.length; i++) {
                    planes[c * weights.length + i] /= weights[i];
                }
            }
            return Picture.of(width, height, planes);
        }
    }
}
