package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.Names;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.plugin.Registry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The models on disk: every folder below the model folders that some loader recognises. */
public final class ModelStore {

    private final List<Path> folders;
    private final Registry<ModelLoader> loaders;
    private final ForeignCall calls;
    private final Map<Path, Known> inspected = new ConcurrentHashMap<>();

    private record Known(FolderStamp stamp, ModelEntry entry) {}

    /**
     * Describes where models lie.
     *
     * @param folders the folders that hold model folders; ones that do not exist are skipped
     * @param loaders the installed loaders
     * @param calls how loaders are called
     */
    public ModelStore(List<Path> folders, Registry<ModelLoader> loaders, ForeignCall calls) {
        this.folders = List.copyOf(folders);
        this.loaders = loaders;
        this.calls = calls;
    }

    /** Returns every model folder, usable or not, by name. */
    public List<ModelEntry> list() {
        List<ModelEntry> entries = new ArrayList<>();
        for (Path folder : folders) {
            for (Path candidate : subfolders(folder)) {
                entries.add(inspect(candidate));
            }
        }
        return entries;
    }

    /**
     * Returns the model a user means.
     *
     * @param name a model's id or the path of a model folder; empty for the only or first usable model
     * @return what the folder holds
     * @throws InvalidRequestException if there is no such model
     * @throws ModelException if the folder cannot be used
     */
    public ModelCard find(Optional<String> name) {
        if (name.isEmpty()) {
            for (Path folder : folders) {
                for (Path candidate : subfolders(folder)) {
                    Optional<ModelCard> card = inspect(candidate).card();
                    if (card.isPresent()) {
                        return card.get();
                    }
                }
            }
            requireLoader();
            throw new ModelException("no model found in " + folders
                    + ": put a model folder (Hugging Face ONNX layout) there or name one with --model PATH");
        }
        return usable(locate(name.get()));
    }

    private Path locate(String name) {
        List<String> known = new ArrayList<>();
        for (Path folder : folders) {
            for (Path candidate : subfolders(folder)) {
                if (candidate.getFileName().toString().equals(name)) {
                    return candidate;
                }
                known.add(candidate.getFileName().toString());
            }
        }
        try {
            Path path = Path.of(name).toAbsolutePath().normalize();
            if (Files.isDirectory(path)) {
                return path;
            }
            if (name.contains("/") || name.contains(File.separator)) {
                throw new InvalidRequestException("model " + name + ": expected a folder, found "
                        + (Files.exists(path) ? "a file" : "nothing") + " there; check the path");
            }
        } catch (java.nio.file.InvalidPathException e) {
            // Not a path: an unknown name, said below.
        }
        throw new InvalidRequestException(Names.unknown("model", name, known));
    }

    /** Without a loader no folder holds a model, which would be misleading to say. */
    private void requireLoader() {
        if (loaders.all().isEmpty()) {
            throw new ModelException("no installed plugin loads models; `darkroom plugins` shows why");
        }
    }

    private ModelCard usable(Path folder) {
        requireLoader();
        ModelEntry entry = inspect(folder);
        return entry.card().orElseThrow(() -> new ModelException(entry.problem().orElseThrow()));
    }

    /** A loader reads a dozen files; as long as none of a folder changes, its answer holds. */
    private ModelEntry inspect(Path folder) {
        Optional<FolderStamp> stamp = FolderStamp.of(folder);
        Known known = inspected.get(folder);
        if (known != null && stamp.isPresent() && known.stamp().equals(stamp.get())) {
            return known.entry();
        }
        ModelEntry entry = ask(folder);
        if (entry.card().isPresent() && stamp.isPresent()) {
            inspected.put(folder, new Known(stamp.get(), entry));
        } else {
            inspected.remove(folder);
        }
        return entry;
    }

    private ModelEntry ask(Path folder) {
        for (Registered<ModelLoader> loader : loaders.all()) {
            try {
                Optional<ModelCard> card = calls.call(
                        "loader " + loader.id(),
                        loader.extension(),
                        () -> loader.extension().inspect(folder));
                if (card != null && card.isPresent()) {
                    return new ModelEntry(folder, card, Optional.empty());
                }
            } catch (DarkroomException e) {
                return new ModelEntry(folder, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
            }
        }
        return new ModelEntry(
                folder,
                Optional.empty(),
                Optional.of("model folder " + folder + ": no installed loader recognises its layout (loaders: "
                        + loaders.ids().toList()
                        + ")"));
    }

    private static List<Path> subfolders(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new ModelException("cannot list the model folder " + folder + ": " + e.getMessage(), e);
        }
    }
}
