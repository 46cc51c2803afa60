package dev.darkroom.host.report;

import java.util.List;
import java.util.Objects;

/**
 * Everything a report of a diagnosis says, in plain values. Lists of at most one hold what may be absent.
 *
 * @param format rises when an older program would misread it
 * @param prompt what the picture shows
 * @param symptom what is wrong; empty if nothing was found
 * @param sentence the verdict in one sentence
 * @param ending why the diagnosis ended, in words
 * @param fix what cures it, at most one
 * @param before the picture in question
 * @param after the picture with the fix, at most one
 * @param reproduction how exactly the picture was made again
 * @param findings what inspectors said of the picture in question
 * @param causes the verdict on each cause
 * @param path the experiments in order
 * @param charts curves
 * @param shots every picture that was made
 * @param film the estimates of the steps of the picture in question
 * @param vae original, round trip and difference, or none
 * @param costs what it cost
 * @param environment where it was made
 * @param files digests of the model's files
 * @param generate the command that makes the picture in question
 * @param command the command that makes the diagnosis again
 */
public record Report(
        int format,
        String prompt,
        String symptom,
        String sentence,
        String ending,
        List<Cure> fix,
        Image before,
        List<Image> after,
        String reproduction,
        List<Seen> findings,
        List<Suspect> causes,
        List<Station> path,
        List<Chart> charts,
        List<Taken> shots,
        List<Frame> film,
        List<Image> vae,
        List<Fact> costs,
        List<Fact> environment,
        List<Fact> files,
        String generate,
        String command) {

    /** The format this program writes. */
    public static final int FORMAT = 1;

    /** Copies the lists. */
    public Report {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(symptom, "symptom");
        Objects.requireNonNull(sentence, "sentence");
        Objects.requireNonNull(ending, "ending");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(reproduction, "reproduction");
        Objects.requireNonNull(generate, "generate");
        Objects.requireNonNull(command, "command");
        fix = List.copyOf(fix);
        after = List.copyOf(after);
        findings = List.copyOf(findings);
        causes = List.copyOf(causes);
        path = List.copyOf(path);
        charts = List.copyOf(charts);
        shots = List.copyOf(shots);
        film = List.copyOf(film);
        vae = List.copyOf(vae);
        costs = List.copyOf(costs);
        environment = List.copyOf(environment);
        files = List.copyOf(files);
    }

    /**
     * What cures the picture.
     *
     * @param cause the cause it removes
     * @param advice what to do
     * @param command the command that does it; empty if no option can
     * @param verified whether the picture became better
     * @param overcorrection what it spoiled
     * @param measures what was measured before and after
     */
    public record Cure(
            String cause,
            String advice,
            String command,
            boolean verified,
            List<String> overcorrection,
            List<Change> measures) {

        /** Copies the lists. */
        public Cure {
            overcorrection = List.copyOf(overcorrection);
            measures = List.copyOf(measures);
        }
    }

    /**
     * A measure before and after.
     *
     * @param name its name
     * @param before its value before
     * @param after its value after; empty if it was not measured
     */
    public record Change(String name, String before, String after) {}

    /**
     * A finding.
     *
     * @param symptom what kind of defect
     * @param severity how much it matters
     * @param score its probability
     * @param message one line
     * @param heat the picture under the glow of where it is, at most one
     * @param crop the pixels where it is most, at most one
     */
    public record Seen(
            String symptom, String severity, double score, String message, List<Image> heat, List<Image> crop) {

        /** Copies the lists. */
        public Seen {
            heat = List.copyOf(heat);
            crop = List.copyOf(crop);
        }
    }

    /**
     * The verdict on a cause.
     *
     * @param cause its id
     * @param summary what it is
     * @param standing {@code likely}, {@code consistent}, {@code untested} or {@code ruled out}
     * @param remedy what to try
     * @param source where the knowledge comes from
     * @param evidence what speaks for and against it
     */
    public record Suspect(
            String cause, String summary, String standing, String remedy, String source, List<Proof> evidence) {

        /** Copies the list. */
        public Suspect {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * One piece of evidence.
     *
     * @param bearing {@code proves}, {@code supports}, {@code suggests}, {@code says nothing of}, {@code doubts} or {@code
     *     excludes}
     * @param cause the cause it bears on
     * @param statement one line
     * @param effect the paired effect behind it, at most one
     */
    public record Proof(String bearing, String cause, String statement, List<Interval> effect) {

        /** Copies the list. */
        public Proof {
            effect = List.copyOf(effect);
        }
    }

    /**
     * An effect with its confidence interval.
     *
     * @param measure what was measured
     * @param pairs how many pairs
     * @param estimate the estimate
     * @param low lower end
     * @param high upper end
     * @param confidence of the interval, in percent
     * @param pValue of the test
     * @param margin the largest effect that does not matter
     */
    public record Interval(
            String measure,
            int pairs,
            double estimate,
            double low,
            double high,
            double confidence,
            double pValue,
            double margin) {}

    /**
     * A station of the path.
     *
     * @param title the experiment
     * @param factor what it changed
     * @param reason why it was made or left out
     * @param made whether it was made
     * @param figures pictures, evaluations and seconds in words
     * @param failure why it was left out or broke off; empty if it was made
     * @param outcome what it said
     */
    public record Station(
            String title,
            String factor,
            String reason,
            boolean made,
            String figures,
            String failure,
            List<Proof> outcome) {

        /** Copies the list. */
        public Station {
            outcome = List.copyOf(outcome);
        }
    }

    /**
     * A picture that was made.
     *
     * @param label what is particular about it
     * @param image it
     * @param worst its highest score and the symptom; empty if nothing was looked for
     * @param alignment how well it shows the prompt; empty if nobody could tell
     */
    public record Taken(String label, Image image, String worst, String alignment) {}

    /**
     * A step.
     *
     * @param image the decoded estimate
     * @param facts the state in numbers
     */
    public record Frame(Image image, List<Fact> facts) {

        /** Copies the list. */
        public Frame {
            facts = List.copyOf(facts);
        }
    }
}
