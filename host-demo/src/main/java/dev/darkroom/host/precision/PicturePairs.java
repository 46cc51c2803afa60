package dev.darkroom.host.precision;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.picture.Fidelity;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.pipeline.Pipeline;
import dev.darkroom.host.precision.PrecisionReport.Distance;
import dev.darkroom.host.precision.PrecisionReport.Shift;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pictures of FP32 and of a variant, of the same prompts and seeds. */
final class PicturePairs {

    private final List<GenerationRequest> requests = new ArrayList<>();
    private final List<GenerationResult> references = new ArrayList<>();

    /** Makes the pictures of FP32. */
    PicturePairs(
            Pipeline pipeline, GenerationRequest base, List<String> prompts, int count, Cancellation cancellation) {
        for (int i = 0; i < count; i++) {
            GenerationRequest request = base.toBuilder()
                    .prompt(prompts.get(i % prompts.size()))
                    .seed(i)
                    .inspection(InspectionSettings.ALL)
                    .build();
            requests.add(request);
            references.add(make(pipeline, request, cancellation));
        }
    }

    private static GenerationResult make(Pipeline pipeline, GenerationRequest request, Cancellation cancellation) {
        return pipeline.generate(request, GenerationObserver.NONE, cancellation).get(0);
    }

    /** Returns the mean PSNR of a variant's pictures, without inspecting them; 0 if one is not finite. */
    double psnr(Pipeline variant, Cancellation cancellation) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            GenerationRequest request = requests.get(i).toBuilder()
                    .inspection(InspectionSettings.NONE)
                    .build();
            GenerationResult result = make(variant, request, cancellation);
            if (broken(result)) {
                return 0;
            }
            all.add(Fidelity.psnr(result.picture(), references.get(i).picture()));
        }
        return mean(all);
    }

    private static boolean broken(GenerationResult result) {
        return result.trace().failure().isPresent() || result.picture().countNonFinite() > 0;
    }

    /**
     * Makes, inspects and compares a variant's pictures.
     *
     * @param precision the precision to ask for: FP32 where other graphs stand in for the model's own
     */
    Distance distance(Pipeline variant, Precision precision, Cancellation cancellation) {
        List<Double> psnr = new ArrayList<>();
        List<Double> ssim = new ArrayList<>();
        Map<String, List<Double>> before = new TreeMap<>();
        Map<String, List<Double>> moved = new TreeMap<>();
        for (int i = 0; i < requests.size(); i++) {
            GenerationRequest request =
                    requests.get(i).toBuilder().precision(precision).build();
            GenerationResult result = make(variant, request, cancellation);
            Picture reference = references.get(i).picture();
            psnr.add(broken(result) ? 0 : Fidelity.psnr(result.picture(), reference));
            ssim.add(broken(result) ? 0 : Fidelity.ssim(result.picture(), reference));
            Map<Symptom, Double> after = result.inspected().scores();
            references.get(i).inspected().scores().forEach((symptom, score) -> {
                before.computeIfAbsent(symptom.id(), id -> new ArrayList<>()).add(score);
                moved.computeIfAbsent(symptom.id(), id -> new ArrayList<>())
                        .add(after.getOrDefault(symptom, 0.0) - score);
            });
        }
        Map<String, Shift> shifts = new TreeMap<>();
        moved.forEach((symptom, differences) ->
                shifts.put(symptom, new Shift(mean(differences), spread(before.get(symptom)))));
        return new Distance(psnr, ssim, shifts);
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private static double spread(List<Double> values) {
        return Collections.max(values) - Collections.min(values);
    }
}
