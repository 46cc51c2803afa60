/**
 * Pictures of any making as the inspectors see them: PNG, JPEG and WebP files, read with the limits that files of
 * strangers need.
 *
 * <p>The one room that knows AWT and ImageIO. They cost more to load than a picture costs to make, so that nothing here
 * is touched before a file is to be inspected.
 */
@NullMarked
package dev.darkroom.host.image.decode;

import org.jspecify.annotations.NullMarked;
