package dev.darkroom.api.sampling;

import java.util.Arrays;

/**
 * NumPy's {@code SeedSequence}: hashes a seed and the place of a node in a tree of generators to the node's own seed.
 *
 * <p>Source: O'Neill 2015, <i>Developing a seed_seq Alternative</i> (randutils), as NumPy 1.19 and later have it.
 */
final class SeedSequence {

    private static final int INIT_A = 0x43b0d7e5;
    private static final int MULTIPLY_A = 0x931e8875;
    private static final int INIT_B = 0x8b51f9dd;
    private static final int MULTIPLY_B = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;
    private static final long WORD = 0xffffffffL;

    private final int[] pool;
    private int constant = INIT_A;

    private SeedSequence(int poolSize) {
        pool = new int[poolSize];
    }

    /**
     * Returns the first word of {@code SeedSequence(entropy, spawn_key=key, pool_size=poolSize).generate_state(n)}.
     *
     * @param entropy the seed, unsigned
     * @param poolSize how many words the entropy is mixed in, at least 2
     * @param key the place in the tree, numbers from 0 up; empty for its root
     * @return an unsigned 32-bit word
     */
    static long firstWord(long entropy, int poolSize, long... key) {
        return new SeedSequence(poolSize).mix(words(entropy, poolSize, key)).firstWord();
    }

    /** Each number as 32-bit words, the low one first; the seed fills the pool with zeros if a key follows. */
    private static int[] words(long entropy, int poolSize, long[] key) {
        int[] words = new int[poolSize + 2 * key.length];
        int length = append(words, 0, entropy);
        if (key.length > 0) {
            length = poolSize;
        }
        for (long number : key) {
            length = append(words, length, number);
        }
        return Arrays.copyOf(words, length);
    }

    private static int append(int[] words, int at, long number) {
        words[at] = (int) number;
        if (number >>> 32 == 0) {
            return at + 1;
        }
        words[at + 1] = (int) (number >>> 32);
        return at + 2;
    }

    private SeedSequence mix(int[] entropy) {
        for (int i = 0; i < pool.length; i++) {
            pool[i] = hash(i < entropy.length ? entropy[i] : 0);
        }
        for (int from = 0; from < pool.length; from++) {
            for (int to = 0; to < pool.length; to++) {
                if (from != to) {
                    pool[to] = mix(pool[to], hash(pool[from]));
                }
            }
        }
        for (int from = pool.length; from < entropy.length; from++) {
            for (int to = 0; to < pool.length; to++) {
                pool[to] = mix(pool[to], hash(entropy[from]));
            }
        }
        return this;
    }

    private int hash(int value) {
        value ^= constant;
        constant *= MULTIPLY_A;
        value *= constant;
        return value ^ value >>> 16;
    }

    private static int mix(int x, int y) {
        int mixed = MIX_LEFT * x - MIX_RIGHT * y;
        return mixed ^ mixed >>> 16;
    }

    private long firstWord() {
        int hash = INIT_B;
        int value = pool[0] ^ hash;
        hash *= MULTIPLY_B;
        value *= hash;
        return (value ^ value >>> 16) & WORD;
    }
}
