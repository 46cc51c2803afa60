package dev.darkroom.host.file;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.text.Words;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in one line why a file could not be read or written. */
public final class FileFailure {

    private FileFailure() {}

    /** Returns the failure to {@code verb} a file. */
    public static DarkroomException of(String verb, Path file, IOException e) {
        return new DarkroomException("cannot " + verb + " " + file + ": " + reason(file, e), e);
    }

    private static String reason(Path file, IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException missing) {
            return "no such file or folder" + unless(file, missing);
        }
        if (e instanceof FileAlreadyExistsException taken) {
            return "not a folder" + unless(file, taken);
        }
        if (e instanceof NotDirectoryException wrong) {
            return "not a folder" + unless(file, wrong);
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return Words.lowerFirst(system.getReason());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : Words.lowerFirst(e.getMessage());
    }

    /** The file a failure names, unless it is the one that was asked for. */
    private static String unless(Path file, FileSystemException e) {
        return file.toString().equals(e.getFile()) ? "" : ": " + e.getFile();
    }
}
