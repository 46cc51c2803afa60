package dev.darkroom.api;

import java.util.List;
import java.util.Objects;

/**
 * One option of an extension: its name, type, default and range.
 *
 * @param name the name as users write it, {@code eta}, {@code s_churn}
 * @param type how the text is read
 * @param defaultValue the text used when the user gives none
 * @param min the smallest number allowed (numbers only)
 * @param max the largest number allowed (numbers only)
 * @param choices the words allowed ({@link Type#CHOICE} only)
 * @param description one sentence
 */
public record OptionSpec(
        String name, Type type, String defaultValue, double min, double max, List<String> choices, String description) {

    /** How the text of an option is read. */
    public enum Type {
        /** A finite number. */
        NUMBER,
        /** A whole number. */
        INTEGER,
        /** {@code true} or {@code false}. */
        FLAG,
        /** One of {@link OptionSpec#choices()}. */
        CHOICE,
        /** Any text. */
        TEXT
    }

    /** Checks that the default is one of the values the option allows. */
    public OptionSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        choices = List.copyOf(choices);
        parse(name, type, min, max, choices, defaultValue);
    }

    /** Returns a number option with a closed range. */
    public static OptionSpec number(String name, double value, double min, double max, String description) {
        return new OptionSpec(name, Type.NUMBER, Double.toString(value), min, max, List.of(), description);
    }

    /** Returns a whole-number option with a closed range. */
    public static OptionSpec integer(String name, int value, int min, int max, String description) {
        return new OptionSpec(name, Type.INTEGER, Integer.toString(value), min, max, List.of(), description);
    }

    /** Returns a true/false option. */
    public static OptionSpec flag(String name, boolean value, String description) {
        return new OptionSpec(name, Type.FLAG, Boolean.toString(value), 0, 0, List.of(), description);
    }

    /** Returns an option that takes one of {@code choices}. */
    public static OptionSpec choice(String name, String value, List<String> choices, String description) {
        return new OptionSpec(name, Type.CHOICE, value, 0, 0, choices, description);
    }

    /** Returns an option that takes any text. */
    public static OptionSpec text(String name, String value, String description) {
        return new OptionSpec(name, Type.TEXT, value, 0, 0, List.of(), description);
    }

    /**
     * Reads {@code text} as a value of this option.
     *
     * @param text what the user wrote
     * @return a Double, Integer, Boolean or String by {@link #type()}
     * @throws InvalidRequestException if the text is no value of this option
     */
    public Object parse(String text) {
        return parse(name, type, min, max, choices, text);
    }

    private static Object parse(String name, Type type, double min, double max, List<String> choices, String text) {
        switch (type) {
            case NUMBER -> {
                double value;
                try {
                    value = Double.parseDouble(text.trim());
                } catch (NumberFormatException e) {
                    throw bad(name, "a number from " + min + " to " + max, text);
                }
                if (!(value >= min && value <= max)) {
                    throw bad(name, "a number from " + min + " to " + max, text);
                }
                return value;
            }
            case INTEGER -> {
                long value;
                try {
                    value = Long.parseLong(text.trim());
                } catch (NumberFormatException e) {
                    throw bad(name, "a whole number from " + (long) min + " to " + (long) max, text);
                }
                if (value < min || value > max) {
                    throw bad(name, "a whole number from " + (long) min + " to " + (long) max, text);
                }
                return (int) value;
            }
            case FLAG -> {
                if (text.trim().equalsIgnoreCase("true")) {
                    return true;
                }
                if (text.trim().equalsIgnoreCase("false")) {
                    return false;
                }
                throw bad(name, "true or false", text);
            }
            case CHOICE -> {
                for (String choice : choices) {
                    if (choice.equalsIgnoreCase(text.trim())) {
                        return choice;
                    }
                }
                throw bad(name, "one of " + String.join(", ", choices), text);
            }
            default -> {
                return text;
            }
        }
    }

    private static InvalidRequestException bad(String name, String expected, String found) {
        return new InvalidRequestException("option " + name + ": expected " + expected + ", found \"" + found + "\"");
    }
}
