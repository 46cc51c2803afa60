package dev.darkroom.api;

/** Numbers of things, as messages tell them. */
public final class Plural {

    private Plural() {}

    /**
     * Returns a number and what it counts: {@code 1 step}, {@code 20 steps}.
     *
     * @param count how many: a number of any kind, or its digits
     * @param noun what one is called; its plural ends in s
     * @return the words
     */
    public static String of(Object count, String noun) {
        String number = count.toString();
        return number + " " + noun + (number.equals("1") ? "" : "s");
    }
}
