package dev.darkroom.host.pipeline;

import dev.darkroom.host.plugin.HostileJar;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A plugin JAR whose extensions take part in a generation and then misbehave in the middle of it. */
public final class HostileExtensions {

    private static final String HEAD = """
            package stranger;
            import dev.darkroom.api.*;
            import dev.darkroom.api.finding.*;
            import dev.darkroom.api.generation.*;
            import dev.darkroom.api.inspection.*;
            import dev.darkroom.api.latent.*;
            import dev.darkroom.api.sampling.*;
            import java.util.*;
            @org.pf4j.Extension
            """;

    /** What a body does after its part is half done, by the name of the extension. */
    private static final Map<String, String> ENDINGS = Map.of(
            "throws", "if (true) throw new IllegalStateException(\"half way\");",
            "error", "if (true) throw new NoSuchMethodError(\"gone\");",
            "overflow", "if (true) return deeper(0);",
            "null", "if (true) return null;",
            "hangs",
                    "try { Thread.sleep(60_000); } catch (InterruptedException e) { Thread.currentThread().interrupt(); }");

    private HostileExtensions() {}

    /** Returns the names of the ways to misbehave; {@code nan} is one more for those that return numbers. */
    public static Set<String> ways() {
        return ENDINGS.keySet();
    }

    /**
     * Writes the JAR. Its samplers, guidances and inspectors are named for what they do.
     *
     * @param folder where to
     * @return the JAR
     */
    public static Path write(Path folder) {
        HostileJar jar = HostileJar.plugin("hostile-extensions");
        ENDINGS.forEach((way, ending) -> {
            add(jar, "Sampler", way, sampler(ending, "x"));
            add(jar, "Guidance", way, guidance(ending, "cond"));
            add(jar, "PostCheck", way, inspector(ending));
        });
        add(jar, "Sampler", "nan", sampler("", "x.times(Double.NaN)"));
        add(jar, "Guidance", "nan", guidance("", "cond.times(Double.NaN)"));
        return jar.writeTo(folder, "hostile-extensions.jar");
    }

    private static void add(HostileJar jar, String point, String way, String members) {
        String name = point + Character.toUpperCase(way.charAt(0)) + way.substring(1);
        jar.index("stranger." + name).source("stranger." + name, HEAD + """
                public class %s implements %s {
                    @Override public ExtensionInfo info() {
                        return ExtensionInfo.of("%s", "Hostile %s", "Misbehaves in the middle of a generation.");
                    }
                    %s
                }
                """.formatted(name, point, way, way, members));
    }

    private static String sampler(String ending, String result) {
        return """
                @Override public Latent sample(Denoiser d, Latent x, SigmaSchedule s, SamplerContext c) {
                    c.step(0, s.at(0), s.at(1), x, d.denoise(x, s.at(0)).denoised());
                    %s
                    return %s;
                }
                private static Latent deeper(int n) { return deeper(n + 1).times(1); }
                """.formatted(ending, result);
    }

    private static String guidance(String ending, String result) {
        return """
                @Override public Guide start(Settings settings) {
                    return new Guide() {
                        private int calls;
                        @Override public boolean needsUnconditional(double sigma) { return true; }
                        @Override public Latent guide(Latent x, double sigma, Latent cond, Latent uncond) {
                            if (calls++ == 0) return cond;
                            %s
                            return %s;
                        }
                    };
                }
                private static Latent deeper(int n) { return deeper(n + 1).times(1); }
                """.formatted(ending, result);
    }

    private static String inspector(String ending) {
        return """
                @Override public Inspected inspect(Inspection inspection, Options options) {
                    %s
                    return Inspected.NOTHING;
                }
                private static Inspected deeper(int n) { return Inspected.all(List.of(deeper(n + 1))); }
                """.formatted(ending);
    }
}
