package dev.darkroom.host.report;

import java.util.Locale;

/**
 * An effect as a bar about 0, in the custom properties of its style.
 *
 * @param margin the band of effects that do not matter
 * @param interval the confidence interval
 * @param estimate the estimate
 */
public record IntervalLayout(String margin, String interval, String estimate) {

    /** Lays an effect out: the farthest end is near an edge. */
    public static IntervalLayout of(Report.Interval effect) {
        double most = Math.max(
                Math.max(Math.abs(effect.low()), Math.abs(effect.high())), Math.max(Math.abs(effect.margin()), 1e-9));
        double scale = 48 / most;
        return new IntervalLayout(
                band(-effect.margin() * scale, effect.margin() * scale),
                band(effect.low() * scale, effect.high() * scale),
                band(effect.estimate() * scale, effect.estimate() * scale));
    }

    private static String band(double from, double to) {
        return String.format(Locale.ROOT, "--from: %.1f%%; --to: %.1f%%", 50 + from, 50 - to);
    }
}
