package dev.darkroom.host.precision;

import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.pipeline.Pipeline;
import dev.darkroom.host.precision.RecordingRuntime.Recording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the graphs of a model are fed while it makes pictures. */
final class Trajectories {

    /** Pictures are compared at seeds from 0 on; calibration must not see them. */
    private static final long FIRST_SEED = 1_000_000;

    private final Map<Component, Recording> recordings = new LinkedHashMap<>();

    private Trajectories() {}

    /** Makes a picture of each prompt, and encodes one where the model can, recording everything. */
    static Trajectories record(
            RecordingRuntime runtime,
            Pipeline pipeline,
            GenerationRequest base,
            List<String> prompts,
            Cancellation cancellation) {
        for (int i = 0; i < prompts.size(); i++) {
            GenerationRequest request = base.toBuilder()
                    .prompt(prompts.get(i))
                    .seed(FIRST_SEED + i)
                    .inspection(InspectionSettings.NONE)
                    .build();
            GenerationResult result = pipeline.generate(request, GenerationObserver.NONE, cancellation)
                    .get(0);
            try {
                pipeline.encode(request, result.picture(), cancellation);
            } catch (ModelException e) {
                // Without an encoder there is nothing to convert of it.
            }
        }
        Trajectories trajectories = new Trajectories();
        for (Recording recording : runtime.recordings()) {
            String name = recording.graph().getParent().getFileName().toString();
            if (!recording.calls().isEmpty()) {
                trajectories.recordings.put(new Component(name, role(name), recording.graph()), recording);
            }
        }
        return trajectories;
    }

    private static Component.Role role(String folder) {
        if (folder.startsWith("text_encoder")) {
            return Component.Role.TEXT_ENCODER;
        }
        return switch (folder) {
            case "vae_decoder" -> Component.Role.DECODER;
            case "vae_encoder" -> Component.Role.ENCODER;
            default -> Component.Role.NETWORK;
        };
    }

    List<Component> components() {
        return List.copyOf(recordings.keySet());
    }

    Component network() {
        return components().stream()
                .filter(component -> component.role() == Component.Role.NETWORK)
                .findFirst()
                .orElseThrow();
    }

    Map<String, Long> dimensions(Component component) {
        return recordings.get(component).dimensions();
    }

    /** Returns at most a number of calls, spread evenly over prompts and steps. */
    List<Map<String, RecordedTensor>> calls(Component component, int most) {
        List<Map<String, RecordedTensor>> all = recordings.get(component).calls();
        if (all.size() <= most) {
            return List.copyOf(all);
        }
        List<Map<String, RecordedTensor>> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) ((long) i * all.size() / most)));
        }
        return some;
    }
}
