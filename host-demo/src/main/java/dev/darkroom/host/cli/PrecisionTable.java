package dev.darkroom.host.cli;

import dev.darkroom.host.precision.PrecisionReport;
import dev.darkroom.host.precision.PrecisionReport.Gate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A variant's report for people. */
final class PrecisionTable {

    private static final int KEPT_SHOWN = 8;

    private PrecisionTable() {}

    /** Returns the lines. */
    static List<String> of(PrecisionReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.model() + " in " + report.precision() + ", made by " + report.converter() + ", measured on "
                + report.device());
        report.sizes()
                .forEach((component, sizes) -> lines.add(line(
                        "size of " + component,
                        "%.1f MB, %s %.1f MB (%.2f times smaller)",
                        sizes.after() / 1e6,
                        report.reference(),
                        sizes.before() / 1e6,
                        (double) sizes.before() / sizes.after())));
        lines.add(line(
                "network call",
                "%.1f ms, %s %.1f ms: %.2f times as fast (best of each: %.1f and %.1f ms)",
                report.after().median(),
                report.reference(),
                report.before().median(),
                report.speedUp(),
                report.after().best(),
                report.before().best()));
        if (!report.stepErrors().isEmpty()) {
            List<Double> timesteps = new ArrayList<>(report.stepErrors().keySet());
            double last = timesteps.get(timesteps.size() - 1);
            lines.add(line(
                    "error of one step",
                    "%.1f dB at timestep %.0f, %.1f dB at %.0f, worst %.1f dB",
                    report.stepErrors().get(last),
                    last,
                    report.stepErrors().get(timesteps.get(0)),
                    timesteps.get(0),
                    Collections.min(report.stepErrors().values())));
        }
        lines.add(line(
                "same-seed pictures",
                "PSNR %.1f dB (worst %.1f), SSIM %.3f, of %d",
                report.distance().meanPsnr(),
                Collections.min(report.distance().psnr()),
                report.distance().meanSsim(),
                report.distance().psnr().size()));
        report.distance()
                .shifts()
                .forEach((symptom, shift) -> lines.add(line(
                        "inspected for " + symptom,
                        "%+.3f on the mean; clean seeds spread by %.3f",
                        shift.mean(),
                        shift.spread())));
        kept(report, lines);
        report.remarks().forEach(remark -> lines.add("  " + remark));
        for (Gate gate : report.gates()) {
            lines.add((gate.passed() ? "  pass  " : "  FAIL  ") + gate.name() + ": " + gate.found());
        }
        return lines;
    }

    /** Returns the lines of a variant without another to compare it with. */
    static List<String> alone(PrecisionReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.model() + " holds " + report.precision() + " only, measured on " + report.device());
        report.sizes()
                .forEach((component, sizes) -> lines.add(line("size of " + component, "%.1f MB", sizes.after() / 1e6)));
        lines.add(line(
                "network call",
                "%.1f ms (best %.1f ms)",
                report.after().median(),
                report.after().best()));
        return lines;
    }

    private static void kept(PrecisionReport report, List<String> lines) {
        report.kept().entrySet().stream()
                .limit(KEPT_SHOWN)
                .forEach(entry -> lines.add(line("kept in FP32", "%s: %s", entry.getKey(), entry.getValue())));
        if (report.kept().size() > KEPT_SHOWN) {
            lines.add(
                    line("kept in FP32", "%d more, in the report", report.kept().size() - KEPT_SHOWN));
        }
    }

    private static String line(String what, String format, Object... values) {
        return String.format(Locale.ROOT, "  %-26s ", what) + String.format(Locale.ROOT, format, values);
    }
}
