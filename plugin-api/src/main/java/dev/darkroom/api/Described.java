package dev.darkroom.api;

import org.pf4j.ExtensionPoint;

/** Anything a plugin contributes: it has an id, a name for people, aliases and options. */
public interface Described extends ExtensionPoint {

    /**
     * Returns who this extension is. Called often and before anything else; it must be cheap, must not fail and must
     * return equal values each time.
     *
     * @return the identity of this extension
     */
    ExtensionInfo info();
}
