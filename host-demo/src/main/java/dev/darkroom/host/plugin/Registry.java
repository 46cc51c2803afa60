package dev.darkroom.host.plugin;

import dev.darkroom.api.Described;
import dev.darkroom.api.InvalidRequestException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The extensions of one point, by name. Immutable.
 *
 * @param <T> the extension point
 */
public final class Registry<T extends Described> {

    private final String kind;
    private final List<Registered<T>> all;
    private final Map<String, Found<T>> spelled = new HashMap<>();
    private final Map<String, Found<T>> folded = new HashMap<>();
    private final Map<String, String> disabled = new HashMap<>();

    /**
     * An extension found by one of its names.
     *
     * @param registered the extension
     * @param presets what the name says of its options, by option name
     */
    public record Found<T extends Described>(Registered<T> registered, Map<String, String> presets) {}

    /**
     * Creates a registry.
     *
     * @param kind what people call the point
     * @param byPrecedence the extensions, each id once; of two that share another name the first has it
     * @param disabled disabled plugins by names of their extensions
     */
    Registry(String kind, List<Registered<T>> byPrecedence, Map<String, String> disabled) {
        this.kind = kind;
        all = byPrecedence.stream().sorted(Comparator.comparing(Registered::id)).toList();
        disabled.forEach((name, plugin) -> this.disabled.put(Names.fold(name), plugin));
        // An id beats any display name, and that beats any alias.
        byPrecedence.forEach(extension -> put(extension.id(), new Found<>(extension, Map.of())));
        byPrecedence.forEach(extension -> put(extension.info().displayName(), new Found<>(extension, Map.of())));
        byPrecedence.forEach(extension -> extension
                .info()
                .aliases()
                .forEach(alias -> put(alias.name(), new Found<>(extension, alias.presets()))));
    }

    private void put(String name, Found<T> found) {
        spelled.putIfAbsent(name.toLowerCase(Locale.ROOT), found);
        folded.putIfAbsent(Names.fold(name), found);
    }

    /**
     * Finds an extension by id, display name or alias. Case, spaces, {@code _} and {@code -} do not matter, and {@code ++}
     * is {@code pp}: {@code "DPM++ 2M"} finds {@code dpmpp_2m}.
     *
     * @param name what the user wrote
     * @return the extension
     * @throws InvalidRequestException if no extension has the name; it offers the nearest
     */
    public Registered<T> get(String name) {
        return find(name).registered();
    }

    /**
     * Finds an extension as {@link #get} does, with what the name says of its options.
     *
     * @param name what the user wrote
     * @return the extension and the presets of the alias it was found by
     * @throws InvalidRequestException if no extension has the name; it offers the nearest
     */
    public Found<T> find(String name) {
        Found<T> exact = spelled.get(name.strip().toLowerCase(Locale.ROOT));
        Found<T> found = exact != null ? exact : folded.get(Names.fold(name));
        if (found == null && disabled.containsKey(Names.fold(name))) {
            String plugin = disabled.get(Names.fold(name));
            throw new InvalidRequestException(kind + " \"" + Text.plain(name) + "\": plugin " + plugin
                    + ", which has it, is disabled; `darkroom plugins enable " + plugin + "` switches it on");
        }
        if (found == null) {
            Map<String, List<String>> names = new TreeMap<>();
            all.forEach(extension ->
                    names.put(extension.id(), extension.info().names().toList()));
            throw new InvalidRequestException(Names.unknown(kind, name, names));
        }
        return found;
    }

    /** Returns every extension, by id. */
    public List<Registered<T>> all() {
        return all;
    }

    /** Returns the extensions' ids in order. */
    public Stream<String> ids() {
        return all.stream().map(Registered::id);
    }
}
