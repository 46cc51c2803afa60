package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.picture.HeatMap;

/** From measures by block to maps for people. */
public final class HeatMaps {

    private HeatMaps() {}

    /** Returns a map with a cell a block; values outside [0,1] are clamped. */
    public static HeatMap of(BlockGrid grid) {
        float[] values = new float[grid.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) grid.at(i);
        }
        return HeatMap.of(grid.columns(), grid.rows(), values);
    }
}
