package dev.darkroom.api.diagnosis;

/** How a piece of evidence bears on a cause. */
public enum Bearing {
    /** It could not be seen without the cause: a schedule that ends at 0.6, an operation that gives NaN. */
    PROVES(3),
    /** A significant effect above the spread of clean pictures, or a clear deterministic difference. */
    SUPPORTS(2),
    /** It is as the cause would have it, and as others would too. */
    SUGGESTS(1),
    /** It says nothing either way. */
    NEUTRAL(0),
    /** It is not as the cause would have it, but the cause could hide. */
    DOUBTS(-1),
    /** The cause is not there, or an equivalence test rejects any effect that would matter. */
    EXCLUDES(-3);

    private final int weight;

    Bearing(int weight) {
        this.weight = weight;
    }

    /** Returns a number that is positive for and negative against the cause, larger the more it says. */
    public int weight() {
        return weight;
    }
}
