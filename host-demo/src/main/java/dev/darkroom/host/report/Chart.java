package dev.darkroom.host.report;

import java.util.List;
import java.util.Objects;

/**
 * Points with error bars over an axis.
 *
 * @param title what it shows
 * @param x what the axis to the right is
 * @param y what the axis upwards is
 * @param labels the names of the places 0, 1, ... of the axis to the right; empty for a numeric axis
 * @param series the series
 */
public record Chart(String title, String x, String y, List<String> labels, List<Series> series) {

    /** Copies the lists. */
    public Chart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        labels = List.copyOf(labels);
        series = List.copyOf(series);
    }

    /**
     * Points of one colour.
     *
     * @param name what they have in common
     * @param joined whether lines join the points
     * @param points in the order they are joined
     */
    public record Series(String name, boolean joined, List<Point> points) {

        /** Copies the list. */
        public Series {
            Objects.requireNonNull(name, "name");
            points = List.copyOf(points);
        }
    }

    /**
     * A point.
     *
     * @param x to the right
     * @param y upwards
     * @param low lower end of the error bar; {@code y} for none
     * @param high upper end
     * @param label what it is, for who points at it
     */
    public record Point(double x, double y, double low, double high, String label) {

        /** Checks that it can be drawn. */
        public Point {
            Objects.requireNonNull(label, "label");
            if (!Double.isFinite(x + y + low + high)) {
                throw new IllegalArgumentException("point: expected finite numbers, found " + x + ", " + y);
            }
        }

        static Point of(double x, double y, String label) {
            return new Point(x, y, y, y, label);
        }
    }
}
