package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.generation.GenerationService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Measures the time that a diagnosis spends on the model, its inspectors and scorers: all but its own thoughts. */
final class TimedService {

    private final GenerationService timed;
    private long nanos;

    TimedService(GenerationService service) {
        timed = (GenerationService) Proxy.newProxyInstance(
                GenerationService.class.getClassLoader(),
                new Class<?>[] {GenerationService.class},
                (self, method, arguments) -> {
                    long before = System.nanoTime();
                    try {
                        return method.invoke(service, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    } finally {
                        nanos += System.nanoTime() - before;
                    }
                });
    }

    /** Returns the service; used by one thread. */
    GenerationService service() {
        return timed;
    }

    /** Returns the seconds spent in it by now. */
    double seconds() {
        return nanos / 1e9;
    }
}
