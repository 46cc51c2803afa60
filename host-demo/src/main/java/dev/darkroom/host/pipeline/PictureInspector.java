package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.NetworkCheck;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.StepProbe;
import dev.darkroom.api.inspection.StyleClassifier;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.Names;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.PluginKnowledge;
import dev.darkroom.host.plugin.Registered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the inspectors a request wants and asks the advisors about what they find. An inspector that fails costs its own
 * findings and nothing else.
 */
public final class PictureInspector {

    /** What a picture may take beyond the deadline of every call, for each megapixel. */
    private static final Duration PER_MEGAPIXEL = Duration.ofSeconds(2);

    private final PluginHost plugins;
    private final ForeignCall calls;

    private final InferenceRuntime runtime;
    private final List<Path> detectors;
    private final Advisors advisors;
    private final Set<NetworkCheck> equipped = ConcurrentHashMap.newKeySet();

    /**
     * Inspects with the installed plugins.
     *
     * @param runtime runs the networks of the inspectors that have some
     * @param detectors the folders such networks lie in
     * @param knowledge what the plugins know of causes
     */
    public PictureInspector(
            PluginHost plugins,
            ForeignCall calls,
            InferenceRuntime runtime,
            List<Path> detectors,
            PluginKnowledge knowledge) {
        this.plugins = plugins;
        this.calls = calls;
        this.runtime = runtime;
        this.detectors = List.copyOf(detectors);
        this.advisors = new Advisors(plugins, calls, knowledge);
    }

    private Inspected look(PostCheck inspector, Inspection inspection, Options options) {
        if (inspector instanceof NetworkCheck network) {
            synchronized (network) {
                if (!equipped.contains(network)) {
                    network.equip(runtime, detectors);
                    equipped.add(network);
                }
            }
        }
        return Objects.requireNonNull(inspector.inspect(inspection, options));
    }

    /**
     * Checks that every inspector and option the settings name exists.
     *
     * @throws InvalidRequestException if one does not
     */
    public void check(InspectionSettings settings) {
        Map<String, Registered<PostCheck>> known = new TreeMap<>();
        plugins.registry(PostCheck.class).all().forEach(each -> known.put(each.id(), each));
        Set<String> named = new LinkedHashSet<>(settings.only());
        named.addAll(settings.except());
        named.addAll(settings.options().keySet());
        for (String id : named) {
            if (!known.containsKey(id)) {
                throw new InvalidRequestException(Names.unknown("inspector", id, known.keySet()));
            }
        }
        for (String id : settings.options().keySet()) {
            options(known.get(id), settings);
        }
    }

    /**
     * Watches one batch for the inspectors that want to. They hear of steps a few at a time, since handing a step to an
     * inspector's thread and waiting for it takes longer than most inspectors do.
     */
    final class Watch {

        private static final int STEPS_AT_ONCE = 16;

        private final List<Watcher> watchers = new ArrayList<>();
        private final List<Finding> failures = new ArrayList<>();
        private final List<StepEvent> unheard = new ArrayList<>();

        private record Watcher(Registered<PostCheck> inspector, StepProbe probe) {}

        private Watch(GenerationRequest request) {
            for (Registered<PostCheck> inspector : wanted(request.inspection())) {
                if (!watches(inspector.extension().getClass())) {
                    continue;
                }
                try {
                    Optional<StepProbe> probe = call(
                            inspector,
                            () -> inspector.extension().probe(request, options(inspector, request.inspection())));
                    if (probe.isPresent()) {
                        watchers.add(new Watcher(inspector, probe.get()));
                    }
                } catch (DarkroomException e) {
                    failures.add(unchecked(inspector, e));
                }
            }
        }

        void step(StepEvent event) {
            if (watchers.isEmpty()) {
                return;
            }
            unheard.add(event);
            if (unheard.size() == STEPS_AT_ONCE) {
                tell();
            }
        }

        private void tell() {
            List<StepEvent> events = List.copyOf(unheard);
            unheard.clear();
            if (events.isEmpty()) {
                return;
            }
            watchers.removeIf(watcher -> {
                try {
                    call(watcher.inspector(), () -> {
                        events.forEach(watcher.probe()::step);
                        return true;
                    });
                    return false;
                } catch (DarkroomException e) {
                    failures.add(unchecked(watcher.inspector(), e));
                    return true;
                }
            });
        }

