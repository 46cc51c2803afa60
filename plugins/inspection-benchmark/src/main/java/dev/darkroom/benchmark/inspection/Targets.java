package dev.darkroom.benchmark.inspection;

import java.util.List;
import java.util.Map;

/** Every model that is fitted, with its labels: the steps follow what is commonly taken for visible. */
final class Targets {

    private Targets() {}

    static List<Target> all() {
        Map<Double, Double> white = Map.of(2.0, 0.05, 3.0, 0.4, 5.0, 0.9, 7.0, 1.0, 10.0, 1.0, 15.0, 1.0);
        Map<Double, Double> correlated = Map.of(2.8, 0.05, 5.0, 0.5, 7.0, 0.85, 10.0, 1.0, 15.0, 1.0);
        Map<Double, Double> colour = Map.of(3.0, 0.3, 5.0, 0.85, 7.0, 1.0, 10.0, 1.0, 15.0, 1.0);
        // Beyond two pixels nothing is left of level 2 either, and a slight blur hardly shows in level 3.
        Map<Double, Double> slightBlur = Map.of(0.5, 0.0, 0.75, 0.3, 1.0, 0.6, 1.5, 0.9, 2.0, 1.0);
        Map<Double, Double> blur = Map.of(0.5, 0.0, 0.75, 0.0, 1.0, 0.2, 1.5, 0.8, 2.0, 1.0, 3.0, 1.0, 5.0, 1.0);
        Map<Double, Double> shift = Map.of(5.0, 0.15, 10.0, 0.5, 20.0, 0.9);
        Map<Double, Double> factor = Map.of(1.25, 0.1, 1.5, 0.5, 2.0, 0.9, 3.0, 1.0);
        Map<Double, Double> share = Map.of(0.2, 0.0, 0.3, 0.2, 0.4, 0.6, 0.5, 0.9, 0.6, 1.0);
        Map<Double, Double> tiles = Map.of(2.0, 1.0, 3.0, 1.0, 4.0, 1.0);
        Map<Double, Double> side = Map.of(0.125, 0.7, 0.25, 0.9, 0.35, 1.0, 0.5, 1.0);
        Map<Double, Double> level = Map.of(0.25, 0.3, 0.5, 0.7, 0.75, 0.9, 1.0, 1.0, 1.5, 1.0);
        Map<Double, Double> step = Map.of(2.0, 0.2, 3.0, 0.5, 4.0, 0.8, 6.0, 1.0, 8.0, 1.0);
        return List.of(
                Target.model(
                                "Graininess.FINE", "noise", Map.of("white noise", white), m -> new double[] {
                                    noise(m, "fourth"), Math.max(0, noise(m, "diagonal") - noise(m, "fourth"))
                                })
                        .on("photo"),
                Target.model(
                                "Graininess.COARSE",
                                "noise",
                                Map.of("correlated noise 1 px", correlated),
                                m -> new double[] {
                                    noise(m, "luma2"),
                                    noise(m, "luma2") - noise(m, "luma1"),
                                    noise(m, "luma3") - noise(m, "luma2")
                                })
                        .on("photo")
                        .goodShare(0.6),
                Target.model("Graininess.FINE_COLOUR", "noise", Map.of("white noise, each channel", white), m ->
                        new double[] {colour(m, 1)}),
                Target.model("Graininess.COARSE_COLOUR", "noise", Map.of("colour noise 1 px", colour), m ->
                        new double[] {colour(m, 2), colour(m, 3) - colour(m, 2)}),
                Target.model("Sharpness.FINE", "blur", Map.of("blur", slightBlur), m -> of(m, "fine"))
                        .on("photo"),
                Target.model("Sharpness.MIDDLE", "blur", Map.of("blur", slightBlur), m -> of(m, "middle"))
                        .on("photo"),
                Target.model("Sharpness.COARSE", "blur", Map.of("blur", blur), m -> of(m, "coarse"))
                        .on("photo"),
                Target.byStyle(
                                "Casts.CAST",
                                "cast",
                                Map.of(
                                        "cast, yellow",
                                        shift,
                                        "cast, blue",
                                        shift,
                                        "cast, red",
                                        shift,
                                        "cast, green",
                                        shift),
                                m -> new double[] {
                                    m.getOrDefault("axisAdvantage", 0.0),
                                    share(m, "black"),
                                    share(m, "white"),
                                    share(m, "tintedBlack"),
                                    share(m, "tintedWhite"),
                                    Math.max(0, Math.log(m.getOrDefault("nearestChroma", 0.0) / 18))
                                })
                        // A few photographs without any black would else decide.
                        .heldBack(2),
                Target.model(
                                "SwappedChannels.SWAPPED",
                                "cast",
                                Map.of("red and blue swapped", Map.of(1.0, 1.0)),
                                m -> new double[] {
                                    m.getOrDefault("redOverBlue", 0.0),
                                    m.getOrDefault("orangeOverAzure", 0.0),
                                    m.getOrDefault("yellowOverCyan", 0.0),
                                    m.getOrDefault("leafOverSpring", 0.0),
                                    m.getOrDefault("roseOverViolet", 0.0),
                                    m.getOrDefault("skyward", 0.0)
                                })
                        .on("photo")
                        .heldBack(2)
                        .goodShare(0.97),
                Target.byStyle(
                                "BurntColors.BURNT",
                                "oversaturation",
                                Map.of("saturation", factor, Degradations.BURNT.name(), Map.of(15.0, 0.95)),
                                m -> new double[] {
                                    Math.log(m.getOrDefault("fullySaturated", 0.0) + 0.02),
                                    Math.log(m.getOrDefault("atWall", 1.0)),
                                    m.getOrDefault("pureHues", 0.0),
                                    m.getOrDefault("saturation90", 0.0)
                                })
                        .on("photo", Corpus.BURNT)
                        .goodShare(2 / 3.0),
                Target.byStyle("WashedOut.WASHED", "washed-out", Map.of("washed out", share), m ->
                        new double[] {m.getOrDefault("evidence", 0.0)}),
                Target.threshold(
                        "Tilings",
                        "tiling",
                        Map.of("tiling", tiles, "tiling under noise 10", tiles),
                        m -> m.getOrDefault("repetition", 0.0) * (1 - m.getOrDefault("finePattern", 0.0))),
                Target.threshold(
                        "Duplicates.EXACT",
                        "duplication",
                        Map.of("duplicated region", side),
                        m -> m.getOrDefault("exactShare", 0.0)),
                Target.threshold(
                        "Duplicates.SIMILAR",
                        "duplication",
                        Map.of("duplicated region under noise 3", side),
                        m -> m.getOrDefault("similarShare", 0.0)),
                Target.threshold(
                        "DecoderGrid",
                        "grid",
                        Map.of("grid", level),
                        m -> m.getOrDefault("level", 0.0) - m.getOrDefault("baseline", 0.0)),
                Target.threshold(
                        "SeamLines.STEP", "seam", Map.of("outpainted half", step), m -> m.getOrDefault("step", 0.0)),
                Target.threshold(
                        "SeamLines.STEP_GRID",
                        "seam",
                        Map.of("seams at 128", step, "seams at 256", step),
                        m -> m.getOrDefault("stepGrid", 0.0)));
    }

    private static double[] of(Map<String, Double> measures, String name) {
        return new double[] {measures.getOrDefault(name, 0.0)};
    }

    private static double noise(Map<String, Double> measures, String name) {
        return Math.log(measures.getOrDefault(name, 0.0) + 0.2);
    }

    private static double colour(Map<String, Double> measures, int level) {
        return Math.max(noise(measures, "blue" + level), noise(measures, "red" + level));
    }

    private static double share(Map<String, Double> measures, String name) {
        return Math.log(measures.getOrDefault(name, 0.0) + 1e-3);
    }
}
