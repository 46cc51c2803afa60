package dev.darkroom.plugin.loader.onnx;

import java.util.ArrayList;
import java.util.List;

/** Components of which one is in memory at a time: whichever is used sends the others away first. */
final class OneAtATime {

    private final List<Background<?>> components = new ArrayList<>();

    /** Adds a component. */
    <T extends AutoCloseable> Background<T> add(Background<T> component) {
        components.add(component);
        component.beforeUse(
                () -> components.stream().filter(other -> other != component).forEach(Background::release));
        return component;
    }
}
