package dev.darkroom.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.picture.Picture;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContactSheetTest {

    @Test
    void showsEveryStepUnderItsNumberInReadingOrder() {
        List<Picture> steps =
                IntStream.rangeClosed(1, 5).mapToObj(i -> flat(32, i * 40)).toList();

        Raster sheet = ContactSheet.of(steps);

        // Three columns of 32 pixels with margins of 4; two rows of 32 with labels of 16.
        assertThat(sheet.width).isEqualTo(3 * 36 + 4);
        assertThat(sheet.height).isEqualTo(2 * 48 + 4);
        for (int i = 0; i < 5; i++) {
            int x = 4 + i % 3 * 36 + 16;
            int y = i / 3 * 48 + 16 + 16;
            assertThat(sheet.rgb[y * sheet.width + x] & 255)
                    .as("step " + (i + 1))
                    .isEqualTo((i + 1) * 40);
        }
        assertThat(ink(sheet, 4, 2, 6, 12)).as("dots of 1").isEqualTo(dots('1')).isBetween(8, 20);
        assertThat(ink(sheet, 40, 2, 6, 12))
                .as("dots of 2")
                .isEqualTo(dots('2'))
                .isBetween(8, 20);
    }

    @Test
    void shrinksLargePicturesAndThinsLongRuns() {
        Raster sheet = ContactSheet.of(Collections.nCopies(250, flat(1024, 90)));

        assertThat(sheet.width).isEqualTo(10 * 260 + 4);
        assertThat(sheet.height).isEqualTo(10 * 272 + 4);
        assertThat(sheet.rgb[100 * sheet.width + 100] & 255).isEqualTo(90);
    }

    @Test
    void copesWithOneTinyStep() {
        assertThat(ContactSheet.of(List.of(flat(1, 7))).rgb).contains(0x070707);
    }

    private static int dots(char digit) {
        return (int) IntStream.range(0, 72)
                .filter(i -> Lettering.dot(digit, i % 6, i / 6))
                .count();
    }

    private static int ink(Raster sheet, int left, int top, int width, int height) {
        int count = 0;
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                if (sheet.rgb[y * sheet.width + x] == 0xE0E0E0) {
                    count++;
                }
            }
        }
        return count;
    }

    private static Picture flat(int size, int grey) {
        int[] rgb = new int[size * size];
        java.util.Arrays.fill(rgb, grey << 16 | grey << 8 | grey);
        return Picture.ofRgb(size, size, rgb);
    }
}
