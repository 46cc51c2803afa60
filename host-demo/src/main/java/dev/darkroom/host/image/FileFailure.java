package dev.darkroom.host.image;

import dev.darkroom.api.DarkroomException;
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
        return new DarkroomException("cannot " + verb + " " + file + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException missing) {
            return "no such file or folder: " + missing.getFile();
        }
        if (e instanceof FileAlreadyExistsException taken) {
            return "not a folder: " + taken.getFile();
        }
        if (e instanceof NotDirectoryException wrong) {
            return "not a folder: " + wrong.getFile();
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return lowerFirst(system.getReason());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : lowerFirst(e.getMessage());
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
