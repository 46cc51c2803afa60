package dev.darkroom.api.sweep;

import dev.darkroom.api.Described;
import java.util.List;

/** An extension that says what the pictures of a sweep say together. Stateless. */
public interface SweepAnalyst extends Described {

    /**
     * Analyses.
     *
     * @param axes the axes
     * @param samples the pictures, at least one; every cell has one index an axis
     * @return what they say
     */
    SweepAnalysis analyse(List<SweepAxis> axes, List<SweepSample> samples);
}
