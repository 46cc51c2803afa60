package dev.darkroom.host.recipe;

/** Whose metadata a recipe was read from. */
public enum Origin {
    /** Darkroom's own JSON: everything that made the picture. */
    DARKROOM("Darkroom's metadata"),
    /** The {@code parameters} text of AUTOMATIC1111's web UI and of the programs that follow it. */
    A1111("A1111's parameters"),
    /** The {@code prompt} graph of ComfyUI. */
    COMFYUI("ComfyUI's prompt graph");

    private final String title;

    Origin(String title) {
        this.title = title;
    }

    /** Returns what people call it. */
    @Override
    public String toString() {
        return title;
    }
}
