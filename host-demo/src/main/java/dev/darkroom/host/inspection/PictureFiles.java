package dev.darkroom.host.inspection;

import dev.darkroom.host.file.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files that paths mean: a file means itself whatever its name; a folder means the pictures in it (by extension, in
 * order of their names, nothing hidden), and with {@code recursive} those in its folders, of which links are not followed.
 */
public final class PictureFiles {

    /** The extensions of pictures in folders, in lower case. */
    public static final List<String> EXTENSIONS = List.of(".png", ".jpg", ".jpeg", ".webp");

    private final boolean recursive;
    private final List<PictureFile> files = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<Path> names = new HashSet<>();

    private PictureFiles(boolean recursive) {
        this.recursive = recursive;
    }

    /**
     * Lists what paths mean.
     *
     * @param paths files and folders; what does not exist is listed as a file, and fails when it is read
     * @param recursive whether folders in folders are looked into
     * @return the files, in the order of the paths
     */
    public static PictureFiles of(List<Path> paths, boolean recursive) {
        PictureFiles found = new PictureFiles(recursive);
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                found.folder(path, path);
            } else {
                Path name = path.getFileName();
                found.add(path, name == null ? Path.of("picture") : name);
            }
        }
        return found;
    }

    private void folder(Path top, Path folder) {
        Set<Path> folders = new TreeSet<>();
        Set<Path> pictures = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    folders.add(entry);
                } else if (isPicture(name)) {
                    pictures.add(entry);
                }
            }
        } catch (IOException e) {
            problems.add(FileFailure.of("read folder", folder, e).getMessage());
            return;
        }
        pictures.forEach(picture -> add(picture, top.relativize(picture)));
        if (recursive) {
            folders.forEach(each -> folder(top, each));
        } else if (!folders.isEmpty()) {
            remarks.add(folder + ": the " + (folders.size() == 1 ? "folder" : folders.size() + " folders") + " in it "
                    + (folders.size() == 1 ? "is" : "are") + " not looked into (--recursive does)");
        }
    }

    private static boolean isPicture(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(lower::endsWith);
    }

    private void add(Path file, Path wanted) {
        Path name = wanted;
        for (int number = 2; !names.add(name); number++) {
            name = wanted.resolveSibling(number + "-" + wanted.getFileName());
        }
        files.add(new PictureFile(file, name));
    }

    /** Returns the files. */
    public List<PictureFile> files() {
        return List.copyOf(files);
    }

    /** Returns what the user may want to know of what was left out. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Returns why folders could not be read, a line each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
