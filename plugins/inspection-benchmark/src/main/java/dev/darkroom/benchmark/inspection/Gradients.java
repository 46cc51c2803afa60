package dev.darkroom.benchmark.inspection;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Smooth gradients between two colours, straight or round, rounded to codes as any file is: what banding shows on most. Every
 * second one has a grain of half a code, as dithering and sensors leave it.
 */
final class Gradients {

    static final String GROUP = "gradient";

    private static final int COUNT = 48;
    private static final int WIDTH = 512;
    private static final int HEIGHT = 384;

    /** Codes; less than one hides nothing that is wider. */
    private static final double GRAIN = 0.5;

    private Gradients() {}

    static void forEach(Consumer<Sample> consumer) {
        for (int i = 0; i < COUNT; i++) {
            String name = String.format("gradient-%02d", i);
            consumer.accept(new Sample(GROUP, name, "whole", Pixels.coded(WIDTH, HEIGHT, planes(i, Hash.of(name)))));
        }
    }

    private static float[] planes(int index, long seed) {
        Random random = new Random(seed);
        double[] from = random.doubles(3).toArray();
        double[] to = random.doubles(3).toArray();
        double angle = 2 * Math.PI * random.nextDouble();
        double x0 = random.nextDouble() * WIDTH;
        double y0 = random.nextDouble() * HEIGHT;
        boolean round = index % 4 >= 2;
        double grain = index % 2 == 0 ? 0 : GRAIN / 255;
        float[] planes = new float[3 * WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double at = round
                        ? Math.hypot(x - x0, y - y0) / Math.hypot(WIDTH, HEIGHT)
                        : 0.5
                                + ((x - WIDTH / 2.0) * Math.cos(angle) + (y - HEIGHT / 2.0) * Math.sin(angle))
                                        / Math.hypot(WIDTH, HEIGHT);
                for (int c = 0; c < 3; c++) {
                    double value = from[c] + at * (to[c] - from[c]);
                    planes[(c * HEIGHT + y) * WIDTH + x] = (float) (value + grain * random.nextGaussian());
                }
            }
        }
        return planes;
    }
}
