package dev.darkroom.host.image;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.picture.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Results as a pipeline would give them, with random pixels. */
public final class Results {

    public static final DisplayNames NAMES = new DisplayNames("DPM++ 2M", "Karras");

    private Results() {}

    public static GenerationResult of(GenerationRequest request) {
        return of(request, 0, 128);
    }

    public static GenerationResult of(GenerationRequest request, int index, int size) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("text_encoder/model.onnx", "aa".repeat(32));
        files.put("unet/model.onnx", "0123456789abcdef".repeat(4));
        Provenance provenance = new Provenance(
                "Darkroom 0.1.0",
                "ONNX Runtime 1.29.0",
                "CPU",
                "emoji",
                files,
                Map.of("sampler-dpmpp", "0.1.0 " + "bb".repeat(32)),
                "dpmpp_2m",
                "karras",
                request.guidance().name(),
                request.noise().name(),
                size,
                size,
                Map.of());
        Finding finding = Finding.of("noise", Symptom.NOISE, 0.81, Severity.WARN, "grainy", Map.of("sigma", 0.04))
                .withCauses(List.of(new PossibleCause(
                        "too-few-steps", "too few steps", List.of("4 steps"), "--steps 25", "a thread", 0)));
        List<Picture> steps = new ArrayList<>();
        for (int i = 0; request.keepSteps() && i < request.steps(); i++) {
            steps.add(noise(size, i));
        }
        return new GenerationResult(
                request,
                index,
                request.seed() + index,
                noise(size, request.seed() + index),
                Latent.zeros(new Shape(1, 4, 16, 16)),
                steps,
                Inspected.of(finding),
                trace(request.steps()),
                provenance);
    }

    static GenerationTrace trace(int count) {
        List<StepRecord> steps = new ArrayList<>();
        StepRecord.Statistics some = new StepRecord.Statistics(0, 1, 3, 0);
        for (int i = 0; i < count; i++) {
            steps.add(new StepRecord(
                    i,
                    count - i,
                    count - i - 1,
                    1,
                    some,
                    some,
                    Double.NaN,
                    0.1,
                    0,
                    0,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    8.5 + i));
        }
        return new GenerationTrace(steps, count, List.of(), 7, 24, Optional.empty());
    }

    public static Picture noise(int size, long seed) {
        int[] rgb = new Random(seed).ints((long) size * size, 0, 1 << 24).toArray();
        return Picture.ofRgb(size, size, rgb);
    }
}
