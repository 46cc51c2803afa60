package dev.darkroom.host.plugin;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.Described;
import dev.darkroom.api.diagnosis.KnowledgeSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@link KnowledgeSource}s of plugins know, for the extensions that can use it. Each source is asked once; what one of them
 * gets wrong is told once, in one line, and costs nobody else. Thread-safe.
 */
public final class PluginKnowledge {

    private static final Logger LOGGER = LoggerFactory.getLogger(PluginKnowledge.class);
    private static final int LONGEST = 300;

    private final PluginHost plugins;
    private final ForeignCall calls;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private boolean asked;

    /**
     * Describes where knowledge comes from.
     *
     * @param plugins the installed extensions
     * @param calls how they are called
     */
    public PluginKnowledge(PluginHost plugins, ForeignCall calls) {
        this.plugins = plugins;
        this.calls = calls;
    }

    /**
     * Teaches an extension what the plugins know.
     *
     * @param learner the extension
     * @param knowing returns an extension with the content of one more knowledge file
     * @param <T> the extension point
     * @return the extension that knows everything that it could understand
     */
    public synchronized <T extends Described> T taught(Registered<T> learner, BiFunction<T, String, T> knowing) {
        T taught = learner.extension();
        for (Map.Entry<String, String> file : files().entrySet()) {
            T pupil = taught;
            try {
                T wiser = calls.call(
                        learner.id() + ", taught by " + file.getKey(),
                        pupil,
                        () -> knowing.apply(pupil, file.getValue()));
                taught = wiser == null ? pupil : wiser;
            } catch (DarkroomException e) {
                tell(file.getKey(), e);
            }
        }
        return taught;
    }

    private Map<String, String> files() {
        if (!asked) {
            asked = true;
            for (Registered<KnowledgeSource> source :
                    plugins.registry(KnowledgeSource.class).all()) {
                String name = source.id() + " (plugin " + source.pluginId() + ")";
                try {
                    String file = calls.call(
                            "it", source.extension(), () -> source.extension().knowledge());
                    if (file == null) {
                        throw new DarkroomException("it returned null");
                    }
                    files.put(name, file);
                } catch (DarkroomException e) {
                    tell(name, e);
                }
            }
        }
        return files;
    }

    private void tell(String source, DarkroomException e) {
        String why = String.valueOf(e.getMessage());
        String line = (why.length() > LONGEST ? why.substring(0, LONGEST) + "..." : why)
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ");
        // Advisors and diagnosticians may stumble over the same line.
        if (told.add(source + line)) {
            LOGGER.warn("knowledge source {}: {}; it is left out", source, line);
        }
    }
}
