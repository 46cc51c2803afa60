package dev.darkroom.host.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a diagnosis as a line with stations, in the coordinates of its drawing, {@link #WIDTH} wide.
 *
 * @param height height of the drawing
 * @param stops the stations from the symptom to the verdict
 */
public record FlowLayout(int height, List<Stop> stops) {

    /** Width of the drawing. */
    public static final int WIDTH = 360;

    private static final int LINE = 15;
    private static final int GAP = 14;
    private static final int CHARACTERS = 50;

    /** Copies the list. */
    public FlowLayout {
        stops = List.copyOf(stops);
    }

    /**
     * A station.
     *
     * @param y where its dot is
     * @param kind {@code end}, {@code made} or {@code left-out}
     * @param lines what stands beside it
     */
    public record Stop(int y, String kind, List<Text> lines) {

        /** Copies the list. */
        public Stop {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A line of text.
     *
     * @param y its baseline
     * @param style {@code title}, {@code plain}, or how evidence bears: {@code for}, {@code against}
     * @param text what it says
     */
    public record Text(int y, String style, String text) {}

    /** Lays a path out. */
    public static FlowLayout of(Report report) {
        Pen pen = new Pen();
        pen.stop(
                "end",
                List.of(new Text(
                        0,
                        "title",
                        report.symptom().isEmpty() ? "Is anything wrong?" : "Why " + report.symptom() + "?")));
        for (Report.Station station : report.path()) {
            List<Text> lines = new ArrayList<>();
            lines.add(new Text(0, "title", station.title()));
            if (!station.made()) {
                lines.add(new Text(0, "plain", "left out: " + station.failure()));
            } else if (station.outcome().isEmpty()) {
                lines.add(new Text(0, "plain", station.failure().isEmpty() ? "says nothing" : station.failure()));
            }
            station.outcome()
                    .forEach(proof -> lines.add(new Text(0, style(proof), proof.bearing() + " " + proof.cause())));
            pen.stop(station.made() ? "made" : "left-out", lines);
        }
        List<Text> verdict = new ArrayList<>();
        for (String line : wrapped(report.sentence())) {
            verdict.add(new Text(0, "title", line));
        }
        pen.stop("end", verdict);
        return new FlowLayout(pen.y, pen.stops);
    }

    private static String style(Report.Proof proof) {
        return switch (proof.bearing()) {
            case "proves", "supports", "suggests" -> "for";
            case "excludes", "doubts" -> "against";
            default -> "plain";
        };
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > CHARACTERS - 4) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Writes from the top downwards. */
    private static final class Pen {

        private final List<Stop> stops = new ArrayList<>();
        private int y = GAP;

        void stop(String kind, List<Text> lines) {
            int dot = y + LINE - 4;
            List<Text> placed = new ArrayList<>();
            for (Text line : lines) {
                y += LINE;
                String text = line.text();
                placed.add(new Text(
                        y, line.style(), text.length() > CHARACTERS ? text.substring(0, CHARACTERS - 1) + "…" : text));
            }
            y += GAP;
            stops.add(new Stop(dot, kind, placed));
        }
    }
}
