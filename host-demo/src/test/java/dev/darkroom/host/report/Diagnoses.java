package dev.darkroom.host.report;

import static org.mockito.Mockito.mock;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Reproduction;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.host.image.Results;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A diagnosis as it might end, of a prompt that wants to break out of its page. */
final class Diagnoses {

    static final String PROMPT =
            "an apple</title><script>document.title='broken'</script>\"' onerror=alert(1) & <b>bold";

    private Diagnoses() {}

    static Diagnosis sample() {
        GenerationRequest request = GenerationRequest.of(PROMPT)
                .steps(4)
                .seed(7)
                .model("emoji")
                .keepSteps(true)
                .build();
        List<Shot> shots = new ArrayList<>();
        shots.add(shot("question", "as asked", request, 0.83));
        for (int steps : new int[] {8, 16, 32}) {
            shots.add(shot(
                    "steps-" + steps,
                    "steps " + steps,
                    request.toBuilder().steps(steps).build(),
                    0.9 / steps));
        }
        for (double cfg : new double[] {1, 3, 15}) {
            shots.add(shot(
                    "cfg-" + (int) cfg,
                    "CFG " + cfg,
                    request.toBuilder().cfgScale(cfg).build(),
                    0.7 + cfg / 100));
        }
        Evidence supports = Evidence.of(
                        "too-few-steps", Bearing.SUPPORTS, 0.8, "grain halves per doubling of the steps, 8 of 8 pairs")
                .withEffect(new PairedEffect(
                        "noise",
                        List.of(-0.6, -0.5, -0.7, -0.4, -0.6, -0.5, -0.6, -0.7),
                        -0.57,
                        -0.7,
                        -0.45,
                        0.95,
                        0.0078,
                        1,
                        0.1,
                        false));
        Evidence excludes = Evidence.of(
                        "cfg-too-high", Bearing.EXCLUDES, 0, "<img src=x onerror=alert(2)> CFG 1 is as noisy")
                .withEffect(new PairedEffect(
                        "noise", List.of(0.01, 0.02, -0.01), 0.01, -0.03, 0.04, 0.95, 0.6, 1, 0.1, true));
        return new Diagnosis(
                Question.of(request),
                setup(request),
                Optional.of(Symptom.NOISE),
                "Too few steps: likely (8 of 8 pairs, grain halves per doubling; CFG ruled out); 14 steps suffice.",
                List.of(
                        new CauseVerdict(
                                "too-few-steps",
                                "too few sampling steps",
                                Standing.LIKELY,
                                0.9,
                                "--steps 14",
                                "docker-diffusers-api#28",
                                List.of(supports)),
                        new CauseVerdict(
                                "vae",
                                "the decoder",
                                Standing.CONSISTENT,
                                0.3,
                                "--precision fp32",
                                "a thread",
                                List.of()),
                        new CauseVerdict(
                                "raw-weights",
                                "weights that are not averaged",
                                Standing.UNTESTED,
                                0.1,
                                "--weights ema",
                                "diffae#16",
                                List.of()),
                        new CauseVerdict(
                                "cfg-too-high",
                                "guidance is too strong",
                                Standing.RULED_OUT,
                                0,
                                "--cfg-scale 4",
                                "a paper",
                                List.of(excludes))),
                Optional.of(new Fix(
                        "too-few-steps",
                        "Take 14 steps.",
                        List.of("--steps 14"),
                        Optional.of(request.toBuilder().steps(14).build()),
                        "question",
                        Optional.of("steps-16"),
                        Map.of("noise", 0.83),
                        Map.of("noise", 0.06),
                        true,
                        List.of())),
                new Reproduction(
                        Reproduction.Kind.NO_ORIGINAL, OptionalDouble.empty(), "there was no picture to compare with"),
                List.of(
                        run("Look at the trace", "nothing", Optional.empty(), List.of()),
                        run("Twice the steps", "steps", Optional.empty(), List.of(supports)),
                        run("Other CFG scales", "CFG scale", Optional.empty(), List.of(excludes)),
                        run("Raw weights", "weights", Optional.of("the model has no raw weights"), List.of())),
                shots,
                shots.get(0).result().provenance(),
                Diagnosis.Ending.SETTLED,
                new Diagnosis.Cost(7, 180, 240, 12.3, 0.02));
    }

    private static ModelBench.Setup setup(GenerationRequest request) {
        ModelCard card = ModelCard.of("emoji", Path.of("/models/emoji"))
                .loader("onnx")
                .size(128, 128)
                .prediction(PredictionType.V)
                .maxTokens(24)
                .build();
        return new ModelBench.Setup(
                request,
                card,
                128,
                128,
                mock(DiffusionProcess.class),
                SigmaSchedule.of(14.6, 0),
                Workload.of(4, 4),
                Map.of());
    }

    private static Shot shot(String id, String label, GenerationRequest request, double noise) {
        GenerationResult plain = Results.of(request, 0, 96);
        float[] heat = new float[64];
        heat[19] = 1;
        heat[20] = 0.5f;
        Finding finding = Finding.of("noise", Symptom.NOISE, noise, Severity.WARN, "grain of sigma 5.2", Map.of())
                .withHeatMap(HeatMap.of(8, 8, heat));
        List<Picture> steps = new ArrayList<>();
        for (int i = 0; i < Math.min(4, request.steps()); i++) {
            steps.add(Results.noise(96, i));
        }
        return new Shot(
                id,
                label,
                new GenerationResult(
                        plain.request(),
                        0,
                        plain.seed(),
                        picture(noise),
                        plain.latent(),
                        steps,
                        Inspected.of(finding),
                        plain.trace(),
                        plain.provenance()),
                OptionalDouble.of(0.31));
    }

    /** A disc with as much grain as the score says. */
    private static Picture picture(double noise) {
        int size = 96;
        int[] grain = Results.noise(size, 5).toRgb();
        int[] rgb = new int[size * size];
        for (int i = 0; i < rgb.length; i++) {
            boolean inside = Math.hypot(i % size - 48, i / size - 48.0) < 34;
            int red = inside ? 200 : 240;
            int other = inside ? 40 : 240;
            int off = (int) (noise * ((grain[i] & 255) - 128) / 2);
            rgb[i] = clamp(red + off) << 16 | clamp(other + off) << 8 | clamp(other + off);
        }
        return Picture.ofRgb(size, size, rgb);
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private static ExperimentRun run(String title, String factor, Optional<String> failure, List<Evidence> evidence) {
        int made = failure.isPresent() ? 0 : 3;
        return new ExperimentRun(
                title.toLowerCase(Locale.ROOT).replace(' ', '-'),
                title,
                factor,
                "it is the cheapest that tells",
                3,
                made,
                12L * made,
                20L * made,
                1.5,
                failure,
                List.of("question"),
                evidence);
    }
}
