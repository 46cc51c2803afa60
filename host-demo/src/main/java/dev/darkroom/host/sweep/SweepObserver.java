package dev.darkroom.host.sweep;

/** Hears of a sweep as it goes. Called on the sweeping thread. */
public interface SweepObserver {

    /**
     * A picture begins.
     *
     * @param number which one, from 1
     * @param label what is particular about its cell
     */
    void picture(long number, String label);

    /** A step of a picture was taken. */
    void step();

    /** A picture is there, made now or before, or could not be made. */
    void finished(SweptPicture picture);
}
