/**
 * The command line: reads options, calls {@link dev.darkroom.host.Darkroom}, writes pictures and says what was found. No
 * decision about a generation is made here that another front end would have to repeat.
 *
 * <p>Exit codes: 0 done, 1 a finding reached {@code --fail-on}, 2 the request cannot be done as asked, 3 failure, 130
 * interrupted. Pictures' lines go to standard output, everything else to standard error; a stack trace needs
 * {@code --debug}.
 */
@NullMarked
package dev.darkroom.host.cli;

import org.jspecify.annotations.NullMarked;
