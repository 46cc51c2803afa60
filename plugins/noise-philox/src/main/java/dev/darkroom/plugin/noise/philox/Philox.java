package dev.darkroom.plugin.noise.philox;

/**
 * Philox4x32-10: Salmon, Moraes, Dror and Shaw 2011, <i>Parallel Random Numbers: As Easy as 1, 2, 3</i>, section 3.3. A
 * pure function of key and counter.
 */
final class Philox {

    private static final int ROUNDS = 10;
    private static final long M0 = 0xd2511f53L;
    private static final long M1 = 0xcd9e8d57L;
    private static final int W0 = 0x9e3779b9;
    private static final int W1 = 0xbb67ae85;
    private static final long WORD = 0xffffffffL;

    private Philox() {}

    /**
     * Returns the first two of the four output words.
     *
     * @param key the 64-bit key, its low half the first word
     * @param c0 the first counter word
     * @param c1 the second counter word
     * @param c2 the third counter word
     * @param c3 the fourth counter word
     * @return the first word in the low half, the second in the high half
     */
    static long words(long key, int c0, int c1, int c2, int c3) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = M0 * (c0 & WORD);
            long p1 = M1 * (c2 & WORD);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += W0;
            k1 += W1;
        }
        return (c0 & WORD) | ((long) c1 << 32);
    }
}
