/**
 * Loads a folder of plugin JARs through PF4J and survives whatever the folder holds.
 *
 * <p>{@link dev.darkroom.host.plugin.PluginHost} reads, vets, orders and starts the plugins one by one; a plugin that is
 * broken, hostile or hanging is reported in its {@link dev.darkroom.host.plugin.PluginHealth} and the others work.
 * {@link dev.darkroom.host.plugin.Registry} finds extensions by name; {@link dev.darkroom.host.plugin.ForeignCall} is the
 * one way to run a plugin's code.
 */
@NullMarked
package dev.darkroom.host.plugin;

import org.jspecify.annotations.NullMarked;
