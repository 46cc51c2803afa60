package dev.darkroom.api.precision;

import dev.darkroom.api.Described;
import dev.darkroom.api.model.Precision;

/** An extension that makes variants of models in another precision; users name it in {@code darkroom convert --to ID}. */
public interface PrecisionConverter extends Described {

    /** Returns the precision that the variants are chosen by at generation. */
    Precision precision();

    /** Returns the least PSNR, in dB, that pictures of a variant must have beside FP32's of the same seeds. */
    double leastPsnr();

    /**
     * Converts what this converter converts of a model.
     *
     * @param task the model, what its graphs are fed, and where to write
     * @return the graphs written; components left out stay as they are
     * @throws dev.darkroom.api.model.ModelException if the model cannot be converted
     * @throws dev.darkroom.api.runtime.CancelledException if the task was cancelled
     */
    Conversion convert(ConversionTask task);
}
