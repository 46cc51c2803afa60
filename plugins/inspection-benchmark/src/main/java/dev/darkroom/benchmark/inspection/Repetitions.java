package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.benchmark.inspection.Degradation.Spoiled;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Tilings, duplicated regions, grids and seams. */
final class Repetitions {

    private static final int PERIOD = 8;

    private Repetitions() {}

    static List<Degradation> all() {
        List<Double> tiles = List.of(2.0, 3.0, 4.0);
        // Seen more easily the larger the region: strengths rise.
        List<Double> sides = List.of(0.125, 0.25, 0.35, 0.5);
        List<Double> levels = List.of(0.25, 0.5, 0.75, 1.0, 1.5);
        List<Double> steps = List.of(2.0, 3.0, 4.0, 6.0, 8.0);
        return List.of(
                new Degradation("tiling", Symptom.TILING, tiles, (p, n, r) -> Spoiled.everywhere(tiling(p, (int) n))),
                new Degradation(
                        "tiling under noise 10",
                        Symptom.TILING,
                        tiles,
                        (p, n, r) -> Spoiled.everywhere(noisy(tiling(p, (int) n), 10, r))),
                new Degradation("duplicated region", Symptom.DUPLICATION, sides, Repetitions::duplicate),
                new Degradation("duplicated region under noise 3", Symptom.DUPLICATION, sides, (p, s, r) -> {
                    Spoiled spoiled = duplicate(p, s, r);
                    return new Spoiled(noisy(spoiled.picture(), 3, r), spoiled.where());
                }),
                new Degradation("grid", Symptom.GRID, levels, Repetitions::grid),
                new Degradation("seams at 128", Symptom.SEAM, steps, (p, s, r) -> seams(p, 128, s, r)),
                new Degradation("seams at 256", Symptom.SEAM, steps, (p, s, r) -> seams(p, 256, s, r)),
                new Degradation("outpainted half", Symptom.SEAM, steps, Repetitions::outpainted));
    }

    /** The picture at an n-th of its size, n times n times; tiles at the right and bottom may be cut. */
    private static Picture tiling(Picture picture, int n) {
        int width = picture.width();
        int height = picture.height();
        int tileWidth = (width + n - 1) / n;
        int tileHeight = (height + n - 1) / n;
        float[] tile = new float[3 * tileWidth * tileHeight];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < tileHeight; y++) {
                for (int x = 0; x < tileWidth; x++) {
                    tile[(c * tileHeight + y) * tileWidth + x] = mean(picture, c, x * n, y * n, n);
                }
            }
        }
        float[] planes = new float[3 * width * height];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    planes[(c * height + y) * width + x] =
                            tile[(c * tileHeight + y % tileHeight) * tileWidth + x % tileWidth];
                }
            }
        }
        return Pixels.coded(width, height, planes);
    }

    private static float mean(Picture picture, int channel, int left, int top, int side) {
        float sum = 0;
        int count = 0;
        for (int y = top; y < Math.min(picture.height(), top + side); y++) {
            for (int x = left; x < Math.min(picture.width(), left + side); x++) {
                sum += picture.at(channel, x, y);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static Picture noisy(Picture picture, double sigma, Random random) {
        int size = picture.width() * picture.height();
        float[] noise = Pixels.white(size, random);
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            planes[i] += (float) (sigma / 255 * noise[i % size]);
        }
        return Pixels.coded(picture.width(), picture.height(), planes);
    }

    /** A region of a share of both sides, pasted where it hardly covers itself. */
    private static Spoiled duplicate(Picture picture, double share, Random random) {
        int width = picture.width();
        int height = picture.height();
        int w = (int) (share * width);
        int h = (int) (share * height);
        int fromX;
        int fromY;
        int toX;
        int toY;
        do {
            fromX = random.nextInt(width - w + 1);
            fromY = random.nextInt(height - h + 1);
            toX = random.nextInt(width - w + 1);
            toY = random.nextInt(height - h + 1);
        } while (Math.abs(fromX - toX) < 0.8 * w && Math.abs(fromY - toY) < 0.8 * h);
        float[] planes = picture.toArray();
        boolean[] where = new boolean[width * height];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    planes[(c * height + toY + y) * width + toX + x] = picture.at(c, fromX + x, fromY + y);
                    where[(toY + y) * width + toX + x] = true;
                    where[(fromY + y) * width + fromX + x] = true;
                }
            }
        }
        return new Spoiled(Pixels.coded(width, height, planes), Optional.of(where));
    }

    /** A random pattern of 8x8 pixels all over, of a root mean square in codes. */
    private static Spoiled grid(Picture picture, double level, Random random) {
        float[] pattern = Pixels.white(PERIOD * PERIOD, random);
        double mean = 0;
        double squares = 0;
        for (float value : pattern) {
            mean += value / pattern.length;
            squares += (double) value * value / pattern.length;
        }
        double scale = level / 255 / Math.sqrt(squares - mean * mean);
        int width = picture.width();
        int height = picture.height();
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            int x = i % width;
            int y = i / width % height;
            planes[i] += (float) (scale * (pattern[y % PERIOD * PERIOD + x % PERIOD] - mean));
        }
        return Spoiled.everywhere(Pixels.coded(width, height, planes));
    }

    /** Tiles that differ in brightness by a deviation in codes, and half as much in each channel. */
    private static Spoiled seams(Picture picture, int side, double deviation, Random random) {
        int width = picture.width();
        int height = picture.height();
        int columns = (width + side - 1) / side;
        int rows = (height + side - 1) / side;
        float[] shift = Pixels.white(4 * columns * rows, random);
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int channel = i / (width * height);
            int tile = y / side * columns + x / side;
            planes[i] += (float) (deviation / 255 * (shift[4 * tile] + 0.5 * shift[4 * tile + 1 + channel]));
        }
        return Spoiled.everywhere(Pixels.coded(width, height, planes));
    }

    /** From some column in the middle third on, all is brighter or darker by some codes. */
    private static Spoiled outpainted(Picture picture, double step, Random random) {
        int width = picture.width();
        int from = width / 3 + random.nextInt(Math.max(1, width / 3));
        float[] planes = picture.toArray();
        float shift = (float) ((random.nextBoolean() ? step : -step) / 255);
        for (int i = 0; i < planes.length; i++) {
            if (i % width >= from) {
                planes[i] += shift;
            }
        }
        return Spoiled.everywhere(Pixels.coded(width, picture.height(), planes));
    }
}
