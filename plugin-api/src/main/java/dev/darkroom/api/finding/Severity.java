package dev.darkroom.api.finding;

/** How much a finding matters, in rising order. */
public enum Severity {
    /** Worth knowing; most people would keep the picture. */
    INFO,
    /** Most people would see the defect. */
    WARN,
    /** The picture is unusable. */
    SEVERE
}
