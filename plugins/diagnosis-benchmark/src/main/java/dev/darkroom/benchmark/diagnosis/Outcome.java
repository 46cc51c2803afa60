package dev.darkroom.benchmark.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a diagnosis said of one injected fault.
 *
 * @param fault the fault's name
 * @param prompt the prompt
 * @param likely the causes it called likely, first first
 * @param ruledOut the causes it ruled out
 * @param first the cause it put first: likely or consistent; empty if none
 * @param pictures how many pictures it made
 * @param evaluations how often it asked the network
 * @param seconds how long it took
 * @param verified whether its fix made the picture better
 * @param failure what went wrong with it; empty if nothing
 * @param build the checksum of the diagnosing plugin
 */
record Outcome(
        String fault,
        String prompt,
        List<String> likely,
        List<String> ruledOut,
        String first,
        int pictures,
        long evaluations,
        double seconds,
        boolean verified,
        String failure,
        String build) {

    /** Copies the lists. */
    Outcome {
        likely = List.copyOf(likely);
        ruledOut = List.copyOf(ruledOut);
    }

    /** Reads what {@code darkroom diagnose --json} printed. */
    static Outcome of(Fault fault, String prompt, JsonNode json, String build) {
        List<String> likely = new ArrayList<>();
        List<String> ruledOut = new ArrayList<>();
        String first = "";
        for (JsonNode cause : json.path("causes")) {
            String id = cause.path("cause").asText();
            String standing = cause.path("standing").asText();
            if (standing.equals("likely")) {
                likely.add(id);
            } else if (standing.equals("ruled-out")) {
                ruledOut.add(id);
            }
            boolean weighs = standing.equals("likely")
                    || standing.equals("consistent") && cause.path("score").asDouble() > 0;
            first = first.isEmpty() && weighs ? id : first;
        }
        return new Outcome(
                fault.name(),
                prompt,
                likely,
                ruledOut,
                first,
                json.path("cost").path("pictures").asInt(),
                json.path("cost").path("evaluations").asLong(),
                json.path("cost").path("seconds").asDouble(),
                json.path("fix").path("verified").asBoolean(),
                "",
                build);
    }

    /** Returns what it said in short: the first likely cause, or the first consistent one in brackets. */
    String answer() {
        if (!failure.isEmpty()) {
            return failure;
        }
        if (!likely.isEmpty()) {
            return likely.get(0);
        }
        return first.isEmpty() ? "nothing" : "(" + first + ")";
    }

    static Outcome failed(Fault fault, String prompt, String why, String build) {
        return new Outcome(fault.name(), prompt, List.of(), List.of(), "", 0, 0, 0, false, why, build);
    }
}
