package dev.darkroom.api.diagnosis;

import dev.darkroom.api.generation.GenerationRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What cures the picture.
 *
 * @param cause the id of the cause it removes
 * @param advice what to do in words, options included
 * @param options the options to add or change, as on the command line; empty if no option can
 * @param request the request with those options; empty if no option can
 * @param before the id of the picture in question
 * @param after the id of the picture of equal seed made with the fix; empty if it was not made
 * @param measuresBefore scores by name, higher is worse; {@code misalignment} is one less the alignment
 * @param measuresAfter the same after the fix; empty if it was not made
 * @param verified whether the picture became better by its symptom, where that is measured, else by any score; or shows its
 *     prompt clearly better
 * @param overcorrection what the fix spoiled: greyness, blur, a prompt ignored; empty if nothing
 */
public record Fix(
        String cause,
        String advice,
        List<String> options,
        Optional<GenerationRequest> request,
        String before,
        Optional<String> after,
        Map<String, Double> measuresBefore,
        Map<String, Double> measuresAfter,
        boolean verified,
        List<String> overcorrection) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_+./:,=@%-]+");

    /** Copies the collections. */
    public Fix {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(advice, "advice");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(after, "after");
        options = List.copyOf(options);
        measuresBefore = Collections.unmodifiableMap(new LinkedHashMap<>(measuresBefore));
        measuresAfter = Collections.unmodifiableMap(new LinkedHashMap<>(measuresAfter));
        overcorrection = List.copyOf(overcorrection);
    }

    /** Returns options as a POSIX shell reads them: words that it would take apart, and empty ones, are quoted. */
    public static String command(List<String> options) {
        return options.stream()
                .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
