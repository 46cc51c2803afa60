package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Reads what the run already recorded: non-finite values, an estimate that still moved at the end, where the schedule ends, tokens
 * cut off, latent outliers.
 */
@Extension
public final class TraceScan implements Experiment {

    /** Below it the noise that is left drowns in the rounding to 8 bits of most decoders. */
    private static final double HARMLESS_SIGMA = 0.02;

    /** Stable Diffusion's own lowest level is 0.029: schedules that end there are common, and a little grainy. */
    private static final double VISIBLE_SIGMA = 0.05;

    /** Latents are near unit normal: this many standard deviations are no picture. */
    private static final double OUTLIER = 12;

    /** Over the estimate's deviation; converged runs move by a few hundredths. */
    private static final double UNCONVERGED = 0.1;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("trace-scan", "Trace scan", "Reads what the run recorded.");
    }

    @Override
    public String factor() {
        return "nothing";
    }

    @Override
    public Set<String> causes() {
        return Set.of(
                Causes.TOO_FEW_STEPS,
                Causes.SCHEDULE_END,
                Causes.PROMPT_TRUNCATED,
                Causes.UNSTABLE,
                Causes.OUTLIERS,
                Causes.FP16_DECODER,
                Causes.DECODER);
    }

    @Override
    public int pictures(Case subject) {
        return 0;
    }

    @Override
    public double promise(Case subject) {
        return 1;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return Optional.empty();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        List<Evidence> evidence = new ArrayList<>();
        GenerationTrace trace = subject.shot().result().trace();
        evidence.add(end(subject.setup().sigmas().at(subject.setup().sigmas().steps())));
        evidence.add(tokens(trace));
        evidence.addAll(nonFinite(trace));
        trace.steps().stream().reduce((first, second) -> second).ifPresent(step -> {
            evidence.add(convergence(step));
            StepRecord.Statistics last = step.denoised();
            double peak = last.max() / Math.max(last.std(), 1e-9);
            evidence.add(Evidence.of(
                    Causes.OUTLIERS,
                    peak > OUTLIER ? Bearing.SUGGESTS : Bearing.EXCLUDES,
                    Math.min(1, peak / 100),
                    "the largest latent value is " + Text.number(peak) + " standard deviations"));
        });
        return evidence;
    }

    /** That it moved may be the schedule's last step, a large one, or noise on the way: it suggests, and steps will tell. */
    private static Evidence convergence(StepRecord last) {
        boolean moved = last.change() > UNCONVERGED;
        return Evidence.of(
                Causes.TOO_FEW_STEPS,
                moved ? Bearing.SUGGESTS : Bearing.NEUTRAL,
                moved ? 0.2 : 0,
                "the estimate changed by " + Text.number(last.change())
                        + " of its standard deviation in the last step");
    }

    private static Evidence end(double sigma) {
        Bearing bearing =
                sigma <= HARMLESS_SIGMA ? Bearing.EXCLUDES : sigma > VISIBLE_SIGMA ? Bearing.PROVES : Bearing.SUGGESTS;
        return Evidence.of(
                Causes.SCHEDULE_END,
                bearing,
                Math.min(1, 0.7 + sigma),
                "the schedule ends at sigma " + Text.number(sigma)
                        + (bearing == Bearing.EXCLUDES ? "" : ": that much noise stays in the picture"));
    }

    private static Evidence tokens(GenerationTrace trace) {
        int lost = trace.promptTokens() - trace.maxTokens();
        return lost > 0
                ? Evidence.of(
                        Causes.PROMPT_TRUNCATED,
                        Bearing.PROVES,
                        0.6,
                        "the prompt has " + trace.promptTokens() + " tokens and the model reads " + trace.maxTokens()
                                + ": its end had no effect")
                : Evidence.of(
                        Causes.PROMPT_TRUNCATED,
                        Bearing.EXCLUDES,
                        0,
                        "all " + trace.promptTokens() + " tokens of the prompt were read");
    }

    private static List<Evidence> nonFinite(GenerationTrace trace) {
        List<Evidence> evidence = new ArrayList<>();
        boolean network = false;
        for (GenerationTrace.NonFinite bad : trace.nonFinite()) {
            boolean decoder = bad.component().equals("decoder");
            network |= !decoder;
            String where = "the " + bad.component() + " gave " + bad.count() + " non-finite values of " + bad.of()
                    + (decoder ? "" : " at step " + (bad.step() + 1));
            evidence.add(Evidence.of(decoder ? Causes.FP16_DECODER : Causes.UNSTABLE, Bearing.SUPPORTS, 0.9, where));
        }
        if (!network) {
            evidence.add(Evidence.of(Causes.UNSTABLE, Bearing.EXCLUDES, 0, "every state of the trajectory is finite"));
        }
        return evidence;
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        if (!cause.equals(Causes.SCHEDULE_END)) {
            return Optional.empty();
        }
        String usual = subject.setup().model().defaults().getOrDefault("schedule", "karras");
        return Optional.of(subject.question().request().toBuilder()
                .schedule(Choice.of(usual))
                .steps(Math.max(20, subject.setup().request().steps()))
                .build());
    }
}
