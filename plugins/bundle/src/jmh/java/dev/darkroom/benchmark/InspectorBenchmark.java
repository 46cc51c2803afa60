package dev.darkroom.benchmark;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.StyleClassifier;
import dev.darkroom.api.picture.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to inspect one picture with every bundled inspector, on one thread: the style is told first and what
 * inspectors share is computed once, as in the application. Inspectors are found as PF4J finds them, so that a new one
 * counts without a change here; {@code inspector} narrows it to one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
// The heap of the launcher: memory that was never touched costs more than the arithmetic.
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms256m", "-Xmn192m", "-XX:SurvivorRatio=2"})
public class InspectorBenchmark {

    @Param({"128", "512", "1024"})
    private int size;

    @Param("all")
    private String inspector;

    private Picture picture = Picture.of(1, 1, new float[3]);
    private List<PostCheck> inspectors = List.of();
    private List<StyleClassifier> classifiers = List.of();

    /** Finds the inspectors and draws the picture. */
    @Setup
    public void prepare() throws IOException, ReflectiveOperationException {
        inspectors = extensions(PostCheck.class).stream()
                .filter(each -> inspector.equals("all") || each.info().id().equals(inspector))
                .toList();
        classifiers = extensions(StyleClassifier.class);
        if (inspectors.isEmpty()) {
            throw new IllegalStateException("expected the id of an inspector, or all, found " + inspector);
        }
        picture = scene(size);
    }

    private static <T> List<T> extensions(Class<T> point) throws IOException, ReflectiveOperationException {
        TreeMap<String, T> found = new TreeMap<>();
        ClassLoader loader = InspectorBenchmark.class.getClassLoader();
        for (URL index : Collections.list(loader.getResources("META-INF/extensions.idx"))) {
            try (InputStream in = index.openStream()) {
                for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList()) {
                    String name = line.replaceFirst("#.*", "").strip();
                    Class<?> type = name.isEmpty() ? Object.class : Class.forName(name, true, loader);
                    if (point.isAssignableFrom(type)) {
                        found.put(name, point.cast(type.getConstructor().newInstance()));
                    }
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    /** A picture like a photograph: shaded shapes with edges, texture that falls off with frequency, a little grain. */
    private static Picture scene(int size) {
        Random random = new Random(1);
        float[] planes = new float[3 * size * size];
        double[] phase = random.doubles(64, 0, 2 * Math.PI).toArray();
        double[] angle = random.doubles(64, 0, Math.PI).toArray();
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double u = 512.0 * x / size;
                double v = 512.0 * y / size;
                double texture = 0;
                for (int k = 1; k < 64; k++) {
                    texture += Math.sin((u * Math.cos(angle[k]) + v * Math.sin(angle[k])) * k / 24 + phase[k]) / k;
                }
                boolean inside = Math.hypot(u - 200, v - 280) < 130 || (u > 330 && v > 90 && u + v < 640);
                for (int c = 0; c < 3; c++) {
                    double base = inside ? 0.35 + 0.15 * c : 0.7 - 0.1 * c + 0.0003 * v;
                    planes[(c * size + y) * size + x] = (float) (base + 0.04 * texture + 0.004 * random.nextGaussian());
                }
            }
        }
        return Picture.of(size, size, planes);
    }

    /** Inspects the picture once. */
    @Benchmark
    public Inspected inspect() {
        Inspection inspection = Inspection.of(picture);
        if (!classifiers.isEmpty()) {
            inspection = inspection.withStyle(classifiers.get(0).classify(inspection));
        }
        List<Inspected> parts = new ArrayList<>();
        for (PostCheck each : inspectors) {
            parts.add(each.inspect(inspection, Options.defaults(each.info().options())));
        }
        return Inspected.all(parts);
    }
}
