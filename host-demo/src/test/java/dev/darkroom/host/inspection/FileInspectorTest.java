package dev.darkroom.host.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.host.pipeline.PictureInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileInspectorTest {

    private static final int PIXELS = 32;

    @TempDir
    private Path folder;

    private final PictureInspector pictures = mock(PictureInspector.class);
    private final AtomicInteger looking = new AtomicInteger();
    private final AtomicInteger mostLooking = new AtomicInteger();

    @BeforeEach
    void slowInspectors() {
        when(pictures.styled(any())).thenAnswer(call -> call.<Inspection>getArgument(0));
        when(pictures.inspect(any(), any(), any())).thenAnswer(call -> {
            mostLooking.accumulateAndGet(looking.incrementAndGet(), Math::max);
            Thread.sleep(5);
            looking.decrementAndGet();
            return Inspected.NOTHING;
        });
    }

    private FileInspector inspector(int threads, long pixels) {
        return new FileInspector(pictures, InspectionSettings.ALL, Optional.empty(), Optional.empty(), threads, pixels);
    }

    private List<PictureFile> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Inspectors.picture(folder.resolve(i + ".png"), i))
                .map(file -> new PictureFile(file, file.getFileName()))
                .toList();
    }

    @Test
    void tellsInTheOrderOfTheFilesHoweverLongEachTakes() throws IOException {
        List<PictureFile> files = files(60);
        Files.writeString(files.get(17).file(), "broken");
        List<InspectedFile> told = new ArrayList<>();

        inspector(4, 1L << 30).inspect(files, told::add, new Cancellation());

        assertThat(told)
                .extracting(InspectedFile::file)
                .containsExactlyElementsOf(files.stream().map(PictureFile::file).toList());
        assertThat(told).filteredOn(file -> file.error().isPresent()).containsExactly(told.get(17));
        assertThat(mostLooking.get()).isGreaterThan(1);
    }

    @Test
    void looksAtNoMorePixelsAtOnceThanFitInMemory() {
        // Pixels are counted by 1024: room for two pictures, whatever the number of threads.
        inspector(8, 2 * 1024).inspect(files(40), file -> {}, new Cancellation());

        assertThat(mostLooking.get()).isBetween(1, 2);
    }

    @Test
    void refusesAPictureThatNeverFits() {
        List<InspectedFile> told = new ArrayList<>();

        inspector(2, PIXELS - 1).inspect(files(1), told::add, new Cancellation());

        assertThat(told.get(0).error())
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("in the memory there is")
                        .contains("8x4")
                        .contains("DARKROOM_OPTS"));
    }

    @Test
    void keepsWhatIsDoneWhenStopped() {
        List<InspectedFile> told = new ArrayList<>();
        Cancellation cancellation = new Cancellation();

        assertThatThrownBy(() -> inspector(2, 1L << 30)
                        .inspect(
                                files(200),
                                file -> {
                                    told.add(file);
                                    if (told.size() == 5) {
                                        cancellation.cancel();
                                    }
                                },
                                cancellation))
                .isInstanceOf(CancelledException.class);

        assertThat(told).hasSizeBetween(5, 20);
    }
}
