package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.benchmark.inspection.Degradation.Spoiled;
import java.util.List;

/** Casts, saturation, a smaller range, and banding. */
final class Colours {

    private Colours() {}

    static List<Degradation> all() {
        List<Double> shifts = List.of(5.0, 10.0, 15.0, 20.0, 30.0);
        List<Double> factors = List.of(1.25, 1.5, 2.0, 3.0);
        return List.of(
                new Degradation("cast, yellow", Symptom.CAST, shifts, (p, s, r) -> cast(p, 0, s)),
                new Degradation("cast, blue", Symptom.CAST, shifts, (p, s, r) -> cast(p, 0, -s)),
                new Degradation("cast, red", Symptom.CAST, shifts, (p, s, r) -> cast(p, s, 0)),
                new Degradation("cast, green", Symptom.CAST, shifts, (p, s, r) -> cast(p, -s, 0)),
                new Degradation(
                        "red and blue swapped",
                        Symptom.CAST,
                        List.of(1.0),
                        (p, s, r) -> Spoiled.everywhere(swapped(p))),
                new Degradation("saturation", Symptom.OVERSATURATION, factors, (p, s, r) -> saturated(p, s)),
                new Degradation(
                        "washed out",
                        Symptom.WASHED_OUT,
                        List.of(0.2, 0.3, 0.4, 0.5, 0.6),
                        (p, s, r) -> washedOut(p, s)),
                new Degradation(
                        "posterised",
                        Symptom.BANDING,
                        List.of(2.0, 3.0, 4.0, 6.0, 8.0, 16.0),
                        (p, s, r) -> posterised(p, (int) s)));
    }

    /** Moves every colour in L*a*b* (D65), what leaves the gamut clipped. */
    private static Spoiled cast(Picture picture, double da, double db) {
        int size = picture.width() * picture.height();
        float[] planes = new float[3 * size];
        for (int i = 0; i < size; i++) {
            double r = linear(picture.at(i));
            double g = linear(picture.at(size + i));
            double b = linear(picture.at(2 * size + i));
            double fy = root(0.212671 * r + 0.715160 * g + 0.072169 * b);
            double fx = root((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.95047) + da / 500;
            double fz = root((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883) - db / 200;
            double x = 0.95047 * cube(fx);
            double y = cube(fy);
            double z = 1.08883 * cube(fz);
            planes[i] = encoded(3.240481 * x - 1.537152 * y - 0.498536 * z);
            planes[size + i] = encoded(-0.969255 * x + 1.875990 * y + 0.041556 * z);
            planes[2 * size + i] = encoded(0.055647 * x - 0.204041 * y + 1.057311 * z);
        }
        return Spoiled.everywhere(Pixels.coded(picture.width(), picture.height(), planes));
    }

    private static double linear(double encoded) {
        return encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
    }

    private static float encoded(double linear) {
        double value = linear <= 0.0031308 ? 12.92 * Math.max(0, linear) : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
        return (float) Math.min(1, value);
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static double cube(double t) {
        return t > 6.0 / 29 ? t * t * t : 3 * 36.0 / 841 * (t - 4.0 / 29);
    }

    private static Picture swapped(Picture picture) {
        int size = picture.width() * picture.height();
        float[] planes = new float[3 * size];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(picture.plane(2 - c), 0, planes, c * size, size);
        }
        return Picture.of(picture.width(), picture.height(), planes);
    }

    /** Multiplies the saturation of HSV, at most to 1. */
    private static Spoiled saturated(Picture picture, double factor) {
        int size = picture.width() * picture.height();
        float[] planes = picture.toArray();
        for (int i = 0; i < size; i++) {
            float r = planes[i];
            float g = planes[size + i];
            float b = planes[2 * size + i];
            float value = Math.max(r, Math.max(g, b));
            float least = Math.min(r, Math.min(g, b));
            if (value > least) {
                double saturation = (value - least) / value;
                double ratio = Math.min(1, factor * saturation) / saturation;
                for (int c = 0; c < 3; c++) {
                    planes[c * size + i] = (float) (value - (value - planes[c * size + i]) * ratio);
                }
            }
        }
        return Spoiled.everywhere(Pixels.coded(picture.width(), picture.height(), planes));
    }

    /** Mixes a share of middle grey into every pixel. */
    private static Spoiled washedOut(Picture picture, double share) {
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float) ((1 - share) * planes[i] + 0.5 * share);
        }
        return Spoiled.everywhere(Pixels.coded(picture.width(), picture.height(), planes));
    }

    /** Rounds every channel to multiples of some codes. */
    private static Spoiled posterised(Picture picture, int step) {
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            int code = Math.round(planes[i] * 255);
            planes[i] = Math.min(255, code / step * step + step / 2) / 255f;
        }
        return Spoiled.everywhere(Pixels.coded(picture.width(), picture.height(), planes));
    }
}
