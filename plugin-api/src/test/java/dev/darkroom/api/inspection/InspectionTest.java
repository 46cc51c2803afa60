package dev.darkroom.api.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InspectionTest {

    private record Mean(double value) {}

    private record Twice(double value) {}

    private final Inspection inspection = Inspection.of(Picture.of(1, 1, new float[] {0.25f, 0.5f, 0.75f}));
    private final AtomicInteger computed = new AtomicInteger();

    private Mean mean(Picture picture) {
        computed.incrementAndGet();
        return new Mean((picture.at(0) + picture.at(1) + picture.at(2)) / 3);
    }

    @Test
    void whatIsSharedIsComputedOnceWhateverTheStyle() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Mean>> asked = new ArrayList<>();
            for (Style style : Style.values()) {
                asked.add(pool.submit(() -> inspection.withStyle(style).shared(Mean.class, this::mean)));
            }
            for (Future<Mean> each : asked) {
                assertThat(each.get()).isEqualTo(new Mean(0.5));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(computed).hasValue(1);
    }

    @Test
    void oneKindMayAskForAnother() {
        Twice twice = inspection.shared(
                Twice.class,
                picture ->
                        new Twice(2 * inspection.shared(Mean.class, this::mean).value()));
        assertThat(twice.value()).isEqualTo(1);
    }

    @Test
    void whatFailedIsTriedAgain() {
        assertThatThrownBy(() -> inspection.shared(Mean.class, picture -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(inspection.shared(Mean.class, this::mean).value()).isEqualTo(0.5);
    }
}
