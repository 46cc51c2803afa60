package dev.darkroom.plugin.inspector.detector;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.NetworkCheck;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Looks with the detectors in the user's folders: each subfolder with a {@code detector.json} is one. They are opened at
 * the first picture and kept. One that cannot be used is said so of every picture, and the others look.
 */
@Extension
public final class DetectorInspector implements NetworkCheck {

    static final String ID = "detector";

    private static final int LONGEST = 180;

    private static final ExtensionInfo INFO =
            ExtensionInfo.of(ID, "Detectors", "Looks with the ONNX detectors in ~/.darkroom/detectors.");

    private @Nullable InferenceRuntime runtime;
    private List<Path> folders = List.of();
    private @Nullable Fleet fleet;

    /** What is in the folders: detectors that work, and why others do not. */
    private record Fleet(List<Detector> detectors, List<String> problems) {}

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public synchronized void equip(InferenceRuntime engine, List<Path> where) {
        runtime = engine;
        folders = List.copyOf(where);
        fleet = null;
    }

    @Override
    public Inspected inspect(Inspection inspection, Options options) {
        Fleet present = fleet();
        List<Inspected> parts = new ArrayList<>();
        for (String problem : present.problems()) {
            parts.add(unchecked(problem));
        }
        for (Detector detector : present.detectors()) {
            try {
                parts.add(judge(detector.manifest(), detector.look(inspection.picture())));
            } catch (DarkroomException e) {
                parts.add(unchecked("detector " + detector.manifest().name() + ": " + e.getMessage()));
            }
        }
        return Inspected.all(parts);
    }

    private static Inspected judge(Manifest manifest, Sighting sighting) {
        double score = sighting.score();
        return manifest.severity(score)
                .map(severity -> {
                    Finding finding = Finding.of(
                            ID,
                            manifest.symptom(),
                            score,
                            severity,
                            cut(message(manifest, sighting)),
                            Map.of("score", score));
                    return Inspected.of(sighting.map().map(finding::withHeatMap).orElse(finding));
                })
                .orElse(Inspected.of(manifest.symptom(), score));
    }

    private static String message(Manifest manifest, Sighting sighting) {
        String what = sighting.seen().isEmpty()
                ? manifest.label(0)
                : sighting.seen().entrySet().stream()
                        .map(each -> each.getValue() + " x " + each.getKey())
                        .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "detector %s sees %s (score %.2f)", manifest.name(), what, sighting.score());
    }

    private static Inspected unchecked(String problem) {
        return Inspected.of(Finding.of(ID, Symptom.UNCHECKED, 0, Severity.INFO, cut(problem), Map.of()));
    }

    private static String cut(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    private synchronized Fleet fleet() {
        Fleet known = fleet;
        InferenceRuntime engine = runtime;
        if (known != null || engine == null) {
            return known == null ? new Fleet(List.of(), List.of()) : known;
        }
        List<Detector> detectors = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path folder : folders) {
            try {
                for (Path each : detectorsIn(folder)) {
                    open(each, engine, detectors, problems);
                }
            } catch (IOException e) {
                problems.add("detectors in " + folder + " cannot be listed: " + e.getMessage());
            }
        }
        Fleet found = new Fleet(List.copyOf(detectors), List.copyOf(problems));
        fleet = found;
        return found;
    }

    private static void open(Path folder, InferenceRuntime engine, List<Detector> detectors, List<String> problems) {
        try {
            detectors.add(Detector.open(Manifest.read(folder), engine));
        } catch (DarkroomException e) {
            String name = "detector " + folder.getFileName();
            String said = String.valueOf(e.getMessage());
            problems.add(said.startsWith(name) ? said : name + ": " + said);
        }
    }

    private static Set<Path> detectorsIn(Path folder) throws IOException {
        Set<Path> found = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    if (Files.isRegularFile(entry.resolve(Manifest.FILE))) {
                        found.add(entry);
                    }
                }
            }
        }
        return found;
    }
}
