package dev.darkroom.benchmark.diagnosis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What can be done to a model folder. */
final class Damages {

    private static final String SCHEDULER = "scheduler/scheduler_config.json";

    private static final int FEW_MERGES = 100;

    private Damages() {}

    static Fault.Damage network(Weights.Edit edit) {
        return edit("unet/model.onnx", edit);
    }

    static Fault.Damage decoder(Weights.Edit edit) {
        return edit("vae_decoder/model.onnx", edit);
    }

    static Fault.Damage edit(String file, Weights.Edit edit) {
        return folder -> Weights.edit(folder.resolve(file), edit);
    }

    static Fault.Damage scheduler(String old, String fresh) {
        return folder -> replace(folder.resolve(SCHEDULER), old, fresh);
    }

    static Fault.Damage scaling(String factor) {
        return folder -> {
            replace(folder.resolve("vae_decoder/config.json"), "0.18215", factor);
            replace(folder.resolve("vae_encoder/config.json"), "0.18215", factor);
        };
    }

    static void rawForAverage(Path folder) throws IOException {
        for (String part : List.of("unet", "text_encoder")) {
            Files.copy(
                    folder.resolve(part + "/model.non_ema.onnx"),
                    folder.resolve(part + "/model.onnx"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The raw weights in place of the average, written anew, so that the files are not the same. */
    static void rawForAverageRewritten(Path folder) throws IOException {
        rawForAverage(folder);
        for (String part : List.of("unet", "text_encoder")) {
            Weights.edit(folder.resolve(part + "/model.onnx"), TensorEdits::rewritten);
        }
    }

    /** Only the first merges are left: words fall into pieces that the text encoder never saw together. */
    static void fewMerges(Path folder) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Path tokenizer = folder.resolve("tokenizer/tokenizer.json");
        ObjectNode root = (ObjectNode) mapper.readTree(tokenizer.toFile());
        ArrayNode merges = (ArrayNode) root.path("model").path("merges");
        while (merges.size() > FEW_MERGES) {
            merges.remove(merges.size() - 1);
        }
        mapper.writeValue(tokenizer.toFile(), root);
    }

    /** Every token has another's number; the two that begin and end a text keep theirs. */
    static void reversedVocabulary(Path folder) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Path tokenizer = folder.resolve("tokenizer/tokenizer.json");
        Path words = folder.resolve("tokenizer/vocab.json");
        ObjectNode root = (ObjectNode) mapper.readTree(tokenizer.toFile());
        ObjectNode vocabulary = (ObjectNode) root.path("model").path("vocab");
        List<String> names = new ArrayList<>();
        vocabulary.fieldNames().forEachRemaining(names::add);
        List<String> plain =
                names.stream().filter(name -> !name.startsWith("<|")).toList();
        List<Integer> numbers = new ArrayList<>(
                plain.stream().map(name -> vocabulary.get(name).asInt()).toList());
        Collections.reverse(numbers);
        for (int i = 0; i < plain.size(); i++) {
            vocabulary.put(plain.get(i), numbers.get(i));
        }
        mapper.writeValue(tokenizer.toFile(), root);
        mapper.writeValue(words.toFile(), vocabulary);
    }

    /** Each sample picture has the caption of the next one: nothing is wrong with the pictures that are made. */
    static void mixedUpCaptions(Path folder) throws IOException {
        List<Path> captions;
        try (Stream<Path> files = Files.list(folder.resolve("samples"))) {
            captions = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        List<String> texts = new ArrayList<>();
        for (Path caption : captions) {
            texts.add(Files.readString(caption));
        }
        Collections.rotate(texts, 1);
        for (int i = 0; i < captions.size(); i++) {
            Files.writeString(captions.get(i), texts.get(i));
        }
    }

    static void halfTheSize(Path folder) throws IOException {
        replace(folder.resolve("unet/config.json"), "\"sample_size\": 16", "\"sample_size\": 8");
        replace(folder.resolve("vae_decoder/config.json"), "\"sample_size\": 128", "\"sample_size\": 64");
    }

    private static void replace(Path file, String old, String fresh) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(old)) {
            throw new IOException(file + ": expected \"" + old + "\", found none: the fault cannot be injected");
        }
        Files.writeString(file, text.replace(old, fresh));
    }
}
