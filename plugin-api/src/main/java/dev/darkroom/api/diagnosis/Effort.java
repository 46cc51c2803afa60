package dev.darkroom.api.diagnosis;

/** How much a diagnosis may cost. */
public enum Effort {
    /** A first opinion: what needs no or few pictures. */
    QUICK(8),
    /** One look at eight pairs. */
    NORMAL(24),
    /** Further looks, at up to 32 pairs. */
    THOROUGH(96),
    /**
     * The grid that a diagnosis spares: every experiment that can be made, with eight pairs, whatever is known by then, and none
     * with another's pictures or answers. For comparison.
     */
    EXHAUSTIVE(1000);

    private final int pictures;

    Effort(int pictures) {
        this.pictures = pictures;
    }

    /** Returns how many pictures may be made. */
    public int pictures() {
        return pictures;
    }
}
