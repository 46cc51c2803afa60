package dev.darkroom.host.plugin;

import dev.darkroom.api.Described;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.plugin.PluginExtensions.Instance;
import dev.darkroom.host.plugin.PluginHealth.State;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a running Darkroom. Opening never fails because of a plugin: each is read, vetted, loaded and started on its
 * own, and what went wrong is in its {@link #health()}. Thread-safe. Close it to stop the plugins; extensions must not be used
 * afterwards.
 */
public final class PluginHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final ForeignCall guard;
    private final PluginSwitches switches;
    private final List<String> notices = new ArrayList<>();
    private final List<PluginEntry> entries;
    private final LoadOrder order;
    private final HardenedPluginManager manager;
    private final Map<Class<? extends Described>, Registry<?>> registries = new HashMap<>();
    private boolean closed;

    private PluginHost(PluginSettings settings) {
        guard = new ForeignCall(settings.deadline());
        switches = PluginSwitches.read(settings.stateFile(), notices);
        entries = new PluginScan(settings, switches, notices).entries(notices);
        order = new LoadOrder(entries);
        manager = new HardenedPluginManager(settings.folders());
    }

    /**
     * Loads and starts the plugins of the settings' folders.
     *
     * @param settings where they are and which may run
     * @return the running plugins
     */
    public static PluginHost open(PluginSettings settings) {
        PluginHost host = new PluginHost(settings);
        host.startAll();
        return host;
    }

    private synchronized void startAll() {
        for (PluginEntry entry : order.order()) {
            order.blockIfDependencyMissing(entry);
            if (entry.isOpen()) {
                start(entry);
            }
        }
    }

    private void start(PluginEntry entry) {
        try {
            PluginWrapper plugin = manager.load(entry.jar());
            manager.start(plugin, guard);
            entry.started(plugin, new PluginExtensions(entry, plugin.getPluginClassLoader(), guard));
        } catch (ForeignCallException e) {
            entry.end(State.FAILED, e.getMessage(), Advice.on(e.getCause(), entry.id()));
        } catch (RuntimeException | Error e) {
            entry.end(State.FAILED, "cannot be loaded: " + Text.describe(e), Advice.on(e, entry.id()));
        }
    }

    /**
     * Returns what became of each file in the plugin folders, by id. Creates every extension that no registry has asked for
     * yet, so that what is wrong with it is told.
     */
    public synchronized List<PluginHealth> health() {
        Map<PluginEntry, List<String>> contributed = new HashMap<>();
        if (!closed) {
            ExtensionPoints.all().forEach(this::registry);
        }
        registries.forEach((point, registry) -> registry.all()
                .forEach(extension -> entries.stream()
                        .filter(entry -> entry.isRunning() && entry.id().equals(extension.pluginId()))
                        .forEach(entry -> contributed
                                .computeIfAbsent(entry, absent -> new ArrayList<>())
                                .add(ExtensionPoints.name(point) + " " + extension.id()))));
        return entries.stream()
                .map(entry -> health(entry, contributed.getOrDefault(entry, List.of())))
                .sorted(Comparator.comparing(PluginHealth::id)
                        .thenComparing(PluginHealth::state)
                        .thenComparing(PluginHealth::file))
                .toList();
    }

    private PluginHealth health(PluginEntry entry, List<String> contributed) {
        State state = entry.state();
        if (entry.isRunning() && contributed.isEmpty() && !closed) {
            if (entry.extensions().anyFailed()) {
                state = State.FAILED;
            } else if (entry.extensions().classes().isEmpty() && !order.isNeeded(entry)) {
                state = State.EMPTY;
                entry.remark(
                        "contributes nothing: it has no extension",
                        "the provider must annotate its extensions with org.pf4j.Extension and build with PF4J's"
                                + " annotation processor");
            }
        }
        return entry.health(state, contributed.stream().sorted().toList());
    }

    /** Returns what went wrong with the files that govern the plugins, in words for the user; mostly empty. */
    public synchronized List<String> notices() {
        return List.copyOf(notices);
    }

    /**
     * Returns the extensions of a point. They are created at the first call; one whose code fails is left out and told in the
     * {@link #health()} of its plugin. Of two with one id a bundled plugin's wins, otherwise that of the first plugin by id.
     *
     * @param point the extension point
     * @return its extensions
     */
    public synchronized <T extends Described> Registry<T> registry(Class<T> point) {
        if (closed) {
            throw new IllegalStateException("the plugins are stopped: registry of " + point.getName());
        }
        @SuppressWarnings("unchecked")
        Registry<T> known = (Registry<T>) registries.get(point);
        if (known == null) {
            known = collect(point);
            registries.put(point, known);
        }
        return known;
    }

    private <T extends Described> Registry<T> collect(Class<T> point) {
        String kind = ExtensionPoints.name(point);
        List<PluginEntry> running = entries.stream()
                .filter(PluginEntry::isRunning)
                .sorted(Comparator.comparing(PluginEntry::bundled).reversed().thenComparing(PluginEntry::id))
                .toList();
        Map<String, PluginEntry> owners = new HashMap<>();
        List<Registered<T>> found = new ArrayList<>();
        for (PluginEntry entry : running) {
            for (Class<? extends Described> type : entry.extensions().classes()) {
                if (!point.isAssignableFrom(type)) {
                    continue;
                }
                Instance instance = entry.extensions().instance(type).orElse(null);
                if (instance == null) {
                    continue;
                }
                String id = instance.info().id();
                PluginEntry owner = owners.putIfAbsent(id, entry);
                if (owner == null) {
                    T extension = point.cast(instance.extension());
                    found.add(
                            new Registered<>(extension, instance.info(), entry.id(), entry.version(), entry.sha256()));
                } else {
                    entry.remark(
                            kind + " " + id + " of " + type.getName() + " is not used: plugin " + owner.id()
                                    + " has one of that id",
                            "`darkroom plugins disable` one of the two, or have the provider choose another id");
                }
            }
        }
        return new Registry<>(kind, found, disabled(kind));
    }

    /** Returns the plugins that have extensions of a kind and are disabled, by the extensions' names. */
    private Map<String, String> disabled(String kind) {
        Map<String, String> owners = new HashMap<>();
        for (PluginEntry entry : entries) {
            if (entry.isRead() && entry.state() == State.DISABLED) {
                switches.names(entry.id()).stream()
                        .filter(name -> name.startsWith(kind + " "))
                        .forEach(name -> owners.putIfAbsent(name.substring(kind.length() + 1), entry.id()));
            }
        }
        return owners;
    }

    /**
     * Switches a plugin on, from the next start of Darkroom.
     *
     * @param id the plugin's id
     * @throws InvalidRequestException if there is no such plugin; it offers the nearest
     */
    public synchronized void enable(String id) {
        requireKnown(id);
        switches.enable(id);
    }

    /**
     * Switches a plugin off, from the next start of Darkroom.
     *
     * @param id the plugin's id
     * @throws InvalidRequestException if there is no such plugin; it offers the nearest
     */
    public synchronized void disable(String id) {
        requireKnown(id);
        switches.disable(id, names(id));
    }

    /** The names of a running plugin's extensions, as in {@code sampler euler}; those of one whose code fails end there. */
    private List<String> names(String id) {
        List<String> names = new ArrayList<>();
        for (PluginEntry entry : entries) {
            if (!entry.id().equals(id) || !entry.isRunning()) {
                continue;
            }
            for (Class<? extends Described> type : entry.extensions().classes()) {
                Optional<Instance> instance = entry.extensions().instance(type);
                if (instance.isEmpty()) {
                    break;
                }
                ExtensionPoints.all().stream()
                        .filter(point -> point.isAssignableFrom(type))
                        .flatMap(point -> instance.get()
                                .info()
                                .names()
                                .map(name -> ExtensionPoints.name(point) + " " + Text.plain(name)))
                        .distinct()
                        .forEach(names::add);
            }
        }
        return names;
    }

    private void requireKnown(String id) {
        Map<String, Set<String>> known = new TreeMap<>();
        entries.stream().filter(PluginEntry::isRead).forEach(entry -> known.put(entry.id(), Set.of(entry.id())));
        if (!known.containsKey(id) && !switches.isDisabled(id)) {
            throw new InvalidRequestException(Names.unknown("plugin", id, known));
        }
    }

    /** Stops the plugins, the last started first, and closes their class loaders; none that throws or hangs holds it up. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<PluginWrapper> started = new ArrayList<>(manager.getStartedPlugins());
        for (int i = started.size() - 1; i >= 0; i--) {
            stop(started.get(i));
        }
        for (PluginWrapper plugin : manager.getPlugins()) {
            closeLoader(plugin);
        }
    }

    private void stop(PluginWrapper plugin) {
        try {
            manager.stop(plugin, guard);
        } catch (ForeignCallException e) {
            LOG.warn("plugin {}: {}", plugin.getPluginId(), e.getMessage());
            entries.stream()
                    .filter(entry -> entry.isRunning() && entry.id().equals(plugin.getPluginId()))
                    .forEach(entry -> entry.remark(e.getMessage(), Advice.on(e.getCause(), entry.id())));
        }
    }

    private static void closeLoader(PluginWrapper plugin) {
        try {
            if (plugin.getPluginClassLoader() instanceof Closeable loader) {
                loader.close();
            }
        } catch (IOException e) {
            LOG.warn("plugin {}: its JAR cannot be closed: {}", plugin.getPluginId(), Text.describe(e));
        }
    }
}