        Inspected inspected(int pictureInBatch) {
            tell();
            List<Inspected> seen = new ArrayList<>(List.of(new Inspected(Map.of(), failures)));
            for (Watcher watcher : watchers) {
                try {
                    seen.add(call(
                            watcher.inspector(),
                            () -> Objects.requireNonNull(watcher.probe().inspected(pictureInBatch))));
                } catch (DarkroomException e) {
                    seen.add(Inspected.of(unchecked(watcher.inspector(), e)));
                }
            }
            return Inspected.all(seen);
        }
    }

    /** Returns whether a class has a probe of its own; asking the others for theirs would be a call for nothing. */
    private static boolean watches(Class<?> type) {
        try {
            return type.getMethod("probe", GenerationRequest.class, Options.class)
                            .getDeclaringClass()
                    != PostCheck.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return true;
        }
    }

    Watch watch(GenerationRequest request) {
        return new Watch(request);
    }

    /**
     * Returns an inspection with its style: as given, or else as the first style classifier that can tell says.
     *
     * @param inspection the picture
     * @return with a style; without one if no classifier could tell
     */
    public Inspection styled(Inspection inspection) {
        if (inspection.style().isPresent()) {
            return inspection;
        }
        for (Registered<StyleClassifier> classifier :
                plugins.registry(StyleClassifier.class).all()) {
            try {
                return inspection.withStyle(calls.waiting(allowance(inspection.picture()))
                        .call(
                                "style classifier " + classifier.id(),
                                classifier.extension(),
                                () -> Objects.requireNonNull(
                                        classifier.extension().classify(inspection))));
            } catch (DarkroomException e) {
                // Inspectors judge a picture of unknown style too; the failure is in the log.
            }
        }
        return inspection;
    }

    /**
     * Inspects a picture; the inspectors look at the same time.
     *
     * @param picture the picture, and how it was made where that is known
     * @param settings which inspectors look
     * @param already what is to be ranked and explained together with the new findings
     * @return every score, and the findings with possible causes, most severe first
     */
    public Inspected inspect(Inspection picture, InspectionSettings settings, Inspected already) {
        Inspection inspection = settings.enabled() ? styled(picture) : picture;
        List<Inspected> parts = new ArrayList<>(List.of(already));
        ForeignCall patient = calls.waiting(allowance(picture.picture()));
        Map<Registered<PostCheck>, ForeignCall.Pending<Inspected>> looking = new LinkedHashMap<>();
        for (Registered<PostCheck> inspector : wanted(settings)) {
            looking.put(
                    inspector,
                    patient.start(
                            "inspector " + inspector.id(),
                            inspector.extension(),
                            () -> look(inspector.extension(), inspection, options(inspector, settings))));
        }
        looking.forEach((inspector, call) -> {
            try {
                parts.add(call.result());
            } catch (DarkroomException e) {
                parts.add(Inspected.of(unchecked(inspector, e)));
            }
        });
        Inspected all = Inspected.all(parts);
        List<Finding> findings = new ArrayList<>(all.findings());
        findings.replaceAll(finding -> advisors.explain(finding, inspection));
        findings.sort(Comparator.comparing(Finding::severity)
                .thenComparing(Finding::score)
                .reversed()
                .thenComparing(finding -> finding.symptom().id()));
        return new Inspected(all.scores(), findings);
    }

    private static Duration allowance(Picture picture) {
        return PER_MEGAPIXEL.multipliedBy((long) picture.width() * picture.height() / 1_000_000);
    }

    private List<Registered<PostCheck>> wanted(InspectionSettings settings) {
        return settings.enabled()
                ? plugins.registry(PostCheck.class).all().stream()
                        .filter(each -> settings.includes(each.id()))
                        .toList()
                : List.of();
    }

    private static Options options(Registered<PostCheck> inspector, InspectionSettings settings) {
        String id = inspector.id();
        try {
            return Options.of(inspector.info().options(), settings.options().getOrDefault(id, Map.of()));
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("inspector " + id + ": " + e.getMessage(), e);
        }
    }

    private <T> T call(Registered<PostCheck> inspector, java.util.concurrent.Callable<T> body) {
        return calls.call("inspector " + inspector.id(), inspector.extension(), body);
    }

    private static Finding unchecked(Registered<PostCheck> inspector, DarkroomException problem) {
        return Finding.of(
                inspector.id(),
                Symptom.UNCHECKED,
                0,
                Severity.INFO,
                String.valueOf(problem.getMessage()).replace('\n', ' ')
                        + "; the picture was not checked for what it looks for (darkroom plugins disable "
                        + inspector.pluginId() + " silences it)",
                Map.of());
    }
}
