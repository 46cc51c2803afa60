package dev.darkroom.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The identity of an extension.
 *
 * @param id the stable name used on the command line and in metadata: lower case letters, digits, {@code _ - + .}
 * @param displayName the name people know, as in {@code "DPM++ 2M"}
 * @param description one sentence
 * @param aliases other names that resolve to this extension (the spellings of A1111, ComfyUI, diffusers); their presets
 *     name declared options
 * @param options the options the extension understands
 * @param source the paper, thread or program the extension follows, empty if it has none
 */
public record ExtensionInfo(
        String id,
        String displayName,
        String description,
        List<Alias> aliases,
        List<OptionSpec> options,
        Optional<String> source) {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_+.-]*");

    /** Validates the id and copies the lists. */
    public ExtensionInfo {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("extension id: expected " + ID + ", found \"" + id + "\"");
        }
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(source, "source");
        aliases = List.copyOf(aliases);
        options = List.copyOf(options);
    }

    /**
     * Returns an identity without aliases, options or source.
     *
     * @param id the stable name
     * @param displayName the name people know
     * @param description one sentence
     * @return the identity
     */
    public static ExtensionInfo of(String id, String displayName, String description) {
        return new ExtensionInfo(id, displayName, description, List.of(), List.of(), Optional.empty());
    }

    /** Returns this identity with {@code more} added to its aliases. */
    public ExtensionInfo alias(String... more) {
        ExtensionInfo info = this;
        for (String name : more) {
            info = info.alias(name, Map.of());
        }
        return info;
    }

    /**
     * Returns this identity with one more alias, which also sets options.
     *
     * @param name the alias, see {@link Alias}
     * @param presets values of declared options
     * @return the identity
     */
    public ExtensionInfo alias(String name, Map<String, String> presets) {
        List<Alias> all = new ArrayList<>(aliases);
        all.add(new Alias(name, presets));
        return new ExtensionInfo(id, displayName, description, all, options, source);
    }

    /** Returns this identity with {@code more} added to its options. */
    public ExtensionInfo option(OptionSpec... more) {
        List<OptionSpec> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new ExtensionInfo(id, displayName, description, aliases, all, source);
    }

    /** Returns this identity with the paper, thread or program it follows. */
    public ExtensionInfo from(String paper) {
        return new ExtensionInfo(id, displayName, description, aliases, options, Optional.of(paper));
    }

    /** Returns every name that resolves to this extension: id, display name, aliases. */
    public Stream<String> names() {
        return Stream.concat(Stream.of(id, displayName), aliases.stream().map(Alias::name));
    }
}
