/** The pages of reports: made of the templates in {@code src/main/jte} by the build. */
@NullMarked
package dev.darkroom.host.report.page;

import org.jspecify.annotations.NullMarked;
