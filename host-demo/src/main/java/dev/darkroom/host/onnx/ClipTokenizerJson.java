package dev.darkroom.host.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.api.runtime.InferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the {@code tokenizer.json} that {@code transformers} makes of CLIP's two older files: byte-level BPE with
 * {@code </w>} at word ends, NFC, one space for all white space, lower case (convert_slow_tokenizer.py, CLIPConverter).
 */
final class ClipTokenizerJson {

    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ClipTokenizerJson() {}

    /**
     * Reads {@code vocab.json} and {@code merges.txt}.
     *
     * @throws InferenceException if they are not CLIP's
     */
    static String from(Path folder) throws IOException {
        JsonNode vocabulary = JSON.readTree(Files.readString(folder.resolve("vocab.json")));
        if (!vocabulary.isObject() || !vocabulary.has(START) || !vocabulary.has(END)) {
            throw new InferenceException(folder.getFileName() + "/vocab.json: expected a CLIP vocabulary with " + START
                    + " and " + END + "; other tokenizers need a tokenizer.json");
        }
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        for (String token : new String[] {START, END}) {
            added.addObject()
                    .put("id", vocabulary.get(token).asInt())
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", token.equals(START))
                    .put("special", true);
        }
        ArrayNode normalizers =
                root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normalizers.addObject().put("type", "NFC");
        ObjectNode spaces = normalizers.addObject().put("type", "Replace");
        spaces.putObject("pattern").put("Regex", "\\s+");
        spaces.put("content", " ");
        normalizers.addObject().put("type", "Lowercase");
        ArrayNode steps =
                root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+");
        split.put("behavior", "Removed").put("invert", true);
        steps.addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        root.putObject("post_processor")
                .put("type", "RobertaProcessing")
                .put("trim_offsets", false)
                .put("add_prefix_space", false)
                .<ObjectNode>set("sep", JSON.createArrayNode().add(END).add(vocabulary.get(END)))
                .set("cls", JSON.createArrayNode().add(START).add(vocabulary.get(START)));
        ObjectNode model = root.putObject("model")
                .put("type", "BPE")
                .put("unk_token", END)
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", "</w>")
                .put("fuse_unk", false);
        model.set("vocab", vocabulary);
        ArrayNode merges = model.putArray("merges");
        for (String line : Files.readAllLines(folder.resolve("merges.txt"))) {
            // The published files have a version line first and no other line that starts so with two words.
            if (!line.isBlank() && !line.startsWith("#version")) {
                merges.add(line);
            }
        }
        return root.toString();
    }
}
