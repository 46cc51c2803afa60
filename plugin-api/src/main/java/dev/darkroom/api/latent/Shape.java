package dev.darkroom.api.latent;

/**
 * The shape of a latent: {@code [n, c, h, w]}, batch first.
 *
 * @param n pictures in the batch
 * @param c channels
 * @param h rows
 * @param w columns
 */
public record Shape(int n, int c, int h, int w) {

    /** Checks that every dimension is positive and that the block fits an array. */
    public Shape {
        if (n < 1 || c < 1 || h < 1 || w < 1) {
            throw new IllegalArgumentException(
                    "shape: expected four positive dimensions, found [" + n + "," + c + "," + h + "," + w + "]");
        }
        long elements = (long) n * c;
        if (Math.multiplyHigh(elements, (long) h * w) != 0 || elements * ((long) h * w) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "shape: expected fewer than 2^31 elements, found [" + n + "," + c + "," + h + "," + w + "]");
        }
    }

    /** Returns the number of elements of the whole batch. */
    public int elements() {
        return n * c * h * w;
    }

    /** Returns the number of elements of one picture. */
    public int elementsPerImage() {
        return c * h * w;
    }

    /** Returns this shape with another batch size. */
    public Shape withBatch(int batch) {
        return new Shape(batch, c, h, w);
    }

    @Override
    public String toString() {
        return "[" + n + "," + c + "," + h + "," + w + "]";
    }
}
