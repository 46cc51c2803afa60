package dev.darkroom.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Prints a Markdown table of every sampler's own arithmetic for each evaluation of the model: its time in copies of the
 * latent, measured in the same run, and the memory it allocates, in latents, over 10 and over 40 steps.
 */
public final class SamplerTable {

    private SamplerTable() {}

    /** Runs the benchmark; arguments narrow the samplers by id. */
    public static void main(String[] ids) throws RunnerException {
        String[] chosen = ids.length > 0 ? ids : Samplers.all().keySet().toArray(String[]::new);
        Options options = new OptionsBuilder()
                .include(SamplerBenchmark.class.getName() + ".sample")
                .param("sampler", chosen)
                .build();
        Options passes = new OptionsBuilder()
                .include(SamplerBenchmark.class.getName() + ".copy")
                .build();
        double pass = new Runner(passes).runSingle().getPrimaryResult().getScore();
        Map<String, Double> times = times(new Runner(options).run());

        System.out.printf(
                Locale.ROOT, "%nOne pass, a copy of the latent %s: %.1f us.%n%n", SamplerBenchmark.SHAPE, pass);
        System.out.println(
                "| sampler | evaluations in 20 steps | us an evaluation | passes | latents allocated, 10 steps | 40 steps |");
        System.out.println("|---|---|---|---|---|---|");
        times.forEach((id, micros) -> {
            SamplerBenchmark.Run run = new SamplerBenchmark.Run(Samplers.get(id), SamplerBenchmark.STEPS);
            run.sample();
            int evaluations = run.evaluations();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.1f | %.1f |%n",
                    id,
                    evaluations,
                    micros / evaluations,
                    micros / evaluations / pass,
                    allocated(id, 10),
                    allocated(id, 40));
        });
    }

    private static Map<String, Double> times(Collection<RunResult> results) {
        Map<String, Double> times = new TreeMap<>();
        for (RunResult result : results) {
            times.put(
                    result.getParams().getParam("sampler"),
                    result.getPrimaryResult().getScore());
        }
        return times;
    }

    /** Returns the latents' worth of memory that an evaluation allocates. */
    private static double allocated(String id, int steps) {
        SamplerBenchmark.Run run = new SamplerBenchmark.Run(Samplers.get(id), steps);
        run.sample();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run.sample();
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        return (double) bytes / (4L * SamplerBenchmark.SHAPE.elements()) / run.evaluations();
    }
}
