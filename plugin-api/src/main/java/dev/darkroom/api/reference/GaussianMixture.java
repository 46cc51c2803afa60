package dev.darkroom.api.reference;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import java.util.Arrays;
import java.util.Optional;

/**
 * A model without weights: the data are a mixture of isotropic Gaussians, so that the best estimate of x0 is known in
 * closed form. Pictures of a batch are independent; means are tiled over rows and columns with period 2.
 *
 * @param weights the probability of each component, summing to 1
 * @param stds the standard deviation of each component
 * @param means 16 numbers for each component, {@code [4,2,2]}
 */
public record GaussianMixture(double[] weights, double[] stds, double[][] means) {

    /** Returns the model of one component. */
    public static GaussianMixture single(double std, double... mean) {
        return new GaussianMixture(new double[] {1}, new double[] {std}, new double[][] {mean});
    }

    /** Returns the model as a denoiser of a process' canonical space. */
    public Denoiser denoiser(DiffusionProcess process) {
        return (x, sigma) -> {
            Latent x0 = estimate(x, process.signal(sigma), sigma);
            return new Denoised(x0, x0, Optional.empty());
        };
    }

    /**
     * Returns the expectation of x0 given {@code x = a x0 + b n}.
     *
     * @param x the state, {@code [n,4,h,w]}
     * @param a the factor of x0
     * @param b the standard deviation of the noise, above 0
     * @return E[x0 | x]
     */
    public Latent estimate(Latent x, double a, double b) {
        Shape shape = x.shape();
        int size = shape.elementsPerImage();
        float[] out = new float[shape.elements()];
        for (int k = 0; k < shape.n(); k++) {
            double[] responsibilities = responsibilities(x, k * size, a, b);
            for (int i = 0; i < size; i++) {
                double sum = 0;
                for (int c = 0; c < weights.length; c++) {
                    double variance = stds[c] * stds[c];
                    double mean = means[c][tile(shape, i)];
                    double gain = a * variance / (a * a * variance + b * b);
                    sum += responsibilities[c] * (mean + gain * (x.at(k * size + i) - a * mean));
                }
                out[k * size + i] = (float) sum;
            }
        }
        return Latent.of(shape, out);
    }

    private double[] responsibilities(Latent x, int from, double a, double b) {
        Shape shape = x.shape();
        int size = shape.elementsPerImage();
        double[] logs = new double[weights.length];
        for (int c = 0; c < weights.length; c++) {
            double variance = a * a * stds[c] * stds[c] + b * b;
            double distance = 0;
            for (int i = 0; i < size; i++) {
                double d = x.at(from + i) - a * means[c][tile(shape, i)];
                distance += d * d;
            }
            logs[c] = Math.log(weights[c]) - size / 2.0 * Math.log(variance) - distance / (2 * variance);
        }
        double max = Arrays.stream(logs).max().orElseThrow();
        double[] exps = Arrays.stream(logs).map(log -> Math.exp(log - max)).toArray();
        double total = Arrays.stream(exps).sum();
        return Arrays.stream(exps).map(e -> e / total).toArray();
    }

    private static int tile(Shape shape, int i) {
        int channel = i / (shape.h() * shape.w());
        int row = i / shape.w() % shape.h();
        int column = i % shape.w();
        return channel * 4 + row % 2 * 2 + column % 2;
    }
}
