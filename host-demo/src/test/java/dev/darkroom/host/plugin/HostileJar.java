package dev.darkroom.host.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Builds a real plugin JAR from source, well or badly: a manifest, compiled classes, an index of extensions. */
public final class HostileJar {

    private static final String INDEX = "META-INF/extensions.idx";

    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> index = new ArrayList<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private UnaryOperator<Map<String, byte[]>> patch = classes -> classes;
    private boolean indexed = true;

    /** A well-formed plugin without classes. */
    public static HostileJar plugin(String id) {
        return new HostileJar()
                .manifest("Plugin-Id", id)
                .manifest("Plugin-Version", "1.0.0")
                .manifest("Plugin-Provider", "a stranger")
                .manifest("Plugin-Requires", ">=0.1.0 & <0.2.0");
    }

    /** A well-formed plugin with one sampler that returns the state it is given. */
    static HostileJar sampler(String pluginId, String samplerId) {
        return plugin(pluginId).sampler("stranger.TheSampler", samplerId, "", "");
    }

    /** Sets a manifest attribute; {@code null} removes it. */
    HostileJar manifest(String key, String value) {
        if (value == null) {
            manifest.remove(key);
        } else {
            manifest.put(key, value);
        }
        return this;
    }

    HostileJar version(String version) {
        return manifest("Plugin-Version", version);
    }

    HostileJar dependsOn(String dependencies) {
        return manifest("Plugin-Dependencies", dependencies);
    }

    /** Adds a source file. */
    public HostileJar source(String className, String code) {
        sources.put(className, code);
        return this;
    }

    /** Adds a {@code Plugin-Class} with the given bodies. */
    HostileJar pluginClass(String constructor, String start, String stop) {
        manifest("Plugin-Class", "stranger.ThePlugin");
        return source("stranger.ThePlugin", """
                package stranger;
                public class ThePlugin extends org.pf4j.Plugin {
                    public ThePlugin() { %s }
                    @Override public void start() { %s }
                    @Override public void stop() { %s }
                }
                """.formatted(constructor, start, stop));
    }

    /** Adds a sampler to sources and index; {@code members} go into the class, {@code info} before info()'s return. */
    HostileJar sampler(String className, String samplerId, String members, String info) {
        index.add(className);
        int dot = className.lastIndexOf('.');
        return source(className, """
                package %s;
                import dev.darkroom.api.*;
                import dev.darkroom.api.latent.*;
                import dev.darkroom.api.sampling.*;
                @org.pf4j.Extension
                public class %s implements Sampler {
                    %s
                    @Override public ExtensionInfo info() {
                        %s
                        return ExtensionInfo.of("%s", "The %s", "Returns what it is given.");
                    }
                    @Override public Latent sample(Denoiser d, Latent x, SigmaSchedule s, SamplerContext c) {
                        return x;
                    }
                }
                """.formatted(
                className.substring(0, dot), className.substring(dot + 1), members, info, samplerId, samplerId));
    }

    /** Lists a class in the index, whether it exists or not. */
    public HostileJar index(String className) {
        index.add(className);
        return this;
    }

    HostileJar withoutIndex() {
        indexed = false;
        return this;
    }

    HostileJar entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    /** Compiles against other JARs too. */
    HostileJar against(Path jar) {
        classPath.add(jar);
        return this;
    }

    /** Leaves a compiled class out of the JAR. */
    HostileJar without(String className) {
        return patch(classes -> {
            classes.remove(className.replace('.', '/') + ".class");
            return classes;
        });
    }

    /** Sets the major version of every compiled class. */
    HostileJar classFileVersion(int major) {
        return patch(classes -> {
            classes.values().forEach(bytes -> {
                bytes[6] = (byte) (major >> 8);
                bytes[7] = (byte) major;
            });
            return classes;
        });
    }

    private HostileJar patch(UnaryOperator<Map<String, byte[]>> change) {
        patch = change;
        return this;
    }

    /** Compiles and writes the JAR. */
    public Path writeTo(Path folder, String fileName) {
        Path file = folder.resolve(fileName);
        Manifest attributes = new Manifest();
        attributes.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((key, value) -> attributes.getMainAttributes().putValue(key, value));
        try {
            Files.createDirectories(folder);
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), attributes)) {
                for (Map.Entry<String, byte[]> item : patch.apply(compile()).entrySet()) {
                    add(jar, item.getKey(), item.getValue());
                }
                if (indexed) {
                    add(jar, INDEX, String.join("\n", index).getBytes(StandardCharsets.UTF_8));
                }
                for (Map.Entry<String, byte[]> item : entries.entrySet()) {
                    add(jar, item.getKey(), item.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }

    private Map<String, byte[]> compile() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<JavaFileObject> units =
                    sources.entrySet().stream().map(HostileJar::unit).toList();
            boolean compiled = compiler.getTask(
                            errors,
                            collecting(files, classes),
                            null,
                            List.of("--release", "17", "-proc:none", "-cp", compileClassPath()),
                            null,
                            units)
                    .call();
            if (!compiled) {
                throw new IllegalStateException("the test's own source does not compile:\n" + errors);
            }
        }
        return classes;
    }

    private String compileClassPath() {
        Stream<Path> contract = Stream.of(
                        dev.darkroom.api.Described.class, org.pf4j.Plugin.class, org.slf4j.Logger.class)
                .map(HostileJar::home);
        return Stream.concat(contract, classPath.stream())
                .map(Path::toString)
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JavaFileObject unit(Map.Entry<String, String> source) {
        URI uri = URI.create("string:///" + source.getKey().replace('.', '/') + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source.getValue();
            }
        };
    }

    private static JavaFileManager collecting(StandardJavaFileManager files, Map<String, byte[]> classes) {
        return new ForwardingJavaFileManager<>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                String name = className.replace('.', '/') + ".class";
                return new SimpleJavaFileObject(URI.create("bytes:///" + name), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return new ByteArrayOutputStream() {
                            @Override
                            public void close() {
                                classes.put(name, toByteArray());
                            }
                        };
                    }
                };
            }
        };
    }
}
