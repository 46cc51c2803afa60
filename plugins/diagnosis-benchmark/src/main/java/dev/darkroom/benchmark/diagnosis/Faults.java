package dev.darkroom.benchmark.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;

/** The faults, and the unharmed generations among which false alarms are counted. */
final class Faults {

    /** More words than the embedded model's 24 tokens, so that the subject at the end is cut off. */
    private static final String LONG_WINDED =
            "a very nice and quite beautiful picture with lovely bright cheerful colours"
                    + " and soft smooth shiny shapes and gentle light, showing ";

    private static final String NETWORK = "unet/model.onnx";
    private static final String DECODER = "vae_decoder/model.onnx";

    private Faults() {}

    static List<Fault> all() {
        return List.of(
                Fault.clean("clean"),
                Fault.clean("clean euler 30, cfg 2", "--sampler", "euler", "--steps", "30", "--cfg-scale", "2"),
                Fault.clean("clean euler a", "--sampler", "euler_a"),
                Fault.clean("clean karras 25, cfg 4", "--schedule", "karras", "--steps", "25", "--cfg-scale", "4"),
                Fault.options("steps 3", "too-few-steps", "--steps", "3"),
                Fault.options("steps 5", "too-few-steps", "--steps", "5"),
                Fault.options("cfg 14", "guidance-too-strong", "--cfg-scale", "14"),
                Fault.options("cfg 20", "guidance-too-strong", "--cfg-scale", "20"),
                Fault.options("cfg 1", "guidance-too-weak", "--cfg-scale", "1"),
                Fault.options("raw weights", "raw-weights", "--weights", "raw"),
                Fault.folder("raw weights in the folder", "raw-weights", Faults::rawForAverage),
                Fault.folder(
                        "prediction epsilon",
                        "wrong-prediction-type",
                        folder ->
                                replace(folder.resolve("scheduler/scheduler_config.json"), "v_prediction", "epsilon")),
                Fault.folder(
                        "prediction sample",
                        "wrong-prediction-type",
                        folder -> replace(folder.resolve("scheduler/scheduler_config.json"), "v_prediction", "sample")),
                Fault.folder(
                        "betas linear",
                        "wrong-beta-schedule",
                        folder ->
                                replace(folder.resolve("scheduler/scheduler_config.json"), "scaled_linear", "linear")),
                Fault.folder(
                        "betas cosine",
                        "wrong-beta-schedule",
                        folder -> replace(
                                folder.resolve("scheduler/scheduler_config.json"),
                                "scaled_linear",
                                "squaredcos_cap_v2")),
                Fault.options(
                        "schedule ends at 0.6",
                        "schedule-not-at-zero",
                        "--sigmas",
                        "14.6,10,7,5,3.6,2.7,2,1.6,1.2,0.9,0.75,0.6"),
                Fault.folder("scaling factor 0.13025", "vae-scaling-factor", folder -> scaling(folder, "0.13025")),
                Fault.folder("scaling factor 0.3", "vae-scaling-factor", folder -> scaling(folder, "0.3")),
                Fault.folder(
                        "decoder damped",
                        "poor-vae",
                        folder -> Weights.edit(folder.resolve(DECODER), Faults::dampened)),
                Fault.folder(
                        "decoder averages",
                        "poor-vae",
                        folder -> Weights.edit(folder.resolve(DECODER), Faults::averaged)),
                Fault.folder(
                        "decoder overflows",
                        "fp16-vae-overflow",
                        folder -> Weights.edit(folder.resolve(DECODER), Faults::overflowing)),
                Fault.folder(
                        "blue for red",
                        "range-mapping",
                        folder -> Weights.edit(folder.resolve(DECODER), Faults::swapped)),
                Fault.options("tiles without overlap", "tiled-vae", "--vae-tile", "64", "--vae-tile-overlap", "0"),
                Fault.folder(
                        "prompt dropped",
                        "prompt-ignored",
                        folder -> Weights.edit(folder.resolve("text_encoder/model.onnx"), Faults::deaf)),
                Fault.options("prompt truncated", "prompt-truncated").with(prompt -> LONG_WINDED + prompt),
                Fault.options("twice the size", "larger-than-native", "--width", "256", "--height", "256"),
                Fault.options("eta 2", "excess-ancestral-noise", "--sampler", "euler_a", "--sampler-option", "eta=2"),
                Fault.options(
                                "second order at 4 steps",
                                "solver-unstable-near-zero",
                                "--sampler",
                                "dpmpp_2m",
                                "--schedule",
                                "karras",
                                "--steps",
                                "4")
                        .or("too-few-steps"),
                Fault.folder(
                        "damaged layer",
                        "damaged-weights",
                        folder -> Weights.edit(folder.resolve(NETWORK), Faults::shaken)),
                Fault.folder(
                        "damaged output",
                        "damaged-weights",
                        folder -> Weights.edit(folder.resolve(NETWORK), Faults::halved)));
    }

