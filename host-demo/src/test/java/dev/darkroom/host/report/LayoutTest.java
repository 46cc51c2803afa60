package dev.darkroom.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the drawings of a report put things. */
class LayoutTest {

    private static Chart chart(Chart.Point... points) {
        return new Chart("t", "x", "y", List.of(), List.of(new Chart.Series("s", true, List.of(points))));
    }

    @Test
    void chartsReachFromEdgeToEdgeAndUpwards() {
        ChartLayout layout = ChartLayout.of(
                chart(new Chart.Point(4, 0.8, 0.7, 0.9, "four"), new Chart.Point(16, 0.1, 0.05, 0.2, "sixteen")));

        List<ChartLayout.Dot> dots = layout.lines().get(0).dots();
        assertThat(Double.parseDouble(dots.get(0).x())).isBetween(ChartLayout.LEFT, ChartLayout.LEFT + 20);
        assertThat(Double.parseDouble(dots.get(1).x())).isBetween(ChartLayout.RIGHT - 20, ChartLayout.RIGHT);
        assertThat(Double.parseDouble(dots.get(0).y()))
                .isLessThan(Double.parseDouble(dots.get(1).y()));
        assertThat(Double.parseDouble(dots.get(0).high()))
                .isLessThan(Double.parseDouble(dots.get(0).low()));
        assertThat(layout.lines().get(0).path()).startsWith("M").contains("L");
        assertThat(layout.yTicks()).extracting(ChartLayout.Tick::text).containsExactly("0", "0.2", "0.4", "0.6", "0.8");
        assertThat(layout.xTicks()).extracting(ChartLayout.Tick::text).containsExactly("5", "10", "15");
    }

    @Test
    void chartsOfOnePointAndOfNoneCanBeDrawn() {
        assertThat(ChartLayout.of(chart(Chart.Point.of(3, 0.5, "one")))
                        .lines()
                        .get(0)
                        .dots())
                .hasSize(1);
        assertThat(ChartLayout.of(chart()).lines().get(0).dots()).isEmpty();
        assertThat(ChartLayout.of(chart(Chart.Point.of(1e300, 0, "a"), Chart.Point.of(0, -1e-300, "b")))
                        .xTicks())
                .hasSizeLessThan(20);
    }

    @Test
    void intervalsLieAboutNothing() {
        IntervalLayout bar = IntervalLayout.of(new Report.Interval("noise", 8, -0.5, -0.8, -0.2, 95, 0.01, 0.1));

        assertThat(bar.interval()).isEqualTo("--from: 2.0%; --to: 62.0%");
        assertThat(bar.margin()).isEqualTo("--from: 44.0%; --to: 44.0%");
        assertThat(bar.estimate()).isEqualTo("--from: 20.0%; --to: 80.0%");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "0.5, 0.5",
        "12.345, 12.3",
        "1234.5, 1235",
        "-0.04567, -0.0457",
        "100000, 1.0e+05",
        "1e-7, 1.0e-07",
        "100, 100",
        "20, 20"
    })
    void numbersHaveThreeDigits(double value, String text) {
        assertThat(Numbers.of(value)).isEqualTo(text);
    }
}
