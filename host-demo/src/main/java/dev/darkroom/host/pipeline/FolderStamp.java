package dev.darkroom.host.pipeline;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a folder looks like from outside: the files in it and in its subfolders, with size and time of change. A folder of equal
 * stamp has not been touched.
 *
 * @param files by path
 */
record FolderStamp(Map<Path, Entry> files) {

    /** Model folders have their files in subfolders, and those nothing below. */
    private static final int DEPTH = 2;

    /** More files than any model has: what is this large is not worth walking through again and again. */
    private static final int MOST = 1000;

    /**
     * One file.
     *
     * @param size bytes
     * @param changed when it was last changed
     */
    record Entry(long size, FileTime changed) {}

    /** Returns the stamp of a folder; empty if it cannot be read or holds more than any model does. */
    static Optional<FolderStamp> of(Path folder) {
        Map<Path, Entry> files = new TreeMap<>();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.put(file, new Entry(attributes.size(), attributes.lastModifiedTime()));
                    return files.size() > MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return Optional.empty();
        }
        return files.size() > MOST ? Optional.empty() : Optional.of(new FolderStamp(files));
    }
}
