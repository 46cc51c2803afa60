package dev.darkroom.host.report;

import dev.darkroom.api.Plural;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Curves through the pictures of a diagnosis that differ from the one in question in one number, and in seed and prompt. */
final class ShotCharts {

    private final List<Shot> shots;

    ShotCharts(List<Shot> shots) {
        this.shots = shots;
    }

    /** Returns a chart for each factor of which at least two values were tried. */
    List<Chart> of(Shot base) {
        List<Chart> charts = new ArrayList<>();
        GenerationRequest asked = base.result().request();
        numeric(
                        "steps",
                        asked,
                        request -> (double) request.steps(),
                        request -> request.toBuilder().steps(asked.steps()).build())
                .ifPresent(charts::add);
        numeric(
                        "CFG scale",
                        asked,
                        GenerationRequest::cfgScale,
                        request ->
                                request.toBuilder().cfgScale(asked.cfgScale()).build())
                .ifPresent(charts::add);
        named(
                        "sampler",
                        asked,
                        request -> request.sampler().name(),
                        request -> request.toBuilder()
                                .sampler(asked.sampler())
                                .steps(asked.steps())
                                .build())
                .ifPresent(charts::add);
        return charts;
    }

    private Optional<Chart> numeric(
            String factor,
            GenerationRequest asked,
            Function<GenerationRequest, Double> value,
            UnaryOperator<GenerationRequest> undone) {
        TreeMap<Double, List<Shot>> groups = grouped(asked, value, undone);
        if (groups.size() < 2) {
            return Optional.empty();
        }
        List<Chart.Point> artifacts = new ArrayList<>();
        List<Chart.Point> alignment = new ArrayList<>();
        groups.forEach((at, group) -> {
            artifacts.add(mean(at, group.stream().map(ShotCharts::worst).toList(), factor + " " + Numbers.of(at)));
            List<Double> aligned = aligned(group);
            if (!aligned.isEmpty()) {
                alignment.add(mean(at, aligned, factor + " " + Numbers.of(at)));
            }
        });
        return Optional.of(new Chart(
                "By " + factor,
                factor,
                "",
                List.of(),
                alignment.isEmpty()
                        ? List.of(new Chart.Series("artifacts", true, artifacts))
                        : List.of(
                                new Chart.Series("artifacts", true, artifacts),
                                new Chart.Series("alignment", true, alignment))));
    }

    private Optional<Chart> named(
            String factor,
            GenerationRequest asked,
            Function<GenerationRequest, String> value,
            UnaryOperator<GenerationRequest> undone) {
        TreeMap<String, List<Shot>> groups = grouped(asked, value, undone);
        if (groups.size() < 2) {
            return Optional.empty();
        }
        List<String> labels = List.copyOf(groups.keySet());
        List<Chart.Point> points = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            points.add(mean(
                    i, groups.get(labels.get(i)).stream().map(ShotCharts::worst).toList(), labels.get(i)));
        }
        return Optional.of(
                new Chart("By " + factor, factor, "", labels, List.of(new Chart.Series("artifacts", false, points))));
    }

    private <K> TreeMap<K, List<Shot>> grouped(
            GenerationRequest asked, Function<GenerationRequest, K> value, UnaryOperator<GenerationRequest> undone) {
        return alike(asked, undone).stream()
                .collect(Collectors.groupingBy(
                        shot -> value.apply(shot.result().request()), TreeMap::new, Collectors.toList()));
    }

    private List<Shot> alike(GenerationRequest asked, UnaryOperator<GenerationRequest> undone) {
        GenerationRequest wanted = plain(asked);
        return shots.stream()
                .filter(shot -> plain(undone.apply(shot.result().request())).equals(wanted))
                .toList();
    }

    /** What does not matter here is made equal. */
    private static GenerationRequest plain(GenerationRequest request) {
        return request.toBuilder()
                .prompt("")
                .seed(0)
                .keepSteps(false)
                .schedule(Choice.of(request.schedule().name()))
                .build();
    }

    private static double worst(Shot shot) {
        return shot.result().inspected().scores().values().stream()
                .max(Comparator.naturalOrder())
                .orElse(0.0);
    }

    private static List<Double> aligned(List<Shot> group) {
        return group.stream()
                .filter(shot -> shot.alignment().isPresent())
                .map(shot -> shot.alignment().getAsDouble())
                .toList();
    }

    /** The mean, with the smallest and the largest as the bar. */
    private static Chart.Point mean(double x, List<Double> values, String label) {
        double sum = values.stream().mapToDouble(Double::doubleValue).sum();
        double mean = sum / values.size();
        double low = values.stream().min(Comparator.naturalOrder()).orElse(mean);
        double high = values.stream().max(Comparator.naturalOrder()).orElse(mean);
        return new Chart.Point(
                x, mean, low, high, label + ": " + Numbers.of(mean) + " (" + Plural.of(values.size(), "picture") + ")");
    }
}
