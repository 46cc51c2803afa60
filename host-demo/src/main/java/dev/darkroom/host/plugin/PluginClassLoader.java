package dev.darkroom.host.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * What a plugin sees: of the host only the contract and the libraries the contract shares, then its own JAR, then the plugins
 * it depends on, then the JDK.
 *
 * <p>PF4J's own order (plugin first) would give a plugin that bundles the contract its own copy of {@code Sampler}, whose
 * implementations are no {@code Sampler} to the host; and it would show every plugin the host's implementation and ONNX
 * Runtime.
 */
final class PluginClassLoader extends org.pf4j.PluginClassLoader {

    private static final String CONTRACT = "dev.darkroom.api.";
    private static final List<String> SHARED =
            List.of(CONTRACT, "org.pf4j.", "org.slf4j.", "org.jspecify.", "com.fasterxml.jackson.");
    private static final String INDEX = "META-INF/extensions.idx";

    private final PluginManager manager;
    private final PluginDescriptor descriptor;
    private final ClassLoader host;

    PluginClassLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader host) {
        super(manager, descriptor, ClassLoader.getPlatformClassLoader());
        this.manager = manager;
        this.descriptor = descriptor;
        this.host = host;
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        if (name.startsWith("java.")) {
            return getParent().loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            if (isShared(name)) {
                try {
                    return host.loadClass(name);
                } catch (ClassNotFoundException e) {
                    // A Jackson module the host does not have may come from the plugin; a piece of the contract may
                    // not.
                    if (name.startsWith(CONTRACT)) {
                        throw e;
                    }
                }
            }
            Class<?> found = findHere(name);
            return found != null ? found : getParent().loadClass(name);
        }
    }

    private @Nullable Class<?> findHere(String name) {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                return dependencies().stream()
                        .map(dependency -> dependency.findHere(name))
                        .filter(found -> found != null)
                        .findFirst()
                        .orElse(null);
            }
        }
    }

    private List<PluginClassLoader> dependencies() {
        List<PluginClassLoader> loaders = new ArrayList<>();
        for (PluginDependency dependency : descriptor.getDependencies()) {
            if (manager.getPluginClassLoader(dependency.getPluginId()) instanceof PluginClassLoader loader) {
                loaders.add(loader);
            }
        }
        return loaders;
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        if (own != null || name.equals(INDEX)) {
            return own;
        }
        for (PluginClassLoader dependency : dependencies()) {
            URL url = dependency.findResource(name);
            if (url != null) {
                return url;
            }
        }
        return getParent().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = Collections.list(findResources(name));
        if (!name.equals(INDEX)) {
            for (PluginClassLoader dependency : dependencies()) {
                all.addAll(Collections.list(dependency.findResources(name)));
            }
            all.addAll(Collections.list(getParent().getResources(name)));
        }
        return Collections.enumeration(all);
    }

    private static boolean isShared(String name) {
        return SHARED.stream().anyMatch(name::startsWith);
    }
}
