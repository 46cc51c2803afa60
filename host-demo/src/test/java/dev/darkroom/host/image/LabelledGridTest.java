package dev.darkroom.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.picture.Picture;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelledGridTest {

    @Test
    void labelsRowsAndColumnsAndLeavesGaps() {
        Raster drawn = new LabelledGrid(List.of("cfg 1", "cfg 7"), List.of("steps 4", "steps 8"))
                .draw(
                        64,
                        40,
                        (row, column) -> row == 1 && column == 0
                                ? Optional.empty()
                                : Optional.of(flat(64, 40, 0xFF0000 >> 8 * (row + column))));

        int side = 7 * 6 + 12;
        assertThat(drawn.width).isEqualTo(side + 2 * (64 + 6) + 6);
        assertThat(drawn.height).isEqualTo(12 + 18 + 2 * (40 + 6));
        assertThat(at(drawn, side + 6 + 30, 24 + 20)).isEqualTo(0xFF0000);
        assertThat(at(drawn, side + 76 + 30, 24 + 20)).isEqualTo(0x00FF00);
        assertThat(at(drawn, side + 6 + 30, 24 + 46 + 20)).as("nothing there").isEqualTo(0x202020);
        assertThat(at(drawn, side + 76 + 30, 24 + 46 + 20)).isEqualTo(0x0000FF);
        assertThat(Arrays.stream(drawn.rgb).filter(dot -> dot == Canvas.INK)).hasSizeGreaterThan(200);
    }

    @Test
    void shrinksUntilASheetFits() {
        List<String> many = Collections.nCopies(150, "x");

        Raster drawn = new LabelledGrid(many, many).draw(2048, 2048, (row, column) -> Optional.empty());

        assertThat((long) drawn.width * drawn.height).isLessThan(80L << 20);
    }

    @Test
    void anyLabelCanBeDrawn() {
        Raster drawn = new LabelledGrid(List.of("😀 Ünïcödé that is far too long to fit"), List.of("", "a\u0000b"))
                .draw(8, 8, (row, column) -> Optional.of(flat(8, 8, 0)));

        assertThat(drawn.width).isPositive();
        assertThatThrownBy(() -> new LabelledGrid(List.of(), List.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int at(Raster raster, int x, int y) {
        return raster.rgb[y * raster.width + x];
    }

    private static Picture flat(int width, int height, int colour) {
        int[] rgb = new int[width * height];
        Arrays.fill(rgb, colour);
        return Picture.ofRgb(width, height, rgb);
    }
}
