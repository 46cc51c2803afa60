package dev.darkroom.host.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A chart in the coordinates of its drawing, {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param chart the chart
 * @param xTicks where to mark the axis to the right
 * @param yTicks where to mark the axis upwards
 * @param lines each series as drawn
 */
public record ChartLayout(Chart chart, List<Tick> xTicks, List<Tick> yTicks, List<Line> lines) {

    /** Width of the drawing. */
    public static final int WIDTH = 360;

    /** Height of the drawing. */
    public static final int HEIGHT = 220;

    static final double LEFT = 44;
    static final double RIGHT = WIDTH - 12;
    static final double TOP = 10;
    static final double BOTTOM = HEIGHT - 40;

    private static final int TICKS = 5;

    /** Copies the lists. */
    public ChartLayout {
        xTicks = List.copyOf(xTicks);
        yTicks = List.copyOf(yTicks);
        lines = List.copyOf(lines);
    }

    /**
     * A mark on an axis.
     *
     * @param at where
     * @param text what it says
     */
    public record Tick(String at, String text) {}

    /**
     * A series.
     *
     * @param name its name
     * @param path through its points, as an SVG path
     * @param dots its points
     */
    public record Line(String name, String path, List<Dot> dots) {

        /** Copies the list. */
        public Line {
            dots = List.copyOf(dots);
        }
    }

    /**
     * A point.
     *
     * @param x to the right
     * @param y downwards
     * @param low lower end of its bar
     * @param high upper end of its bar
     * @param label what it is
     */
    public record Dot(String x, String y, String low, String high, String label) {}

    /** Lays a chart out. */
    public static ChartLayout of(Chart chart) {
        Scale x = chart.labels().isEmpty()
                ? Scale.of(points(chart).mapToDouble(Chart.Point::x), LEFT, RIGHT, false)
                : new Scale(-0.5, chart.labels().size() - 0.5, LEFT, RIGHT);
        Scale y = Scale.of(
                points(chart).flatMapToDouble(point -> DoubleStream.of(point.low(), point.high())), BOTTOM, TOP, true);
        List<Line> lines = new ArrayList<>();
        for (Chart.Series series : chart.series()) {
            StringBuilder path = new StringBuilder();
            List<Dot> dots = new ArrayList<>();
            for (Chart.Point point : series.points()) {
                String right = text(x.at(point.x()));
                String down = text(y.at(point.y()));
                path.append(path.isEmpty() ? "M" : "L")
                        .append(right)
                        .append(' ')
                        .append(down);
                dots.add(new Dot(right, down, text(y.at(point.low())), text(y.at(point.high())), point.label()));
            }
            lines.add(new Line(series.name(), series.joined() ? path.toString() : "", dots));
        }
        return new ChartLayout(chart, xTicks(chart, x), ticks(y), lines);
    }

    private static Stream<Chart.Point> points(Chart chart) {
        return chart.series().stream().flatMap(series -> series.points().stream());
    }

    private static List<Tick> xTicks(Chart chart, Scale x) {
        if (chart.labels().isEmpty()) {
            return ticks(x);
        }
        List<Tick> ticks = new ArrayList<>();
        int shown = (int) Math.ceil(chart.labels().size() / 12.0);
        for (int i = 0; i < chart.labels().size(); i += shown) {
            ticks.add(new Tick(text(x.at(i)), chart.labels().get(i)));
        }
        return ticks;
    }

    private static List<Tick> ticks(Scale scale) {
        double step = nice((scale.max - scale.min) / TICKS);
        List<Tick> ticks = new ArrayList<>();
        for (double at = Math.ceil(scale.min / step) * step; at <= scale.max + 1e-9 * step; at += step) {
            ticks.add(new Tick(text(scale.at(at)), Numbers.of(Math.abs(at) < 1e-9 * step ? 0 : at)));
        }
        return ticks;
    }

    private static double nice(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    private static String text(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    /** From numbers to coordinates. */
    private record Scale(double min, double max, double from, double to) {

        static Scale of(DoubleStream values, double from, double to, boolean fromZero) {
            double[] all = values.toArray();
            double low = DoubleStream.of(all).min().orElse(0);
            double high = DoubleStream.of(all).max().orElse(1);
            if (fromZero && low > 0 && low < high / 2) {
                low = 0;
            }
            if (high - low < 1e-12) {
                low -= 0.5;
                high += 0.5;
            }
            double air = (high - low) * 0.04;
            return new Scale(fromZero && low == 0 ? 0 : low - air, high + air, from, to);
        }

        double at(double value) {
            return from + (value - min) / (max - min) * (to - from);
        }
    }
}
