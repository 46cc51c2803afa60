/**
 * Pictures as files: PNG with the settings AUTOMATIC1111 writes and with full provenance as JSON, contact sheets of
 * steps, and a reader of other people's metadata that nothing in a file can hurt.
 *
 * <p>The PNG format is written and read here, on {@code java.util.zip} alone: ImageIO would load AWT, which costs more
 * than the picture.
 */
@NullMarked
package dev.darkroom.host.image;

import org.jspecify.annotations.NullMarked;
