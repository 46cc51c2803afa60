package dev.darkroom.host.precision;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.precision.Component;
import dev.darkroom.host.file.FileFailure;
import dev.darkroom.host.text.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A hidden folder beside what a conversion makes, on the same disk, so that the finished files are moved, not copied. No
 * loader looks into it; closing it deletes it.
 */
final class Workspace implements AutoCloseable {

    private static final String PREFIX = ".darkroom-convert-";

    private final Path destination;
    private final Path folder;
    private final boolean made;

    private Workspace(Path destination, Path folder, boolean made) {
        this.destination = destination;
        this.folder = folder;
        this.made = made;
    }

    /**
     * Opens a workspace and deletes those that interrupted conversions left.
     *
     * @param destination the model folder to put files into
     * @param needed bytes that the conversion will write
     * @throws DarkroomException if nothing can be written there, or the disk is too full
     */
    static Workspace open(Path destination, long needed) {
        try {
            boolean made = Files.notExists(destination);
            Files.createDirectories(destination);
            deleteLeftOver(destination);
            Path folder = destination.resolve(PREFIX + ProcessHandle.current().pid());
            Files.createDirectories(folder.resolve("scratch"));
            long free = Files.getFileStore(folder).getUsableSpace();
            Workspace workspace = new Workspace(destination, folder, made);
            if (free < needed) {
                workspace.close();
                throw new DarkroomException("convert: expected " + (needed >> 20) + " MiB free at " + destination
                        + ", found " + (free >> 20) + " MiB; make room or choose another disk with --out FOLDER");
            }
            return workspace;
        } catch (IOException e) {
            DarkroomException failure = FileFailure.of("write to", destination, e);
            throw new DarkroomException(failure.getMessage() + "; make a copy with --out FOLDER", e);
        }
    }

    private static void deleteLeftOver(Path destination) throws IOException {
        try (Stream<Path> files = Files.list(destination)) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .toList()) {
                String pid = file.getFileName().toString().substring(PREFIX.length());
                if (!pid.matches("\\d{1,18}")
                        || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    delete(file);
                }
            }
        }
    }

    Path destination() {
        return destination;
    }

    Path scratch() {
        return folder.resolve("scratch");
    }

    /** Returns the file that becomes a component's graph in a precision. */
    Path target(Component component, Precision precision) {
        Path target = folder.resolve(component.name()).resolve(name(component.graph(), precision));
        try {
            Files.createDirectories(target.getParent());
        } catch (IOException e) {
            throw FileFailure.of("make", target.getParent(), e);
        }
        return target;
    }

    private static String name(Path graph, Precision precision) {
        String stem = graph.getFileName().toString().replaceFirst("(\\.fp32)?\\.onnx$", "");
        return stem + "." + Words.lower(precision) + ".onnx";
    }

    /**
     * Moves files and what belongs to them into the model folder. A graph follows its data: it is loadable only when complete.
     *
     * @return where they are now
     */
    List<Path> install(List<Path> targets) {
        List<Path> installed = new ArrayList<>();
        for (Path target : targets) {
            Path place = destination.resolve(folder.relativize(target));
            Path data = target.resolveSibling(target.getFileName() + "_data");
            try {
                Files.createDirectories(place.getParent());
                if (Files.exists(data)) {
                    Files.deleteIfExists(place);
                    move(data, place.resolveSibling(data.getFileName()));
                    installed.add(place.resolveSibling(data.getFileName()));
                }
                move(target, place);
                installed.add(place);
            } catch (IOException e) {
                throw FileFailure.of("write", place, e);
            }
        }
        return installed;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            delete(folder);
            if (made) {
                deleteIfEmpty(destination);
            }
        } catch (IOException e) {
            // The next conversion deletes it.
            folder.toFile().deleteOnExit();
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // It holds the variant.
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
