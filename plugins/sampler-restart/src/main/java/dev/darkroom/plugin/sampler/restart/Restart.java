package dev.darkroom.plugin.sampler.restart;

import dev.darkroom.api.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/**
 * An interval of levels that a run goes through again.
 *
 * @param min the level to restart at; the nearest of the run is meant
 * @param levels how many levels the interval is divided by, both ends among them, at least 2
 * @param times how often to go through it again, at least 1
 * @param max the level to go back to, above {@code min}; the nearest of the run is meant
 */
record Restart(double min, int levels, int times, double max) {

    private static final int MOST = 1000;

    Restart {
        if (!(min >= 0 && max > min && max < Double.POSITIVE_INFINITY)) {
            throw new InvalidRequestException(
                    "restart_list: expected a level from 0 up and one above it, found " + min + " and " + max);
        }
        if (levels < 2 || levels > MOST || times < 1 || times > MOST) {
            throw new InvalidRequestException("restart_list: expected 2 to " + MOST + " levels and 1 to " + MOST
                    + " times, found " + levels + " and " + times);
        }
    }

    /**
     * Reads a list.
     *
     * @param text {@code MIN:LEVELS:TIMES:MAX}, several with semicolons between; or {@code none}
     * @return the restarts
     * @throws InvalidRequestException if the text is no such list
     */
    static List<Restart> parse(String text) {
        List<Restart> restarts = new ArrayList<>();
        if (text.trim().equalsIgnoreCase("none")) {
            return restarts;
        }
        for (String one : text.split(";", -1)) {
            String[] parts = one.trim().split(":", -1);
            try {
                if (parts.length != 4) {
                    throw new NumberFormatException("four numbers");
                }
                restarts.add(new Restart(
                        Double.parseDouble(parts[0]),
                        Integer.parseInt(parts[1].trim()),
                        Integer.parseInt(parts[2].trim()),
                        Double.parseDouble(parts[3])));
            } catch (NumberFormatException e) {
                throw new InvalidRequestException(
                        "option restart_list: expected auto, none or MIN:LEVELS:TIMES:MAX as in 0.1:10:1:2, several with"
                                + " semicolons between, found \"" + text + "\"");
            }
        }
        return restarts;
    }
}
