package dev.darkroom.host.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The parts of A1111's infotext: prompt, negative prompt and the line of settings.
 *
 * <p>Read as {@code parse_generation_parameters} in {@code modules/infotext_utils.py} of
 * AUTOMATIC1111/stable-diffusion-webui 1.10 reads it, in one pass without its regular expressions, which a long quoted
 * value would drive out of the stack.
 *
 * @param prompt what the picture shows
 * @param negative what it should not show
 * @param settings the values by label, in the order of the text
 */
record InfotextParser(String prompt, String negative, Map<String, String> settings) {

    private static final String NEGATIVE = "Negative prompt:";
    private static final int FEWEST_SETTINGS = 3;
    private static final Pattern LABEL = Pattern.compile("\\w[\\w \\-/]{1,80}");

    InfotextParser {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    static InfotextParser parse(String infotext) {
        String text = infotext.strip().replace("\r\n", "\n");
        int lastBreak = text.lastIndexOf('\n');
        Map<String, String> settings = settings(text.substring(lastBreak + 1));
        String prompts = text.substring(0, Math.max(0, lastBreak));
        if (settings.size() < FEWEST_SETTINGS) {
            settings = Map.of();
            prompts = text;
        }
        int negative = prompts.startsWith(NEGATIVE) ? 0 : prompts.indexOf('\n' + NEGATIVE);
        String prompt = negative < 0 ? prompts : prompts.substring(0, negative);
        String against =
                negative < 0 ? "" : prompts.substring(negative).stripLeading().substring(NEGATIVE.length());
        return new InfotextParser(prompt.strip(), against.strip(), settings);
    }

    private static Map<String, String> settings(String line) {
        Map<String, String> found = new LinkedHashMap<>();
        int at = 0;
        int colon = -1;
        while (at < line.length()) {
            // A colon ahead is looked for once, not again from each comma before it.
            colon = colon >= at ? colon : line.indexOf(':', at);
            int comma = line.indexOf(',', at);
            if (colon < 0) {
                break;
            }
            if (comma >= 0 && comma < colon) {
                // No label before this comma: a piece of what some program did not quote.
                at = comma + 1;
                continue;
            }
            int from = colon + 1;
            while (from < line.length() && Character.isWhitespace(line.charAt(from))) {
                from++;
            }
            int end = end(line, from);
            String label = line.substring(at, colon).strip();
            if (LABEL.matcher(label).matches()) {
                found.put(label, unquoted(line.substring(from, end).strip()));
            }
            at = end + 1;
        }
        return found;
    }

    /** Returns where a value ends: at the comma after its closing quote, or else at the next comma. */
    private static int end(String line, int from) {
        int search = from;
        if (from < line.length() && line.charAt(from) == '"') {
            for (int i = from + 1; i < line.length(); i++) {
                if (line.charAt(i) == '\\') {
                    i++;
                } else if (line.charAt(i) == '"') {
                    search = i + 1;
                    break;
                }
            }
        }
        int comma = line.indexOf(',', search);
        return comma < 0 ? line.length() : comma;
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        try {
            return new ObjectMapper().readValue(value, String.class);
        } catch (JsonProcessingException e) {
            return value;
        }
    }
}
