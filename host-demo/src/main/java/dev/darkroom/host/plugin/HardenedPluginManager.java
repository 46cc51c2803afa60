package dev.darkroom.host.plugin;

import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.ExtensionWrapper;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.VersionManager;

/**
 * PF4J's manager, driven one plugin at a time. PF4J 3.15 loads, resolves, starts and stops plugins in loops that one bad
 * plugin ends for all, so those loops are not used: {@link LoadOrder} decides what is loaded and in which order, and every
 * call into a plugin goes through {@link ForeignCall}.
 */
final class HardenedPluginManager extends AbstractPluginManager {

    private final Map<Path, PluginDescriptor> descriptors = new HashMap<>();

    HardenedPluginManager(List<Path> folders) {
        super(folders);
    }

    /** Makes a class loader for a plugin whose dependencies were loaded before. */
    PluginWrapper load(PluginJar jar) {
        descriptors.put(jar.file(), jar.descriptor());
        PluginWrapper plugin = loadPluginFromPath(jar.file());
        getUnresolvedPlugins().remove(plugin);
        getResolvedPlugins().add(plugin);
        plugin.setPluginState(PluginState.RESOLVED);
        return plugin;
    }

    /**
     * Creates and starts a plugin's {@code Plugin-Class}; a plugin without one has nothing to start.
     *
     * @throws ForeignCallException if its code fails or does not return in time
     */
    void start(PluginWrapper plugin, ForeignCall guard) {
        String type = plugin.getDescriptor().getPluginClass();
        try {
            if (!isDefault(type)) {
                guard.attempt("start() of " + type, plugin.getPluginClassLoader(), () -> {
                    plugin.getPlugin().start();
                    return true;
                });
            }
        } catch (ForeignCallException e) {
            plugin.setPluginState(PluginState.FAILED);
            plugin.setFailedException(e);
            throw e;
        }
        plugin.setPluginState(PluginState.STARTED);
        getStartedPlugins().add(plugin);
    }

    /** Stops a started plugin. */
    void stop(PluginWrapper plugin, ForeignCall guard) {
        getStartedPlugins().remove(plugin);
        plugin.setPluginState(PluginState.STOPPED);
        String type = plugin.getDescriptor().getPluginClass();
        if (!isDefault(type)) {
            guard.attempt("stop() of " + type, plugin.getPluginClassLoader(), () -> {
                plugin.getPlugin().stop();
                return true;
            });
        }
    }

    private static boolean isDefault(String pluginClass) {
        return pluginClass.equals(Plugin.class.getName());
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path file) {
                return descriptors.containsKey(file);
            }

            @Override
            public PluginDescriptor find(Path file) {
                return descriptors.get(file);
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path file) {
                return true;
            }

            @Override
            public ClassLoader loadPlugin(Path file, PluginDescriptor descriptor) {
                PluginClassLoader loader = new PluginClassLoader(
                        HardenedPluginManager.this, descriptor, HardenedPluginManager.class.getClassLoader());
                try {
                    loader.addURL(file.toUri().toURL());
                } catch (MalformedURLException e) {
                    throw new PluginRuntimeException(e, "no URL for {}", file);
                }
                return loader;
            }
        };
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return new StrictPluginFactory();
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return new ArrayList<>(descriptors.keySet());
            }

            @Override
            public boolean deletePluginPath(Path file) {
                return false;
            }
        };
    }

    /** The user's switches are applied before a plugin gets here. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String pluginId) {
                return false;
            }

            @Override
            public void disablePlugin(String pluginId) {
                throw new UnsupportedOperationException("plugins are switched off by darkroom plugins disable");
            }

            @Override
            public void enablePlugin(String pluginId) {
                throw new UnsupportedOperationException("plugins are switched on by darkroom plugins enable");
            }
        };
    }

    /** Extensions are found plugin by plugin in {@link PluginExtensions}; PF4J's finder fails for all if one fails. */
    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new ExtensionFinder() {
            @Override
            public <T> List<ExtensionWrapper<T>> find(Class<T> type) {
                throw unsupported();
            }

            @Override
            public <T> List<ExtensionWrapper<T>> find(Class<T> type, String pluginId) {
                throw unsupported();
            }

            @Override
            @SuppressWarnings("rawtypes")
            public List<ExtensionWrapper> find(String pluginId) {
                throw unsupported();
            }

            @Override
            public Set<String> findClassNames(String pluginId) {
                throw unsupported();
            }
        };
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("extensions are found by the host's registries, not through PF4J");
    }
}
