package dev.darkroom.host.plugin;

import dev.darkroom.api.Described;
import dev.darkroom.api.ExtensionInfo;

/**
 * An extension and where it comes from.
 *
 * @param extension the one instance
 * @param info its identity, asked once
 * @param pluginId the plugin that contributes it
 * @param pluginVersion that plugin's version
 * @param pluginSha256 the digest of that plugin's JAR in lower-case hex
 * @param <T> the extension point
 */
public record Registered<T extends Described>(
        T extension, ExtensionInfo info, String pluginId, String pluginVersion, String pluginSha256) {

    /** Returns the extension's id. */
    public String id() {
        return info.id();
    }
}
