package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.StyleClassifier;
import dev.darkroom.api.picture.Picture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every inspector and style classifier on the class path, found by PF4J's index of extensions. */
final class Inspectors {

    /** The options below which inspectors are silent. */
    private static final Set<String> THRESHOLDS = Set.of("warn", "inform");

    private static final int SMALL = 64;

    private final List<PostCheck> checks = new ArrayList<>();
    private final Map<String, Set<PostCheck>> lookers = new TreeMap<>();
    private final List<StyleClassifier> classifiers = new ArrayList<>();

    Inspectors() {
        try {
            TreeSet<String> names = new TreeSet<>();
            for (URL index :
                    Collections.list(Inspectors.class.getClassLoader().getResources("META-INF/extensions.idx"))) {
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
                    lines.lines().filter(line -> !line.startsWith("#")).forEach(names::add);
                }
            }
            for (String name : names) {
                Class<?> type = Class.forName(name);
                if (PostCheck.class.isAssignableFrom(type)) {
                    checks.add((PostCheck) type.getDeclaredConstructor().newInstance());
                } else if (StyleClassifier.class.isAssignableFrom(type)) {
                    classifiers.add(
                            (StyleClassifier) type.getDeclaredConstructor().newInstance());
                }
            }
            // Who looks for what shows on any picture.
            inspect(Inspection.of(Picture.of(SMALL, SMALL, new float[3 * SMALL * SMALL])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an extension of the class path cannot be made: " + e, e);
        }
    }

    /** Returns a picture's inspection with its style, as the host makes it. */
    Inspection inspection(Picture picture) {
        Inspection inspection = Inspection.of(picture);
        return classifiers.isEmpty()
                ? inspection
                : inspection.withStyle(classifiers.get(0).classify(inspection));
    }

    /** Returns what all inspectors make of a picture under their default options. */
    Inspected inspect(Inspection inspection) {
        return Inspected.all(checks.stream()
                .map(check -> {
                    Inspected inspected = check.inspect(
                            inspection, Options.defaults(check.info().options()));
                    inspected
                            .scores()
                            .keySet()
                            .forEach(symptom -> lookers.computeIfAbsent(symptom.id(), unused -> new LinkedHashSet<>())
                                    .add(check));
                    return inspected;
                })
                .toList());
    }

    /** The same of those inspectors that look for one of some symptoms; of all if none does. */
    Inspected inspect(Inspection inspection, Set<String> symptoms) {
        return Inspected.all(lookers(symptoms).stream()
                .map(check ->
                        check.inspect(inspection, Options.defaults(check.info().options())))
                .toList());
    }

    private Collection<PostCheck> lookers(Set<String> symptoms) {
        Set<PostCheck> all = new LinkedHashSet<>();
        symptoms.forEach(symptom -> all.addAll(lookers.getOrDefault(symptom, Set.of())));
        return all.isEmpty() ? checks : all;
    }

    /** Returns what the inspectors that look for some symptoms find whatever their scores. */
    List<Finding> everything(Inspection inspection, Set<String> symptoms) {
        return lookers(symptoms).stream()
                .flatMap(check -> {
                    Map<String, String> lowest = check.info().options().stream()
                            .map(OptionSpec::name)
                            .filter(THRESHOLDS::contains)
                            .collect(Collectors.toMap(name -> name, name -> "0"));
                    return check.inspect(inspection, Options.of(check.info().options(), lowest)).findings().stream();
                })
                .toList();
    }

    /** Returns the measures behind each symptom, warned of or not. */
    Map<String, Map<String, Double>> measures(Inspection inspection, Set<String> symptoms) {
        Map<String, Map<String, Double>> all = new TreeMap<>();
        for (Finding finding : everything(inspection, symptoms)) {
            all.computeIfAbsent(finding.symptom().id(), unused -> new LinkedHashMap<>())
                    .putAll(finding.measures());
        }
        return all;
    }
}
