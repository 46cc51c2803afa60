package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.host.e2e.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of the packaged distribution that is killed and started again, and a comparison of its pictures. */
class SweepIT {

    private static final String[] SWEEP = {
        "sweep", "a red apple", "--steps", "4,24", "--cfg-scale", "1,4", "--seeds", "3", "--out", "s"
    };

    @TempDir
    private Path temp;

    @Test
    void goesOnWhereItWasKilled() throws IOException, InterruptedException {
        Installation darkroom = Installation.built(temp);
        Path records = darkroom.workingFolder().resolve("s/records");
        Process process = darkroom.start(SWEEP);
        while (process.isAlive() && count(records) < 4) {
            Thread.sleep(20);
        }
        process.destroyForcibly();
        assertThat(process.waitFor()).as("it was killed in the middle").isNotZero();
        Map<Path, FileTime> before = times(records);
        assertThat(before).hasSizeBetween(4, 11);

        Result result = darkroom.run(SWEEP);

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).contains("note: " + before.size() + " of 12 pictures were made before");
        assertThat(times(records)).hasSize(12).containsAllEntriesOf(before);
        assertThat(result.out()).contains("Nothing is both faster and cleaner than ", "grid.png");
        assertThat(Files.readAllLines(darkroom.workingFolder().resolve("s/sweep.csv")))
                .hasSize(13);
        String[] pictures = darkroom.pictures("s/pictures").stream()
                .limit(2)
                .map(Path::toString)
                .toArray(String[]::new);
        assertThat(darkroom.run("compare", pictures[0], pictures[1]).out()).contains("  PSNR ", "  SSIM ");
    }

    private static long count(Path folder) throws IOException {
        return Files.isDirectory(folder) ? times(folder).size() : 0;
    }

    private static Map<Path, FileTime> times(Path folder) throws IOException {
        Map<Path, FileTime> times = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }
}
