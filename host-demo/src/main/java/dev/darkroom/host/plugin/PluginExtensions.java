package dev.darkroom.host.plugin;

import dev.darkroom.api.Described;
import dev.darkroom.api.ExtensionInfo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * The extensions of one started plugin. Classes are loaded, without initialising them, when the first registry asks, and an
 * extension is created when the registry of its point asks; each once.
 */
final class PluginExtensions {

    private static final String MARK = "L" + Extension.class.getName().replace('.', '/') + ";";
    private static final String REBUILD =
            "the provider should build the plugin from clean, with PF4J's annotation processor";

    /** An extension and who it is. */
    record Instance(Described extension, ExtensionInfo info) {}

    private final PluginEntry entry;
    private final ClassLoader loader;
    private final ForeignCall guard;
    private final Map<Class<?>, Optional<Instance>> instances = new HashMap<>();
    private @Nullable List<Class<? extends Described>> classes;
    private boolean anyFailed;

    PluginExtensions(PluginEntry entry, ClassLoader loader, ForeignCall guard) {
        this.entry = entry;
        this.loader = loader;
        this.guard = guard;
    }

    /** The extension classes that could be loaded, by name. */
    List<Class<? extends Described>> classes() {
        List<Class<? extends Described>> found = classes;
        if (found == null) {
            found = new ArrayList<>();
            for (String name : names()) {
                load(name).ifPresent(found::add);
            }
            classes = found;
        }
        return found;
    }

    /** Returns whether some class or some extension of the plugin could not be had. */
    boolean anyFailed() {
        return anyFailed;
    }

    /** Returns the one instance of a class, empty if it cannot be had; the reason is then among the entry's remarks. */
    Optional<Instance> instance(Class<? extends Described> type) {
        return instances.computeIfAbsent(type, absent -> create(type));
    }

    private Optional<Instance> create(Class<? extends Described> type) {
        String name = type.getName();
        try {
            Described extension = guard.attempt("constructor of " + name, type, () -> {
                Constructor<? extends Described> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor.newInstance();
            });
            ExtensionInfo info = guard.attempt("info() of " + name, type, extension::info);
            if (info == null) {
                failed("info() of " + name + " returned null", Advice.on(null, entry.id()));
                return Optional.empty();
            }
            return Optional.of(new Instance(extension, info));
        } catch (ForeignCallException e) {
            failed(e.getMessage(), Advice.on(e.getCause(), entry.id()));
            return Optional.empty();
        }
    }

    private Optional<Class<? extends Described>> load(String name) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (type.getClassLoader() != loader) {
                failed("extension " + name + " is not the plugin's own class", REBUILD);
            } else if (!Described.class.isAssignableFrom(type)) {
                failed(
                        "extension " + name + " implements no extension point of dev.darkroom.api",
                        "the provider must implement one, such as Sampler, or drop its @Extension");
            } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
                failed("extension " + name + " is abstract", "the provider must make it a concrete class");
            } else {
                return Optional.of(type.asSubclass(Described.class));
            }
        } catch (ClassNotFoundException e) {
            failed("extensions.idx lists " + Text.plain(name) + ", which is not in the JAR", REBUILD);
        } catch (LinkageError | RuntimeException e) {
            failed(
                    "extension " + Text.plain(name) + " cannot be loaded: " + Text.describe(e),
                    Advice.on(e, entry.id()));
        }
        return Optional.empty();
    }

    private void failed(String reason, String whatToDo) {
        anyFailed = true;
        entry.remark(reason, whatToDo);
    }

    private Collection<String> names() {
        if (entry.jar().indexed().isPresent()) {
            return entry.jar().indexed().get();
        }
        List<String> found = marked();
        if (!found.isEmpty()) {
            entry.remark("its extensions.idx is missing; extensions were found by scanning", REBUILD);
        }
        return found;
    }

    /** The classes of the JAR that carry {@link Extension}; none is initialised, few are loaded. */
    private List<String> marked() {
        List<String> names = new ArrayList<>();
        try (JarFile jar = new JarFile(entry.file().toFile(), false)) {
            for (JarEntry item : (Iterable<JarEntry>)
                    jar.stream().sorted((a, b) -> a.getName().compareTo(b.getName()))::iterator) {
                String name = item.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && mentionsMark(jar, item)) {
                    String type =
                            name.substring(0, name.length() - ".class".length()).replace('/', '.');
                    if (isMarked(type)) {
                        names.add(type);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            failed("the JAR cannot be scanned for extensions: " + Text.describe(e), REBUILD);
        }
        return names;
    }

    private static boolean mentionsMark(JarFile jar, JarEntry item) throws IOException {
        try (InputStream in = jar.getInputStream(item)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(MARK);
        }
    }

    private boolean isMarked(String type) {
        try {
            return Class.forName(type, false, loader).isAnnotationPresent(Extension.class);
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            // It mentions @Extension, so it probably is one: loading it again tells the user why it cannot be used.
            return true;
        }
    }
}
