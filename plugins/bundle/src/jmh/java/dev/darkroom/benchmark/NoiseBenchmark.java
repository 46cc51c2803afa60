package dev.darkroom.benchmark;

import dev.darkroom.api.sampling.BrownianTree;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.plugin.noise.java.JavaNoise;
import dev.darkroom.plugin.noise.philox.PhiloxNoise;
import dev.darkroom.plugin.noise.torch.TorchNoise;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Noise for one latent of Stable Diffusion at 512x512, {@code [1,4,64,64]}. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NoiseBenchmark {

    private static final int COUNT = 4 * 64 * 64;
    private static final int STEPS = 20;
    private static final double RHO = 7;
    private static final double LOW = 0.0292;
    private static final double HIGH = 14.6146;

    @Param({"torch", "philox", "java"})
    private String source = "torch";

    private NoiseSource noise = new TorchNoise();
    private long seed;

    /** Chooses the source. */
    @Setup
    public void choose() {
        noise = switch (source) {
            case "philox" -> new PhiloxNoise();
            case "java" -> new JavaNoise();
            default -> new TorchNoise();
        };
    }

    /** Numbers in a microsecond: a generator opened for a new seed, and one latent drawn from it. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @OperationsPerInvocation(COUNT)
    public float[] numbers() {
        return noise.open(seed++).normal(COUNT);
    }

    /** Milliseconds for an increment of a new Brownian path, over a run of 20 Karras steps. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @OperationsPerInvocation(STEPS - 1)
    public void brownianIncrement(Blackhole sink) {
        BrownianTree path = new BrownianTree(noise::open, seed++, COUNT, LOW, HIGH);
        for (int i = 0; i + 1 < STEPS; i++) {
            sink.consume(path.increment(level(i), level(i + 1)));
        }
    }

    private static double level(int i) {
        double high = Math.pow(HIGH, 1 / RHO);
        double low = Math.pow(LOW, 1 / RHO);
        return Math.pow(high + i / (STEPS - 1.0) * (low - high), RHO);
    }
}
