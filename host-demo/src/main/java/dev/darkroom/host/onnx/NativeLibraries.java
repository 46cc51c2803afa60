package dev.darkroom.host.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Unpacks native libraries from the class path once a machine instead of once a process. ONNX Runtime's own way costs
 * 28 MB of decompression at every start and leaves them in the temporary folder when the process is killed.
 */
final class NativeLibraries {

    /** The property that makes ONNX Runtime load its libraries from a folder. */
    private static final String ONNX_FOLDER = "onnxruntime.native.path";

    private static final String OS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    private static final String ARCH = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);

    private final Optional<Path> cacheFolder;

    NativeLibraries(Optional<Path> cacheFolder) {
        this.cacheFolder = cacheFolder.map(folder -> folder.resolve("native"));
    }

    /**
     * Points ONNX Runtime to unpacked copies of its libraries, if there is a place for them. Builds with GPU providers
     * are left to its own way: those libraries are hundreds of megabytes and are loaded on demand.
     */
    void prepareOnnx() {
        String folder = "ai/onnxruntime/native/" + onnxPlatform() + "/";
        String cuda = folder + System.mapLibraryName("onnxruntime_providers_cuda");
        if (System.getProperty(ONNX_FOLDER) != null || isWindows() || resource(cuda) != null) {
            return;
        }
        Optional<Path> engine = unpacked(folder + System.mapLibraryName("onnxruntime"));
        if (engine.isPresent()) {
            Optional<Path> bridge = unpackedBeside(engine.get(), folder + System.mapLibraryName("onnxruntime4j_jni"));
            if (bridge.isPresent()) {
                System.setProperty(ONNX_FOLDER, String.valueOf(bridge.get().getParent()));
            }
        }
    }

    /** Returns the unpacked tokenizer library, if this platform's is on the class path and there is a place for it. */
    Optional<Path> tokenizers() {
        // On Windows three more libraries must be loaded first, which the library's own loader knows.
        if (isWindows()) {
            return Optional.empty();
        }
        String platform = (OS.contains("mac") ? "osx-" : "linux-") + (isArm() ? "aarch64" : "x86_64");
        String resource = "native/lib/" + platform + "/cpu/" + System.mapLibraryName("tokenizers");
        return unpacked(resource).or(() -> unpackedForNow(resource));
    }

    private static String onnxPlatform() {
        return (OS.contains("mac") ? "osx-" : isWindows() ? "win-" : "linux-") + (isArm() ? "aarch64" : "x64");
    }

    private static boolean isWindows() {
        return OS.contains("win") && !OS.contains("darwin");
    }

    private static boolean isArm() {
        return ARCH.equals("aarch64") || ARCH.equals("arm64");
    }

    private static URL resource(String name) {
        return NativeLibraries.class.getClassLoader().getResource(name);
    }

    /** Unpacks a library to a folder of its own, named after its checksum, so that versions never mix. */
    private Optional<Path> unpacked(String resource) {
        URL url = resource(resource);
        if (cacheFolder.isEmpty() || url == null) {
            return Optional.empty();
        }
        try {
            URLConnection connection = url.openConnection();
            if (!(connection instanceof JarURLConnection jar)) {
                return Optional.empty();
            }
            Path file = cacheFolder
                    .get()
                    .resolve(Long.toHexString(jar.getJarEntry().getCrc()))
                    .resolve(fileName(resource));
            return copy(url, jar.getJarEntry().getSize(), file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where the cache cannot be written: the library's own loader would look for GPUs, and complain that there are none. */
    private static Optional<Path> unpackedForNow(String resource) {
        URL url = resource(resource);
        if (url == null) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createTempDirectory("darkroom-native");
            Path file = folder.resolve(fileName(resource));
            // Deleted in the opposite order.
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return copy(url, url.openConnection().getContentLengthLong(), file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> unpackedBeside(Path other, String resource) {
        URL url = resource(resource);
        if (url == null) {
            return Optional.empty();
        }
        try {
            return copy(url, url.openConnection().getContentLengthLong(), other.resolveSibling(fileName(resource)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String fileName(String resource) {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    private static Optional<Path> copy(URL url, long size, Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) == size) {
            return Optional.of(file);
        }
        Files.createDirectories(file.getParent());
        Path aside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (InputStream in = url.openStream()) {
                Files.copy(in, aside);
            }
            moveInto(aside, file);
        } finally {
            Files.deleteIfExists(aside);
        }
        return Optional.of(file);
    }

    /** Puts a finished file in its place in one step, so that another process never sees half of it. */
    static void moveInto(Path aside, Path file) throws IOException {
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
