package dev.darkroom.host.precision;

import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.host.file.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Recorded calls as NumPy arrays, {@code 00012.sample.npy} (NEP 1, version 1.0). */
final class NpyFiles {

    private NpyFiles() {}

    static void write(Path folder, List<Map<String, RecordedTensor>> calls) {
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < calls.size(); i++) {
                for (Map.Entry<String, RecordedTensor> input : calls.get(i).entrySet()) {
                    Files.write(
                            folder.resolve(String.format("%05d.%s.npy", i, input.getKey())), bytes(input.getValue()));
                }
            }
        } catch (IOException e) {
            throw FileFailure.of("write to", folder, e);
        }
    }

    private static byte[] bytes(RecordedTensor tensor) {
        boolean whole = !tensor.type().isFloating();
        String shape = Arrays.stream(tensor.shape()).mapToObj(Long::toString).collect(Collectors.joining(","));
        String header = "{'descr': '" + (whole ? "<i8" : "<f4") + "', 'fortran_order': False, 'shape': (" + shape
                + (tensor.shape().length == 1 ? "," : "") + "), }";
        // Data begins at a multiple of 64.
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        FloatBuffer values = tensor.values();
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + (whole ? 8 : 4) * values.remaining())
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        bytes.putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        while (values.hasRemaining()) {
            if (whole) {
                bytes.putLong((long) values.get());
            } else {
                bytes.putFloat(values.get());
            }
        }
        return bytes.array();
    }
}