    private static void rawForAverage(Path folder) throws IOException {
        for (String part : List.of("unet", "text_encoder")) {
            Files.copy(
                    folder.resolve(part + "/model.non_ema.onnx"),
                    folder.resolve(part + "/model.onnx"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void scaling(Path folder, String factor) throws IOException {
        replace(folder.resolve("vae_decoder/config.json"), "0.18215", factor);
        replace(folder.resolve("vae_encoder/config.json"), "0.18215", factor);
    }

    private static void replace(Path file, String old, String fresh) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(old)) {
            throw new IOException(file + ": expected \"" + old + "\", found none: the fault cannot be injected");
        }
        Files.writeString(file, text.replace(old, fresh));
    }

    private static boolean dampened(String name, float[] values, long[] dims) {
        if (dims.length != 4 || !name.startsWith("vae.decoder.body")) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= 0.9f;
        }
        return true;
    }

    /** The last convolution's kernels become boxes: a blur. */
    private static boolean averaged(String name, float[] values, long[] dims) {
        if (!isLast(dims)) {
            return false;
        }
        int kernel = (int) (dims[2] * dims[3]);
        for (int at = 0; at < values.length; at += kernel) {
            float mean = 0;
            for (int i = 0; i < kernel; i++) {
                mean += values[at + i] / kernel;
            }
            java.util.Arrays.fill(values, at, at + kernel, mean);
        }
        return true;
    }

    private static boolean overflowing(String name, float[] values, long[] dims) {
        if (!isLast(dims)) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= 1e38f * 1e6f;
        }
        return true;
    }

    private static boolean swapped(String name, float[] values, long[] dims) {
        boolean bias = dims.length == 1 && dims[0] == 3;
        if (!isLast(dims) && !bias) {
            return false;
        }
        int each = values.length / 3;
        for (int i = 0; i < each; i++) {
            float red = values[i];
            values[i] = values[2 * each + i];
            values[2 * each + i] = red;
        }
        return true;
    }

    private static boolean isLast(long[] dims) {
        return dims.length == 4 && dims[0] == 3;
    }

    /** Every token becomes the same one. */
    private static boolean deaf(String name, float[] values, long[] dims) {
        if (dims.length != 2 || dims[0] != 1536) {
            return false;
        }
        int width = (int) dims[1];
        for (int at = width; at < values.length; at += width) {
            System.arraycopy(values, 0, values, at, width);
        }
        return true;
    }

    private static boolean shaken(String name, float[] values, long[] dims) {
        if (!name.equals("up0.1.conv2.weight")) {
            return false;
        }
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        double size = 2 * Math.sqrt(squares / values.length);
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (size * random.nextGaussian());
        }
        return true;
    }

    private static boolean halved(String name, float[] values, long[] dims) {
        if (!name.equals("conv_out.weight")) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= 0.5f;
        }
        return true;
    }
}
