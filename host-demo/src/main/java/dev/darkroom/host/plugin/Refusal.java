package dev.darkroom.host.plugin;

/** Why a file is not loaded as a plugin. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String whatToDo;

    Refusal(String reason, String whatToDo) {
        super(reason, null, false, false);
        this.whatToDo = whatToDo;
    }

    String reason() {
        return getMessage();
    }

    String whatToDo() {
        return whatToDo;
    }
}
