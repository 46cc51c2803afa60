package dev.darkroom.host.image;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.host.text.Words;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The settings of a picture as AUTOMATIC1111's web UI writes them into the {@code parameters} text of a PNG, so that it
 * and the many programs that follow it can read them back.
 *
 * <p>Source: {@code create_infotext} in {@code modules/processing.py} and {@code quote} in
 * {@code modules/infotext_utils.py} of AUTOMATIC1111/stable-diffusion-webui 1.10.
 */
public final class Infotext {

    /** The keyword of the text. */
    public static final String KEYWORD = "parameters";

    /** The labels A1111 gives these options of k-diffusion's samplers. */
    public static final Map<String, String> OPTION_LABELS = Map.of(
            "eta", "Eta",
            "s_churn", "Sigma churn",
            "s_tmin", "Sigma tmin",
            "s_tmax", "Sigma tmax",
            "s_noise", "Sigma noise");

    // A1111 takes the generator of its own GPU where RNG is absent, and knows no others than these.
    private static final Map<String, String> GENERATORS = Map.of("torch", "CPU", "philox", "NV");

    private Infotext() {}

    /**
     * Returns the text of a picture.
     *
     * @param result the picture
     * @param names what people call its sampler and schedule
     * @return the prompt, the negative prompt where there is one, and one line of settings
     */
    public static String of(GenerationResult result, DisplayNames names) {
        GenerationRequest request = result.request();
        Provenance provenance = result.provenance();
        StringJoiner settings = new StringJoiner(", ");
        add(settings, "Steps", request.steps());
        add(settings, "Sampler", names.sampler());
        add(settings, "Schedule type", names.schedule());
        add(settings, "CFG scale", shortest(request.cfgScale()));
        add(settings, "Seed", result.seed());
        add(settings, "Size", provenance.width() + "x" + provenance.height());
        modelHash(provenance).ifPresent(hash -> add(settings, "Model hash", hash));
        add(settings, "Model", provenance.model());
        String generator = GENERATORS.get(provenance.noise());
        if (generator == null) {
            add(settings, "Noise source", provenance.noise());
        } else {
            add(settings, "RNG", generator);
        }
        new TreeMap<>(request.sampler().options())
                .forEach((name, value) -> add(settings, OPTION_LABELS.getOrDefault(name, "Sampler " + name), value));
        new TreeMap<>(request.schedule().options()).forEach((name, value) -> add(settings, "Schedule " + name, value));
        if (request.sgmNoiseMultiplier()) {
            add(settings, "SGM noise multiplier", "True");
        }
        if (request.decoding().tile() > 0) {
            add(settings, "VAE tile", request.decoding().tile());
            add(settings, "VAE tile overlap", request.decoding().overlap());
        }
        if (request.process().zeroSnr()) {
            // As A1111 records its setting "Noise schedule for sampling".
            add(settings, "Noise Schedule", "Zero Terminal SNR");
        }
        request.process().prediction().ifPresent(type -> add(settings, "Prediction", Words.lower(type)));
        request.process().betas().ifPresent(betas -> add(settings, "Beta schedule", betas));
        if (!provenance.guidance().equals("cfg")) {
            add(settings, "Guidance", provenance.guidance());
        }
        new TreeMap<>(request.guidance().options()).forEach((name, value) -> add(settings, "Guidance " + name, value));
        if (request.weights() != Weights.EMA) {
            add(settings, "Weights", Words.lower(request.weights()));
        }
        if (request.precision() != Precision.FP32) {
            add(settings, "Precision", Words.lower(request.precision()));
        }
        add(settings, "Version", provenance.software());
        String negative = request.negativePrompt().isEmpty() ? "" : "\nNegative prompt: " + request.negativePrompt();
        return (request.prompt() + negative + "\n" + settings).strip();
    }

    private static void add(StringJoiner settings, String label, Object value) {
        String text = value.toString();
        if (!text.isEmpty()) {
            settings.add(label + ": " + quote(text));
        }
    }

    private static String quote(String text) {
        if (text.indexOf(',') < 0 && text.indexOf('\n') < 0 && text.indexOf(':') < 0) {
            return text;
        }
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static String shortest(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** A1111 names a checkpoint by the head of its SHA-256; of a folder of files the denoising network stands for it. */
    private static Optional<String> modelHash(Provenance provenance) {
        return provenance.files().entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith("unet") || file.getKey().startsWith("transformer"))
                .filter(file -> file.getKey().endsWith(".onnx"))
                .map(file -> file.getValue()
                        .substring(0, Math.min(10, file.getValue().length())))
                .findFirst();
    }
}
