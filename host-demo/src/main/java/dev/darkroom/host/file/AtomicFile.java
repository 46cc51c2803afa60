package dev.darkroom.host.file;

import dev.darkroom.api.DarkroomException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Puts a whole file in place or none: it is written aside under a hidden name in the same folder and then renamed. A
 * reader never sees a part of it, and what failed leaves nothing behind.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Makes a folder if it is missing and checks that it can be written to.
     *
     * @throws DarkroomException if it cannot be made or written to
     */
    public static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw FileFailure.of("make folder", folder, e);
        }
        if (!Files.isWritable(folder)) {
            throw new DarkroomException("cannot write to folder " + folder + ": permission denied");
        }
    }

    /**
     * Writes {@code content} to {@code target}, replacing what is there.
     *
     * @throws DarkroomException if it cannot be written
     */
    public static void replace(Path target, byte[] content) {
        Path aside = aside(target);
        try {
            write(aside, content);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(target, aside, e);
        }
    }

    /**
     * Writes {@code content} to {@code target} if nothing is there yet.
     *
     * @return whether it did
     * @throws DarkroomException if it cannot be written
     */
    public static boolean create(Path target, byte[] content) {
        if (Files.exists(target)) {
            return false;
        }
        Path aside = aside(target);
        try {
            write(aside, content);
            return claim(aside, target);
        } catch (IOException e) {
            throw failed(target, aside, e);
        }
    }

    /** Renames without replacing. A hard link fails if the name is taken, also by another process just now. */
    private static boolean claim(Path aside, Path target) throws IOException {
        try {
            Files.createLink(target, aside);
        } catch (FileAlreadyExistsException taken) {
            Files.delete(aside);
            return false;
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            Files.move(aside, target);
            return true;
        }
        Files.delete(aside);
        return true;
    }

    private static void write(Path aside, byte[] content) throws IOException {
        Files.write(aside, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static Path aside(Path target) {
        String name = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        return target.resolveSibling(name);
    }

    private static DarkroomException failed(Path target, Path aside, IOException e) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException stays) {
            e.addSuppressed(stays);
        }
        return FileFailure.of("write", target, e);
    }
}
