package dev.darkroom.host.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads infotext the way A1111 does: its regular expressions, its rule for the last line, its unquoting
 * ({@code parse_generation_parameters} in {@code modules/infotext_utils.py}).
 */
final class A1111 {

    private static final Pattern PARAM =
            Pattern.compile("\\s*(\\w[\\w \\-/]+):\\s*(\"(?:\\\\.|[^\\\\\"])+\"|[^,]*)(?:,|$)");
    private static final Pattern IMAGE_SIZE = Pattern.compile("^(\\d+)x(\\d+)$");

    private A1111() {}

    static Map<String, String> parse(String infotext) {
        List<String> lines = new ArrayList<>(List.of(infotext.strip().split("\n", -1)));
        String last = lines.remove(lines.size() - 1);
        if (PARAM.matcher(last).results().count() < 3) {
            lines.add(last);
            last = "";
        }
        String prompt = "";
        String negative = "";
        boolean promptDone = false;
        for (String raw : lines) {
            String line = raw.strip();
            if (line.startsWith("Negative prompt:")) {
                promptDone = true;
                line = line.substring("Negative prompt:".length()).strip();
            }
            if (promptDone) {
                negative += (negative.isEmpty() ? "" : "\n") + line;
            } else {
                prompt += (prompt.isEmpty() ? "" : "\n") + line;
            }
        }
        Map<String, String> found = new LinkedHashMap<>();
        found.put("Prompt", prompt);
        found.put("Negative prompt", negative);
        Matcher matcher = PARAM.matcher(last);
        while (matcher.find()) {
            String value = unquote(matcher.group(2));
            Matcher size = IMAGE_SIZE.matcher(value);
            if (size.find()) {
                found.put(matcher.group(1) + "-1", size.group(1));
                found.put(matcher.group(1) + "-2", size.group(2));
            } else {
                found.put(matcher.group(1), value);
            }
        }
        return found;
    }

    private static String unquote(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        try {
            return new ObjectMapper().readValue(text, String.class);
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
