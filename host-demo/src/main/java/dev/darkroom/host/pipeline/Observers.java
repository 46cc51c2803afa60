package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.generation.GenerationListener;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells the caller's observer directly and the plugins' listeners guarded; one that fails hears no more of this run. They
 * hear one thing after the other, though steps come from the sampler's thread and pictures from another.
 */
final class Observers implements GenerationObserver {

    private final GenerationObserver caller;
    private final List<GenerationListener> listeners = new ArrayList<>();
    private final ForeignCall calls;

    Observers(GenerationObserver caller, List<Registered<GenerationListener>> listeners, ForeignCall calls) {
        this.caller = caller;
        this.calls = calls;
        listeners.forEach(each -> this.listeners.add(each.extension()));
    }

    @Override
    public void started(GenerationRequest request) {
        tell(observer -> observer.started(request));
    }

    @Override
    public void step(StepEvent event) {
        tell(observer -> observer.step(event));
    }

    @Override
    public void picture(GenerationResult result) {
        tell(observer -> observer.picture(result));
    }

    @Override
    public void failed(GenerationRequest request, RuntimeException reason) {
        tell(observer -> observer.failed(request, reason));
    }

    @Override
    public void finished(GenerationRequest request) {
        tell(observer -> observer.finished(request));
    }

    private synchronized void tell(Consumer<GenerationObserver> event) {
        // Plugins first: when the caller hears of a picture it is his last word on it.
        listeners.removeIf(listener -> {
            try {
                calls.call("listener " + listener.info().id(), listener, () -> {
                    event.accept(listener);
                    return true;
                });
                return false;
            } catch (DarkroomException e) {
                return true;
            }
        });
        event.accept(caller);
    }
}
