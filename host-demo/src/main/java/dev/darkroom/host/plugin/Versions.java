package dev.darkroom.host.plugin;

import java.util.regex.Pattern;
import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/**
 * Semantic versions as people write them. PF4J takes none but {@code a.b.c} and lets {@code 1.0.0-SNAPSHOT} fail
 * {@code >=1.0.0}; here a version may be short ({@code 1.0}) and a snapshot counts as the release it leads to.
 */
final class Versions {

    private static final VersionManager PF4J = new DefaultVersionManager();
    private static final Pattern SHORT = Pattern.compile("(\\d+)(\\.\\d+)?(?=$|[-+])");
    private static final Pattern EXACT = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    private Versions() {}

    /**
     * Returns whether a version lies in a range such as {@code >=0.1.0 & <0.2.0}; a bare version means "at least".
     *
     * @throws RuntimeException if one of the two cannot be read
     */
    static boolean satisfies(String version, String range) {
        String wanted = EXACT.matcher(range.strip()).matches() ? ">=" + range.strip() : range.strip();
        return PF4J.checkVersionConstraint(release(version), wanted);
    }

    /** Compares two versions by precedence: a snapshot comes before its release. */
    static int compare(String a, String b) {
        return PF4J.compareVersions(full(a), full(b));
    }

    static boolean isOne(String version) {
        try {
            PF4J.compareVersions(full(version), "0.0.0");
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String release(String version) {
        return full(version).replaceFirst("-SNAPSHOT$", "");
    }

    private static String full(String version) {
        var matcher = SHORT.matcher(version);
        if (!matcher.lookingAt()) {
            return version;
        }
        String padded = matcher.group(2) == null ? matcher.group(1) + ".0.0" : matcher.group() + ".0";
        return padded + version.substring(matcher.end());
    }
}
