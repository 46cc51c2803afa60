/**
 * Half precision: weights and most operators in IEEE binary16; what leaves its range, or needs more than its 11 bits, stays in
 * FP32 between casts (Micikevicius et al. 2018, "Mixed Precision Training", section 3).
 */
@NullMarked
package dev.darkroom.plugin.precision.fp16;

import org.jspecify.annotations.NullMarked;
