package dev.darkroom.host.cli;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.host.image.ResultJson;
import dev.darkroom.host.text.Words;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells of a finished picture. */
@FunctionalInterface
interface Report {

    /** How many possible causes of a finding are named. */
    int CAUSES = 2;

    /**
     * Tells of a picture.
     *
     * @param result the picture
     * @param path where it is
     * @param seconds how long it took
     */
    void picture(GenerationResult result, Path path, double seconds);

    /** Returns a report of one JSON object a line. */
    static Report json(Console console) {
        return (result, path, seconds) -> {
            Map<String, Object> head = new LinkedHashMap<>();
            head.put("path", path.toString());
            head.put("seconds", Math.round(seconds * 1000) / 1000.0);
            console.line(ResultJson.of(result, head));
        };
    }

    /** Returns a report of the paths alone. */
    static Report paths(Console console) {
        return (result, path, seconds) -> console.line(path.toString());
    }

    /** Returns a report for people: a line a picture, its findings, what may have caused them and what to try. */
    static Report people(Console console) {
        Set<String> told = new HashSet<>();
        return (result, path, seconds) -> {
            console.line(path + "  seed " + result.seed() + "  " + tenths(seconds) + " s");
            for (Finding finding : result.findings()) {
                console.line(
                        "  " + Words.lower(finding.severity()) + "  " + finding.symptom() + ": " + finding.message());
                List<PossibleCause> causes = finding.causes();
                for (PossibleCause cause : causes.subList(0, Math.min(CAUSES, causes.size()))) {
                    console.line("        possible cause: " + cause.summary() + evidence(cause) + "; "
                            + advice(cause.remedy()));
                }
            }
            GenerationTrace trace = result.trace();
            if (trace.promptTokens() > trace.maxTokens() && told.add("tokens")) {
                console.note("the prompt has " + trace.promptTokens() + " tokens; the model reads the first "
                        + trace.maxTokens());
            }
            result.provenance().notes().forEach((about, text) -> {
                if (told.add(about)) {
                    console.note(about + ": " + text);
                }
            });
        };
    }

    private static String evidence(PossibleCause cause) {
        return cause.evidence().isEmpty() ? "" : " (" + String.join(", ", cause.evidence()) + ")";
    }

    /** A remedy is an option or, with a capital, what no option does. */
    private static String advice(String remedy) {
        return remedy.startsWith("--") ? "try " + remedy : "try: " + Words.lowerFirst(remedy);
    }

    /** {@code String.format} would load the locale's formatting for one number. */
    private static String tenths(double seconds) {
        long tenths = Math.round(seconds * 10);
        return tenths / 10 + "." + tenths % 10;
    }
}
