package dev.darkroom.host.inspection;

import java.nio.file.Path;

/**
 * A file to inspect.
 *
 * @param file where it is
 * @param name what its heat maps are named after: its path below the folder the user named, else its name; unique in a
 *     run
 */
public record PictureFile(Path file, Path name) {}
