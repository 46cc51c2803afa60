package dev.darkroom.host.sweep;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.api.sweep.SweepSample;
import dev.darkroom.host.image.DisplayNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the pictures of a sweep, one after the other, and keeps each as it is finished. */
public final class Sweep {

    private final SweepPlan plan;
    private final GenerationService service;
    private final SweepStore store;
    private final Function<GenerationResult, DisplayNames> names;

    /**
     * Creates a sweep over a folder; makes the folder if it is missing.
     *
     * @param plan what to make
     * @param service makes it
     * @param folder where pictures and records go, and lie from earlier runs
     * @param names what people call the sampler and schedule of a picture
     * @throws DarkroomException if the folder cannot be made or written to
     */
    public Sweep(
            SweepPlan plan, GenerationService service, Path folder, Function<GenerationResult, DisplayNames> names) {
        this.plan = plan;
        this.service = service;
        this.store = SweepStore.in(folder);
        this.names = names;
    }

    /**
     * Checks every value of every axis, the other axes at their first value.
     *
     * @param plan what would be made
     * @param service would make it
     * @throws InvalidRequestException if a value is unknown or impossible
     */
    public static void check(SweepPlan plan, GenerationService service) {
        List<SweepAxis> axes = plan.axes();
        service.setup(plan.requests().apply(plan.cell(0)));
        for (int axis = 0; axis < axes.size(); axis++) {
            for (int value = 1; value < axes.get(axis).values().size(); value++) {
                List<Integer> cell = new ArrayList<>(plan.cell(0));
                cell.set(axis, value);
                try {
                    service.setup(plan.requests().apply(cell));
                } catch (InvalidRequestException e) {
                    throw new InvalidRequestException("sweep, " + plan.label(axis, value) + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /**
     * Runs.
     *
     * @param observer hears how far it is
     * @param cancellation ends it early; what is finished by then is kept
     * @return every picture, in order
     * @throws CancelledException if it was cancelled
     * @throws DarkroomException if a picture cannot be kept
     */
    public List<SweptPicture> run(SweepObserver observer, Cancellation cancellation) {
        List<SweptPicture> pictures = new ArrayList<>();
        long cells = plan.cells().longValueExact();
        for (long index = 0; index < cells; index++) {
            List<Integer> cell = plan.cell(index);
            for (SweepPlan.Shot shot : plan.shots(cell)) {
                cancellation.throwIfCancelled();
                observer.picture(pictures.size() + 1L, plan.label(cell));
                SweptPicture picture = picture(shot, observer, cancellation);
                pictures.add(picture);
                observer.finished(picture);
            }
        }
        return pictures;
    }

    private SweptPicture picture(SweepPlan.Shot shot, SweepObserver observer, Cancellation cancellation) {
        String key;
        GenerationResult result;
        try {
            GenerationRequest request = plan.request(shot);
            key = SweepStore.key(service.setup(request));
            Optional<Map<String, Double>> known = store.find(key);
            if (known.isPresent()) {
                return made(shot, key, known.get(), true);
            }
            result = service.generate(
                            request,
                            new GenerationObserver() {
                                @Override
                                public void step(StepEvent event) {
                                    observer.step();
                                }
                            },
                            cancellation)
                    .get(0);
        } catch (CancelledException e) {
            throw e;
        } catch (DarkroomException e) {
            return problem(shot, e);
        }
        Map<String, Double> measures = measures(result);
        store.keep(key, result, names.apply(result), measures);
        return made(shot, key, measures, false);
    }

    private SweptPicture made(SweepPlan.Shot shot, String key, Map<String, Double> measures, boolean before) {
        return new SweptPicture(
                shot.cell(),
                shot.prompt(),
                shot.seed(),
                store.picture(key),
                Optional.of(new SweepSample(shot.cell(), measures)),
                Optional.empty(),
                before);
    }

    private static SweptPicture problem(SweepPlan.Shot shot, DarkroomException e) {
        return new SweptPicture(
                shot.cell(),
                shot.prompt(),
                shot.seed(),
                Path.of(""),
                Optional.empty(),
                Optional.of(String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", "; ")),
                false);
    }

    private Map<String, Double> measures(GenerationResult result) {
        Map<String, Double> measures = new LinkedHashMap<>();
        Inspected inspected = result.inspected();
        measures.put(
                SweepSample.ARTIFACTS,
                inspected.scores().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0));
        service.alignment(result.request(), result.picture())
                .ifPresent(alignment -> measures.put(SweepSample.ALIGNMENT, alignment));
        measures.put(
                SweepSample.SECONDS,
                result.trace().steps().stream().mapToDouble(StepRecord::millis).sum() / 1000);
        measures.put(SweepSample.EVALUATIONS, (double) result.trace().evaluations());
        inspected.scores().forEach((symptom, score) -> measures.put(symptom.id(), score));
        return measures;
    }
}
