package dev.darkroom.api.inspection;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Style;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an inspector looks at: a picture, how it was made where that is known, and what other inspectors have computed of
 * it already. Thread-safe.
 */
public final class Inspection {

    private final Picture picture;
    private final Optional<Making> making;
    private final Optional<Style> style;
    private final Map<Class<?>, Once> shared;

    private Inspection(Picture picture, Optional<Making> making, Optional<Style> style, Map<Class<?>, Once> shared) {
        this.picture = picture;
        this.making = making;
        this.style = style;
        this.shared = shared;
    }

    /** Returns the inspection of a picture of unknown making. */
    public static Inspection of(Picture picture) {
        return new Inspection(picture, Optional.empty(), Optional.empty(), new ConcurrentHashMap<>());
    }

    /** Returns the inspection of a picture whose making is known. */
    public static Inspection of(Picture picture, Making making) {
        return new Inspection(picture, Optional.of(making), Optional.empty(), new ConcurrentHashMap<>());
    }

    /** Returns this inspection with the style fixed; what was shared so far stays shared. */
    public Inspection withStyle(Style fixed) {
        return new Inspection(picture, making, Optional.of(fixed), shared);
    }

    /** Returns the picture. */
    public Picture picture() {
        return picture;
    }

    /** Returns how the picture was made; empty for a picture read from a file. */
    public Optional<Making> making() {
        return making;
    }

    /** Returns what the user or a {@link StyleClassifier} says the style is; empty if neither did. */
    public Optional<Style> style() {
        return style;
    }

    /**
     * Returns what is computed once a picture and read by several inspectors: colour planes, wavelets, spectra.
     *
     * <p>It lives as long as the inspection. Of several threads that ask at once one computes and the others wait; if
     * it fails, the next to ask tries again.
     *
     * @param kind what is shared; there is one of each class
     * @param compute computes it of the picture alone; must not depend on the caller's options or on the style, and may
     *     ask for other kinds
     * @return what {@code compute} returned, for whoever asked first
     */
    public <T> T shared(Class<T> kind, Function<Picture, T> compute) {
        return kind.cast(shared.computeIfAbsent(kind, unused -> new Once()).get(() -> compute.apply(picture)));
    }

    /** A value on its way. A holder of its own, so that one kind may ask for another while it is computed. */
    private static final class Once {

        private @Nullable Object value;

        synchronized Object get(Supplier<?> compute) {
            Object found = value;
            if (found == null) {
                found = compute.get();
                value = found;
            }
            return found;
        }
    }

    @Override
    public String toString() {
        return "Inspection[" + picture + ", " + (making.isPresent() ? "made here" : "of unknown making")
                + style.map(known -> ", " + known).orElse("") + "]";
    }

    /**
     * How a picture was made.
     *
     * @param request the request
     * @param model the model
     * @param trace what happened on the way
     * @param latent the latent it was decoded from, {@code [1,c,h,w]}
     */
    public record Making(GenerationRequest request, ModelCard model, GenerationTrace trace, Latent latent) {}
}
