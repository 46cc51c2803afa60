package dev.darkroom.host.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;

/**
 * What a plugin JAR says of itself, read once and without loading a class.
 *
 * @param file the JAR
 * @param descriptor its manifest, as PF4J reads it
 * @param indexed the class names of its own {@code META-INF/extensions.idx} in order, empty if it has no such file
 * @param bundlesApi whether it holds classes of {@code dev.darkroom.api}
 * @param bundlesRuntime whether it holds classes of ONNX Runtime
 */
record PluginJar(
        Path file,
        PluginDescriptor descriptor,
        Optional<NavigableSet<String>> indexed,
        boolean bundlesApi,
        boolean bundlesRuntime) {

    private static final String INDEX = "META-INF/extensions.idx";
    private static final int LARGEST_TEXT = 1 << 20;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final String GET_AGAIN = "get the file again, or delete it";

    String id() {
        return descriptor.getPluginId();
    }

    String version() {
        return descriptor.getVersion();
    }

    /**
     * Reads a JAR.
     *
     * @throws Refusal if it is no plugin that could be loaded
     */
    static PluginJar read(Path file) throws Refusal {
        checkIsZip(file);
        // No verification: signatures would be checked class by class, and the allow-list is the check that counts.
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            boolean api = false;
            boolean runtime = false;
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                checkStaysInside(name);
                api |= name.startsWith("dev/darkroom/api/") && name.endsWith(".class");
                runtime |= name.startsWith("ai/onnxruntime/") && name.endsWith(".class");
            }
            return new PluginJar(file, descriptor(jar), index(jar), api, runtime);
        } catch (IOException | RuntimeException e) {
            throw new Refusal("damaged JAR (" + Text.describe(e) + ")", GET_AGAIN);
        }
    }

    /** Checks what can be checked before opening: JarFile would wait forever for a named pipe. */
    static void checkIsFile(Path file) throws Refusal {
        if (Files.isDirectory(file)) {
            throw new Refusal("is a folder, expected a JAR file", "rename it or move it out of the plugin folder");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Refusal(
                    "cannot be read: expected a regular file that you may read", "check its permissions, or delete it");
        }
    }

    private static void checkIsZip(Path file) throws Refusal {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(16);
        } catch (IOException e) {
            throw new Refusal("cannot be read (" + Text.describe(e) + ")", "check its permissions, or delete it");
        }
        if (head.length == 0) {
            throw new Refusal("the file is empty (0 bytes)", GET_AGAIN);
        }
        if (head.length < 4 || head[0] != 'P' || head[1] != 'K') {
            throw new Refusal(
                    "not a JAR: expected a ZIP archive, found a file that starts with \""
                            + Text.plain(new String(head, StandardCharsets.ISO_8859_1)) + "\"",
                    GET_AGAIN);
        }
    }

    private static void checkStaysInside(String entry) throws Refusal {
        String name = entry.replace('\\', '/');
        // Plain searches: a start asks this of thousands of names. A colon in second place is a Windows drive.
        if (name.startsWith("/") || name.indexOf(':') == 1 || ("/" + name + "/").contains("/../")) {
            throw new Refusal(
                    "holds an entry that points outside the archive: \"" + Text.plain(entry) + "\"",
                    "delete the file: no build tool makes such a JAR");
        }
    }

    private static PluginDescriptor descriptor(JarFile jar) throws IOException, Refusal {
        JarEntry entry = jar.getJarEntry(JarFile.MANIFEST_NAME);
        Manifest manifest = new Manifest();
        if (entry != null) {
            manifest.read(new ByteArrayInputStream(read(jar, entry)));
        }
        Attributes attributes = manifest.getMainAttributes();
        attributes.replaceAll((key, value) -> value.toString().strip());
        String id = required(attributes, ManifestPluginDescriptorFinder.PLUGIN_ID);
        if (!ID.matcher(id).matches()) {
            throw new Refusal(
                    "Plugin-Id: expected letters, digits and _ . - , found \"" + Text.plain(id) + "\"",
                    "the provider must correct the manifest");
        }
        String version = required(attributes, ManifestPluginDescriptorFinder.PLUGIN_VERSION);
        if (!Versions.isOne(version)) {
            throw new Refusal(
                    "Plugin-Version: expected a version like 1.2.0, found \"" + Text.plain(version) + "\"",
                    "the provider must correct the manifest");
        }
        return new ManifestReader().descriptor(manifest);
    }

    private static String required(Attributes attributes, String key) throws Refusal {
        String value = attributes.getValue(key);
        if (value == null || value.isBlank()) {
            throw new Refusal(
                    "its manifest has no " + key + ", so it is no plugin",
                    "move it out of the plugin folder; if it is your plugin, add Plugin-Id and Plugin-Version to its"
                            + " manifest");
        }
        return value;
    }

    private static Optional<NavigableSet<String>> index(JarFile jar) throws IOException, Refusal {
        JarEntry entry = jar.getJarEntry(INDEX);
        if (entry == null) {
            return Optional.empty();
        }
        NavigableSet<String> names = new TreeSet<>();
        new String(read(jar, entry), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(names::add);
        return Optional.of(names);
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException, Refusal {
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
            if (bytes.length > LARGEST_TEXT) {
                throw new Refusal(entry.getName() + ": expected at most 1 MiB of text, found more", GET_AGAIN);
            }
            return bytes;
        }
    }

    /** Opens PF4J's reading of manifest attributes to this package. */
    private static final class ManifestReader extends ManifestPluginDescriptorFinder {
        PluginDescriptor descriptor(Manifest manifest) {
            return createPluginDescriptor(manifest);
        }
    }
}
