package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MeasuredProcessTest {

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsWhatAProcessTookAndWrote() throws Exception {
        MeasuredProcess measured = run("sh", "-c", "sleep 0.3; echo told; echo not this >&2");
        assertThat(measured.output()).isEqualTo("told\n");
        assertThat(measured.seconds()).isGreaterThan(0.29);
        assertThat(measured.peakBytes()).isBetween(100_000L, 100_000_000L);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesTheMemoryOfWhatALauncherStarts() throws Exception {
        String fortyMegabytes = "{ head -c 40000000 /dev/zero; sleep 0.5; } | tail -c 40000000 > /dev/null; true";
        assertThat(run("sh", "-c", fortyMegabytes).peakBytes()).isBetween(40_000_000L, 200_000_000L);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatFailsIsOneLine() {
        assertThatThrownBy(() -> run("sh", "-c", "echo first >&2; echo why >&2; exit 3"))
                .isInstanceOf(DarkroomException.class)
                .hasMessageEndingWith("failed with exit code 3: why");
        String absent = folder.resolve("python").toString();
        assertThatThrownBy(() -> run(absent))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("none that can be started at " + absent)
                .hasMessageNotContaining("\n");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void endsWhatRunsWhenItIsCancelled() throws Exception {
        Path alive = folder.resolve("alive");
        Cancellation cancellation = new Cancellation();
        new Thread(() -> {
                    while (!Files.exists(alive)) {
                        Thread.onSpinWait();
                    }
                    cancellation.cancel();
                })
                .start();

        long began = System.nanoTime();
        assertThatThrownBy(() ->
                        MeasuredProcess.of(List.of("sh", "-c", "touch " + alive + "; exec sleep 60"), cancellation))
                .isInstanceOf(CancelledException.class);

        assertThat(System.nanoTime() - began).isLessThan(30_000_000_000L);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private static MeasuredProcess run(String... command) throws Exception {
        return MeasuredProcess.of(List.of(command), new Cancellation());
    }
}
