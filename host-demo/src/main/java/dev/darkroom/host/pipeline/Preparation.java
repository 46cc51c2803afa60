package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.Options;
import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.host.plugin.ForeignCall;

/**
 * What is settled before the model is called for the first time.
 *
 * @param plan the extensions and sizes
 * @param model the loaded model
 * @param process its noise process, with what the request overrides
 * @param sigmas the noise levels
 * @param workload how much the sampler will do
 */
record Preparation(Plan plan, DiffusionModel model, DiffusionProcess process, SigmaSchedule sigmas, Workload workload) {

    /**
     * Loads the model of a plan, unless it is loaded, and asks schedule and sampler whether they can serve it.
     *
     * @throws dev.darkroom.api.InvalidRequestException if they cannot
     */
    static Preparation of(Plan plan, LoadedModels loaded, ForeignCall calls) {
        DiffusionModel model = loaded.load(plan);
        DiffusionProcess process = plan.request().process().apply(model.process());
        SigmaSchedule sigmas = schedule(plan, process, calls);
        return new Preparation(plan, model, process, sigmas, workload(plan, process, sigmas, calls));
    }

    /** A sampler that leaves out the last level above 0 gets a schedule of one step more, so that the count stays. */
    private static SigmaSchedule schedule(Plan plan, DiffusionProcess process, ForeignCall calls) {
        Sampler sampler = plan.sampler().extension();
        int steps = plan.request().steps();
        boolean discard = calls.call(
                "sampler " + plan.sampler().id(),
                sampler,
                () -> sampler.discardsPenultimate(plan.sampler().options()));
        return discard && !plan.schedule().extension().isWrittenByHand()
                ? schedule(plan, process, steps + 1, calls).withoutPenultimate()
                : schedule(plan, process, steps, calls);
    }

    private static SigmaSchedule schedule(Plan plan, DiffusionProcess process, int steps, ForeignCall calls) {
        NoiseSchedule schedule = plan.schedule().extension();
        SigmaSchedule made = calls.call(
                "schedule " + plan.schedule().id(),
                schedule,
                () -> schedule.sigmas(process, steps, plan.schedule().options()));
        if (made == null) {
            throw new DarkroomException("schedule " + plan.schedule().id() + " returned null. Try another --schedule");
        }
        return made;
    }

    /** Asks the sampler whether it can serve this run, and how much work it will be. */
    private static Workload workload(Plan plan, DiffusionProcess process, SigmaSchedule sigmas, ForeignCall calls) {
        Sampler sampler = plan.sampler().extension();
        Options options = plan.sampler().options();
        Sampler.Setting setting = new Sampler.Setting(process, plan.model().distilled(), sigmas, options);
        return calls.call("sampler " + plan.sampler().id(), sampler, () -> {
            sampler.check(setting);
            return sampler.workload(sigmas, options);
        });
    }
}
