package dev.darkroom.host.plugin;

import org.jspecify.annotations.Nullable;

/** What a user can do about a plugin whose code failed. */
final class Advice {

    private Advice() {}

    static String on(@Nullable Throwable cause, String pluginId) {
        String disable = "`darkroom plugins disable " + pluginId + "`";
        Throwable t = cause == null ? null : Text.unwrap(cause);
        if (t instanceof UnsupportedClassVersionError) {
            return "run Darkroom with a newer Java than " + Runtime.version().feature()
                    + ", or get a build of the plugin for Java 17";
        }
        if (t instanceof ClassNotFoundException || t instanceof NoClassDefFoundError) {
            String missing = String.valueOf(t.getMessage()).replace('/', '.');
            if (missing.contains("dev.darkroom.host") || missing.contains("ai.onnxruntime")) {
                return "plugins see only dev.darkroom.api of Darkroom; the provider must build against plugin-api alone, or "
                        + disable;
            }
            return "the provider must put that class into the JAR or declare the plugin that has it in"
                    + " Plugin-Dependencies; until then " + disable;
        }
        if (t instanceof IncompatibleClassChangeError) {
            return "the plugin was built against another version of plugin-api: get a build for this one, or "
                    + disable;
        }
        if (t instanceof VerifyError || t instanceof ClassFormatError) {
            return "the JAR is damaged: get it again, or " + disable;
        }
        return "report this to its provider, or " + disable;
    }
}
