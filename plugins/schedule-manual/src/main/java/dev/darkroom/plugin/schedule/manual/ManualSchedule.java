package dev.darkroom.plugin.schedule.manual;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.Plural;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/** Levels written by hand: one more of them than there are steps, the last of them 0 if the picture is to be finished. */
@Extension
public final class ManualSchedule implements NoiseSchedule {

    private static final String SIGMAS = "sigmas";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "manual", "Manual", "The sigmas that the option lists, as in --sigmas 14.6,7,3,1,0.")
            .alias("manual_sigmas", "ManualSigmas")
            .from("ComfyUI, ManualSigmas; diffusers, set_timesteps(sigmas=...)")
            .option(OptionSpec.text(SIGMAS, "", "Falling levels, one more than steps, as in 14.6,7,3,1,0."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public boolean isWrittenByHand() {
        return true;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        if (steps < 1) {
            throw new InvalidRequestException("schedule manual: expected at least 1 step, found " + steps);
        }
        String text = options.text(SIGMAS).trim();
        if (text.isEmpty()) {
            throw new InvalidRequestException("schedule manual: expected sigmas for " + Plural.of(steps, "step")
                    + ", found none. Give --sigmas, as in 14.6,7,3,1,0");
        }
        String[] parts = text.split("[,\\s]+");
        double[] sigmas = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                sigmas[i] = Double.parseDouble(parts[i]);
            } catch (NumberFormatException e) {
                throw new InvalidRequestException(
                        "schedule manual: sigmas[" + i + "]: expected a number, found \"" + parts[i] + "\"", e);
            }
        }
        SigmaSchedule schedule;
        try {
            schedule = SigmaSchedule.of(sigmas);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("schedule manual: " + e.getMessage(), e);
        }
        if (schedule.steps() != steps) {
            throw new InvalidRequestException("schedule manual: expected " + (steps + 1) + " sigmas for "
                    + Plural.of(steps, "step") + ", found " + sigmas.length + ". Use --steps " + schedule.steps());
        }
        if (process.isFlow() && sigmas[0] > 1) {
            throw new InvalidRequestException(
                    "schedule manual: sigmas[0]: expected at most 1 for a rectified flow, found " + sigmas[0]);
        }
        return schedule;
    }
}
