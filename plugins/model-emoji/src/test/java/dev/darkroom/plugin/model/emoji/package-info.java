/** What the scorer does to pictures before an encoder sees them; the encoders are tested in the host. */
@NullMarked
package dev.darkroom.plugin.model.emoji;

import org.jspecify.annotations.NullMarked;
