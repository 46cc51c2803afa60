package dev.darkroom.host.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What other programs read in a prompt beside its words, and Darkroom does not. */
public final class PromptSyntax {

    private static final Pattern NETWORK = Pattern.compile("<(?:lora|lyco|hypernet):");
    private static final Pattern EMPHASIS = Pattern.compile("\\([^()]*:\\s*-?\\d");

    // Possessive: a prompt of a million colons must not be searched a million times.
    private static final Pattern CHANGE = Pattern.compile("\\[[^\\[\\]:|]*+[:|][^\\[\\]]*+]");

    private PromptSyntax() {}

    /** Returns a line for each kind of such syntax in a prompt. */
    public static List<String> remarks(String prompt) {
        List<String> remarks = new ArrayList<>();
        if (NETWORK.matcher(prompt).find()) {
            remarks.add("<lora:...> in the prompt: no such network is loaded; the text is read as it stands");
        }
        if (EMPHASIS.matcher(prompt).find()) {
            remarks.add("(words:1.2) in the prompt: emphasis is not known here; the text is read as it stands");
        }
        if (CHANGE.matcher(prompt).find()) {
            remarks.add("[one|other] in the prompt: words do not change on the way; the text is read as it stands");
        }
        return remarks;
    }
}
