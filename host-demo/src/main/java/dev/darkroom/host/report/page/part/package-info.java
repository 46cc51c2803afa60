/** The parts that pages of reports are made of. */
@NullMarked
package dev.darkroom.host.report.page.part;

import org.jspecify.annotations.NullMarked;
