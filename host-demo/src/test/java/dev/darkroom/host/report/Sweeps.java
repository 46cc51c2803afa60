package dev.darkroom.host.report;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.sweep.Estimate;
import dev.darkroom.api.sweep.SweepAnalysis;
import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.api.sweep.SweepSample;
import dev.darkroom.host.image.Results;
import dev.darkroom.host.sweep.SweepPlan;
import dev.darkroom.host.sweep.SweptPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sweep as it might end, one cell of which could not be made. */
final class Sweeps {

    private Sweeps() {}

    static Path write(Path folder) {
        List<SweepAxis> axes = List.of(
                new SweepAxis("cfg-scale", List.of("1", "7.5", "15")),
                new SweepAxis("sampler", List.of("ddim", "<i>euler")));
        SweepPlan plan = new SweepPlan(
                axes,
                List.of(Diagnoses.PROMPT),
                0,
                1,
                cell -> GenerationRequest.of("").build());
        List<SweptPicture> pictures = new ArrayList<>();
        List<SweepAnalysis.Cell> cells = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<Integer> cell = plan.cell(i);
            double artifacts = 0.1 + 0.1 * i;
            Map<String, Double> measures = Map.of(
                    "artifacts", artifacts, "alignment", 0.3 - 0.01 * i, "seconds", 1 - 0.1 * i, "noise", artifacts);
            pictures.add(new SweptPicture(
                    cell,
                    0,
                    0,
                    folder.resolve(i + ".png"),
                    Optional.of(new SweepSample(cell, measures)),
                    Optional.empty(),
                    false));
            Map<String, Estimate> estimates = new LinkedHashMap<>();
            measures.forEach((name, value) -> estimates.put(name, new Estimate(value, value - 0.05, value + 0.05, 4)));
            cells.add(new SweepAnalysis.Cell(cell, estimates));
        }
        SweepAnalysis analysis = new SweepAnalysis(
                cells, List.of(), List.of(new SweepAnalysis.Knee(0, 1)), List.of(5, 3, 0), List.of(0));
        Path page = folder.resolve("sweep.html");
        new SweepReportMaker(plan, pictures, analysis)
                .write(
                        page,
                        file -> Results.noise(64, file.getFileName().hashCode()),
                        List.of(new Fact("software", "Darkroom")),
                        "darkroom sweep x");
        return page;
    }
}
