package dev.darkroom.host.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What the processor can do, as Linux tells it. */
final class Processor {

    private static final Path INFO = Path.of("/proc/cpuinfo");

    /** Every graph that is loaded asks. */
    private static final String FEATURES = read();

    private Processor() {}

    /** Returns the architecture and, where the system tells them, the instruction sets. */
    static String features() {
        return FEATURES;
    }

    private static String read() {
        String processor = System.getProperty("os.arch") + " " + System.getenv("PROCESSOR_IDENTIFIER");
        if (Files.isReadable(INFO)) {
            try (Stream<String> lines = Files.lines(INFO, StandardCharsets.UTF_8)) {
                processor += lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                        .findFirst()
                        .orElse("");
            } catch (IOException e) {
                return processor;
            }
        }
        return processor;
    }

    /** Returns whether it has instructions for sums of products of bytes: VNNI on x86, the dot product on ARM. */
    static boolean multipliesBytes() {
        return Arrays.stream(features().split("\\s+")).anyMatch(flag -> flag.matches("avx512_vnni|avx_vnni|asimddp"));
    }
}
