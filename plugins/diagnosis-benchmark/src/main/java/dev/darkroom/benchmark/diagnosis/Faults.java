package dev.darkroom.benchmark.diagnosis;

import java.util.List;

/** The faults that the experiments were written for. */
final class Faults {

    /** More words than the embedded model's 24 tokens, so that the subject at the end is cut off. */
    private static final String LONG_WINDED =
            "a very nice and quite beautiful picture with lovely bright cheerful colours"
                    + " and soft smooth shiny shapes and gentle light, showing ";

    private Faults() {}

    static List<Fault> all() {
        return List.of(
                Fault.known("steps 3", "too-few-steps").with("--steps", "3"),
                Fault.known("steps 5", "too-few-steps").with("--steps", "5"),
                Fault.known("cfg 14", "guidance-too-strong").with("--cfg-scale", "14"),
                Fault.known("cfg 20", "guidance-too-strong").with("--cfg-scale", "20"),
                Fault.known("cfg 1", "guidance-too-weak").with("--cfg-scale", "1"),
                Fault.known("raw weights", "raw-weights").with("--weights", "raw"),
                Fault.known("raw weights in the folder", "raw-weights").folder(Damages::rawForAverage),
                Fault.known("INT8 layer misscaled", "quantisation")
                        .in("int8")
                        .folder(Damages.edit("unet/model.int8.onnx", TensorEdits::misscaled)),
                Fault.known("INT8 ranges too narrow", "quantisation")
                        .in("int8")
                        .folder(Damages.edit("unet/model.int8.onnx", TensorEdits::narrowed)),
                Fault.known("FP16 decoder overflows", "fp16-vae-overflow")
                        .in("fp16")
                        .folder(Damages.edit("vae_decoder/model.fp16.onnx", TensorEdits::overflowing)),
                Fault.known("prediction epsilon", "wrong-prediction-type")
                        .folder(Damages.scheduler("v_prediction", "epsilon")),
                Fault.known("prediction sample", "wrong-prediction-type")
                        .folder(Damages.scheduler("v_prediction", "sample")),
                Fault.known("betas linear", "wrong-beta-schedule").folder(Damages.scheduler("scaled_linear", "linear")),
                Fault.known("betas cosine", "wrong-beta-schedule")
                        .folder(Damages.scheduler("scaled_linear", "squaredcos_cap_v2")),
                Fault.known("schedule ends at 0.6", "schedule-not-at-zero")
                        .with("--sigmas", "14.6,10,7,5,3.6,2.7,2,1.6,1.2,0.9,0.75,0.6"),
                Fault.known("scaling factor 0.13025", "vae-scaling-factor").folder(Damages.scaling("0.13025")),
                Fault.known("scaling factor 0.3", "vae-scaling-factor").folder(Damages.scaling("0.3")),
                Fault.known("decoder damped", "poor-vae").folder(Damages.decoder(TensorEdits::dampened)),
                Fault.known("decoder averages", "poor-vae").folder(Damages.decoder(TensorEdits::averaged)),
                Fault.known("blue for red", "range-mapping").folder(Damages.decoder(TensorEdits::swapped)),
                Fault.known("tiles without overlap", "tiled-vae").with("--vae-tile", "64", "--vae-tile-overlap", "0"),
                Fault.known("prompt dropped", "prompt-ignored")
                        .folder(Damages.edit("text_encoder/model.onnx", TensorEdits::deaf)),
                Fault.known("prompt truncated", "prompt-truncated").worded(prompt -> LONG_WINDED + prompt),
                Fault.known("twice the size", "larger-than-native").with("--width", "256", "--height", "256"),
                Fault.known("eta 2", "excess-ancestral-noise")
                        .with("--sampler", "euler_a", "--sampler-option", "eta=2"),
                Fault.known("second order at 4 steps", "solver-unstable-near-zero")
                        .with("--sampler", "dpmpp_2m", "--schedule", "karras", "--steps", "4")
                        .or("too-few-steps"),
                Fault.known("damaged layer", "damaged-weights").folder(Damages.network(TensorEdits::shaken)),
                Fault.known("damaged output", "damaged-weights").folder(Damages.network(TensorEdits::halved)));
    }
}
