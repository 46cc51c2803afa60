package dev.darkroom.benchmark.diagnosis;

import java.util.Locale;

/**
 * What the planner spares: its diagnoses beside those that make every experiment and share nothing.
 *
 * @param planned what was found by planning
 * @param exhaustive what was found by making every experiment
 */
record Grid(Outcomes planned, Outcomes exhaustive) {

    /** The effort that makes every experiment. */
    static final String EFFORT = "exhaustive";

    String markdown() {
        StringBuilder text = new StringBuilder("# The planner beside the exhaustive grid\n\n"
                + "| fault | prompt | pictures | evaluations | s | verdict | grid: pictures | evaluations | s | verdict |\n"
                + "|---|---|---|---|---|---|---|---|---|---|\n");
        for (Outcome grid : exhaustive.all()) {
            planned.like(grid)
                    .ifPresent(plan ->
                            text.append(String.format("| %s | %s | %s | %s |%n", grid.fault(), grid.prompt(), cells(plan), cells(grid))));
        }
        return text.toString();
    }

    private static String cells(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%d | %d | %.1f | %s",
                outcome.pictures(),
                outcome.evaluations(),
                outcome.seconds(),
                outcome.answer());
    }
}
