package dev.darkroom.api;

/**
 * The version of this contract. A plugin states the versions it works with in its manifest
 * ({@code Plugin-Requires: >=0.1.0 & <0.2.0}); the host refuses, with a reason, a plugin whose range excludes this one.
 */
public final class ApiVersion {

    /** The semantic version of the contract on the class path. */
    public static final String CURRENT = "0.1.0";

    private ApiVersion() {}
}
