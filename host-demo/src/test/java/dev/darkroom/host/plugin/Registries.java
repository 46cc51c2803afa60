package dev.darkroom.host.plugin;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.Described;
import dev.darkroom.api.ExtensionInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Registries of extensions that nobody loaded. */
public final class Registries {

    private Registries() {}

    /** Returns a registry of extensions that can do nothing but say who they are. */
    public static <T extends Described> Registry<T> of(Class<T> point, ExtensionInfo... infos) {
        return of(
                point,
                Arrays.stream(infos)
                        .map(info -> {
                            T extension = mock(point);
                            when(extension.info()).thenReturn(info);
                            return extension;
                        })
                        .toList());
    }

    /** Returns a registry of extensions. */
    public static <T extends Described> Registry<T> of(Class<T> point, List<T> extensions) {
        return new Registry<>(
                ExtensionPoints.name(point),
                extensions.stream()
                        .map(extension -> new Registered<>(extension, extension.info(), "plugin", "1", "00"))
                        .toList(),
                Map.of());
    }
}
