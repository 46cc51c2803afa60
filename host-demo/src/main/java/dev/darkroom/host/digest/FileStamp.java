package dev.darkroom.host.digest;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a file looks like from outside. A file of equal stamp holds what it held: the time of modification can be set, and
 * archives of two releases set it alike, but the time of the last change of status is the system's own.
 *
 * @param size bytes
 * @param modified time of modification, nanoseconds since 1970
 * @param changed time of the last change of content, name or permissions where the system keeps one, else of creation;
 *     nanoseconds since 1970
 */
public record FileStamp(long size, long modified, long changed) {

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static final String TIMES =
            UNIX ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime,creationTime";

    /**
     * Looks at a file.
     *
     * @throws IOException if it is missing or cannot be read
     */
    public static FileStamp of(Path file) throws IOException {
        Map<String, Object> found = Files.readAttributes(file, TIMES);
        return new FileStamp(
                (Long) found.get("size"),
                nanos(found.get("lastModifiedTime")),
                nanos(found.get(UNIX ? "ctime" : "creationTime")));
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }
}
