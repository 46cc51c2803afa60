package dev.darkroom.diagnostics.measure;

/**
 * How much more there is of each hue than of what it becomes when red and blue are swapped. Skin, wood and earth are orange,
 * leaves yellowish green and the sky azure, which makes photographs lean to one side; a swap turns the sign of every number.
 *
 * <p>Amounts are square roots of the shares of all chroma that a sector of 30 degrees of the HSV circle holds, apart for the
 * upper third and the rest and for light and dark pixels, summed.
 *
 * @param red red over blue
 * @param orange orange over azure
 * @param yellow yellow over cyan
 * @param leaf yellowish over bluish green
 * @param rose rose over violet
 * @param sky orange and yellow over azure and cyan, among the light pixels, in the upper third over the rest
 */
public record HueBalance(double red, double orange, double yellow, double leaf, double rose, double sky) {

    private static final int SECTORS = 12;

    /** Sector k becomes sector 8 - k. */
    private static final int[] FIRST = {0, 1, 2, 3, 11};

    private static final double UPPER = 1 / 3.0;
    private static final int LIGHT = 128;

    /** Chroma of a grey picture, in codes: below it hues are chance. */
    private static final double SOFT = 2;

    /** Measures a picture. */
    public static HueBalance of(SampledPixels pixels) {
        // Upper and light, upper and dark, the rest and light, the rest and dark.
        double[][] chroma = new double[4][SECTORS];
        double all = SOFT * pixels.size();
        for (int i = 0; i < pixels.size(); i++) {
            int most = pixels.most(i);
            int range = most - pixels.least(i);
            int part = (pixels.depth(i) < UPPER ? 0 : 2) + (most >= LIGHT ? 0 : 1);
            if (range > 0) {
                chroma[part][pixels.hue(i, SECTORS)] += range;
            }
            all += range;
        }
        double[][] over = new double[4][FIRST.length];
        double[] sum = new double[FIRST.length];
        for (int part = 0; part < over.length; part++) {
            for (int k = 0; k < FIRST.length; k++) {
                over[part][k] = Math.sqrt(chroma[part][FIRST[k]] / all)
                        - Math.sqrt(chroma[part][Math.floorMod(8 - FIRST[k], SECTORS)] / all);
                sum[k] += over[part][k];
            }
        }
        double sky = over[0][1] + over[0][2] - over[2][1] - over[2][2];
        return new HueBalance(sum[0], sum[1], sum[2], sum[3], sum[4], sky);
    }
}
