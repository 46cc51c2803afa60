/**
 * How a picture was made, read from the metadata it carries: Darkroom's own JSON, the {@code parameters} text of A1111 and
 * the {@code prompt} graph of ComfyUI.
 *
 * <p>Files come from strangers. Whatever they hold, the answer is a request in its ranges with a line for each thing it
 * could not take over, or one line that says what is wrong.
 */
@NullMarked
package dev.darkroom.host.recipe;

import org.jspecify.annotations.NullMarked;
