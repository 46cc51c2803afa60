package dev.darkroom.benchmark;

import dev.darkroom.api.sampling.Sampler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The samplers on the class path, by id: those that the plugins' indexes of extensions name. */
final class Samplers {

    private static final Map<String, Sampler> ALL = find();

    private Samplers() {}

    static Map<String, Sampler> all() {
        return ALL;
    }

    static Sampler get(String id) {
        Sampler sampler = ALL.get(id);
        if (sampler == null) {
            throw new IllegalArgumentException("sampler: expected one of " + ALL.keySet() + ", found " + id);
        }
        return sampler;
    }

    private static Map<String, Sampler> find() {
        Map<String, Sampler> samplers = new TreeMap<>();
        try {
            for (URL index :
                    Collections.list(Samplers.class.getClassLoader().getResources("META-INF/extensions.idx"))) {
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        String name = line.replaceAll("#.*", "").strip();
                        if (!name.isEmpty() && Sampler.class.isAssignableFrom(Class.forName(name))) {
                            Sampler sampler = (Sampler)
                                    Class.forName(name).getDeclaredConstructor().newInstance();
                            samplers.put(sampler.info().id(), sampler);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return samplers;
    }
}
