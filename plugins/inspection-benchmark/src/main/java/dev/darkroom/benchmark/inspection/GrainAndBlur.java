package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.benchmark.inspection.Degradation.Spoiled;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Noise, blur (in parts of a picture a matter of structure) and what may be taken for them. Strengths are standard deviations: of noise in codes, of blur in pixels. */
final class GrainAndBlur {

    private static final List<Double> SIGMAS = List.of(2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0);
    private static final List<Double> BLURS = List.of(0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0);

    private GrainAndBlur() {}

    static List<Degradation> all() {
        return List.of(
                new Degradation("white noise", Symptom.NOISE, SIGMAS, (p, s, r) -> luma(p, s, 0, r)),
                new Degradation("white noise, each channel", Symptom.NOISE, SIGMAS, GrainAndBlur::channels),
                // White noise of sigma 10 that is blurred by 1 px without being scaled up again has a deviation of 2.8.
                new Degradation(
                        "correlated noise 1 px",
                        Symptom.NOISE,
                        List.of(2.8, 5.0, 7.0, 10.0, 15.0, 20.0),
                        (p, s, r) -> luma(p, s, 1, r)),
                new Degradation(
                        "correlated noise 2 px",
                        Symptom.NOISE,
                        List.of(5.0, 7.0, 10.0, 15.0, 20.0),
                        (p, s, r) -> luma(p, s, 2, r)),
                new Degradation(
                        "colour noise 1 px", Symptom.NOISE, List.of(3.0, 5.0, 7.0, 10.0, 15.0), GrainAndBlur::colour),
                new Degradation(
                        "local white noise",
                        Symptom.STRUCTURE,
                        List.of(5.0, 7.0, 10.0, 15.0, 20.0),
                        (p, s, r) -> local(p, luma(p, s, 0, r).picture(), r)),
                new Degradation(
                        "local correlated noise 1 px",
                        Symptom.STRUCTURE,
                        List.of(5.0, 7.0, 10.0, 15.0, 20.0),
                        (p, s, r) -> local(p, luma(p, s, 1, r).picture(), r)),
                new Degradation(
                        "noise over blur 1.5 px",
                        Symptom.NOISE,
                        List.of(2.0, 3.0, 5.0, 7.0, 10.0),
                        (p, s, r) -> luma(blurred(p, 1.5), s, 0, r)),
                new Degradation("blur", Symptom.BLUR, BLURS, (p, s, r) -> Spoiled.everywhere(blurred(p, s))),
                new Degradation(
                        "motion blur",
                        Symptom.BLUR,
                        List.of(3.0, 5.0, 7.0, 9.0, 13.0),
                        (p, s, r) -> Spoiled.everywhere(motion(p, (int) s))),
                new Degradation(
                        "local blur",
                        Symptom.STRUCTURE,
                        List.of(1.0, 1.5, 2.0, 3.0, 5.0),
                        (p, s, r) -> local(p, blurred(p, s), r)),
                new Degradation(
                        "blur under noise 3",
                        Symptom.BLUR,
                        List.of(1.0, 1.5, 2.0, 3.0, 5.0),
                        (p, s, r) -> luma(blurred(p, s), 3, 0, r)),
                // Should leave both symptoms alone until the last.
                new Degradation(
                        "jpeg",
                        Symptom.BLUR,
                        List.of(5.0, 15.0, 30.0, 50.0),
                        (p, s, r) -> Spoiled.everywhere(jpeg(p, 1 - s / 100))));
    }

    private static Spoiled luma(Picture picture, double sigma, double blur, Random random) {
        int width = picture.width();
        int height = picture.height();
        int size = width * height;
        float[] noise = blur > 0 ? Pixels.correlated(width, height, blur, random) : Pixels.white(size, random);
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            planes[i] += (float) (sigma / 255 * noise[i % size]);
        }
        return Spoiled.everywhere(Pixels.coded(width, height, planes));
    }

    private static Spoiled channels(Picture picture, double sigma, Random random) {
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            planes[i] += (float) (sigma / 255 * random.nextGaussian());
        }
        return Spoiled.everywhere(Pixels.coded(picture.width(), picture.height(), planes));
    }

    /** Noise that leaves the luma as it is. */
    private static Spoiled colour(Picture picture, double sigma, Random random) {
        int width = picture.width();
        int height = picture.height();
        int size = width * height;
        float[] red = Pixels.correlated(width, height, 1, random);
        float[] blue = Pixels.correlated(width, height, 1, random);
        float[] planes = picture.toArray();
        for (int i = 0; i < size; i++) {
            double r = sigma / 255 * red[i];
            double b = sigma / 255 * blue[i];
            planes[i] += (float) r;
            planes[size + i] -= (float) ((0.2126 * r + 0.0722 * b) / 0.7152);
            planes[2 * size + i] += (float) b;
        }
        return Spoiled.everywhere(Pixels.coded(width, height, planes));
    }

    private static Picture blurred(Picture picture, double sigma) {
        return Pixels.coded(picture.width(), picture.height(), Pixels.blur(picture, sigma));
    }

    private static Picture motion(Picture picture, int length) {
        int width = picture.width();
        int height = picture.height();
        float[] planes = new float[3 * width * height];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    float sum = 0;
                    for (int k = -length / 2; k <= length / 2; k++) {
                        sum += picture.at(c, Math.min(width - 1, Math.max(0, x + k)), y);
                    }
                    planes[(c * height + y) * width + x] = sum / (length / 2 * 2 + 1);
                }
            }
        }
        return Pixels.coded(width, height, planes);
    }

    private static Spoiled local(Picture good, Picture bad, Random random) {
        boolean[] inside = Pixels.ellipse(good.width(), good.height(), random);
        float[] planes = good.toArray();
        for (int i = 0; i < planes.length; i++) {
            planes[i] = inside[i % inside.length] ? bad.at(i) : planes[i];
        }
        return new Spoiled(Picture.of(good.width(), good.height(), planes), Optional.of(inside));
    }

    private static Picture jpeg(Picture picture, double quality) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, picture.width(), picture.height(), picture.toRgb(), 0, picture.width());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality((float) quality);
            writer.setOutput(ImageIO.createImageOutputStream(bytes));
            writer.write(null, new IIOImage(image, null, null), param);
            BufferedImage back = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
            int[] rgb = back.getRGB(0, 0, picture.width(), picture.height(), null, 0, picture.width());
            return Picture.ofRgb(picture.width(), picture.height(), rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
    }
}
