/**
 * Reports that need nothing but a browser: one HTML file each, without network, made from a bundle of plain values and
 * pictures that lies beside it as JSON, so that the same page can be made again from the bundle alone.
 */
@NullMarked
package dev.darkroom.host.report;

import org.jspecify.annotations.NullMarked;
