package dev.darkroom.benchmark.diagnosis;

import java.util.List;

/** Faults that nobody had in mind who wrote the experiments. */
final class Unforeseen {

    private Unforeseen() {}

    static List<Fault> all() {
        return List.of(
                Fault.unforeseen("text encoder noisy", "prompt-ignored", "damaged-weights")
                        .folder(Damages.edit("text_encoder/model.onnx", TensorEdits.noisy("MatMul", 1))),
                Fault.unforeseen("vocabulary reversed", "prompt-ignored").folder(Damages::reversedVocabulary),
                Fault.unforeseen("all weights noisy", "damaged-weights")
                        .folder(Damages.network(TensorEdits.noisy("", 0.12))),
                Fault.unforeseen("half the attention gone", "damaged-weights")
                        .folder(Damages.network(TensorEdits::withoutAttention)),
                Fault.unforeseen("weights rounded to 4 bits", "damaged-weights", "quantisation")
                        .folder(Damages.network(TensorEdits::fourBits)),
                Fault.unforeseen("output shifted", "damaged-weights").folder(Damages.network(TensorEdits::shifted)),
                Fault.unforeseen("decoder layer noisy", "poor-vae")
                        .folder(Damages.decoder(TensorEdits.noisy("body.5.conv1.weight", 0.5))),
                Fault.unforeseen("decoder layer clipped", "poor-vae")
                        .folder(Damages.decoder(TensorEdits.clipped("body.7.conv2.weight", 1))),
                Fault.unforeseen("decoder too bright", "poor-vae", "range-mapping", "vae-color-shift")
                        .folder(Damages.decoder(TensorEdits::brightened)),
                Fault.unforeseen("latent channels permuted", "poor-vae", "wrong-vae")
                        .folder(Damages.decoder(TensorEdits::permuted)),
                Fault.unforeseen("encoder noisy", "poor-vae")
                        .folder(Damages.edit("vae_encoder/model.onnx", TensorEdits.noisy("conv", 0.5))),
                Fault.unforeseen("captions mixed up").folder(Damages::mixedUpCaptions),
                Fault.unforeseen("beta_end 20 % too large", "wrong-beta-schedule")
                        .folder(Damages.scheduler("0.012", "0.0144")),
                Fault.unforeseen("zero terminal SNR", "wrong-beta-schedule")
                        .folder(Damages.scheduler(
                                "\"rescale_betas_zero_snr\": false", "\"rescale_betas_zero_snr\": true")),
                Fault.unforeseen("native size halved", "smaller-than-native").folder(Damages::halfTheSize),
                Fault.unforeseen("negative prompt is the prompt", "negative-prompt-conflict")
                        .with("--negative-prompt", "PROMPT"),
                Fault.unforeseen("rescaled by 1 at cfg 1.5", "guidance-too-weak", "overcorrected-rescue")
                        .with("--guidance", "rescale", "--guidance-option", "phi=1", "--cfg-scale", "1.5"),
                Fault.unforeseen("ddim, eta 1, 8 steps", "excess-ancestral-noise", "too-few-steps")
                        .with("--sampler", "ddim", "--sampler-option", "eta=1", "--steps", "8"),
                Fault.unforeseen("scaling factor 10 % too large", "vae-scaling-factor")
                        .folder(Damages.scaling("0.2004")),
                Fault.unforeseen("beta_end 10 % too small", "wrong-beta-schedule")
                        .folder(Damages.scheduler("0.012", "0.0108")),
                Fault.unforeseen("beta_start half as large again", "wrong-beta-schedule")
                        .folder(Damages.scheduler("0.00085", "0.0013")),
                Fault.unforeseen("layer gone", "damaged-weights")
                        .folder(Damages.network(TensorEdits.scaled("down1.2.conv2.weight", 0))),
                Fault.unforeseen("layer 20 % too weak", "damaged-weights")
                        .folder(Damages.network(TensorEdits.scaled("up0.1.conv2.weight", 0.8f))),
                Fault.unforeseen("time heard too loud", "damaged-weights")
                        .folder(Damages.network(TensorEdits.scaled("time.2.weight", 1.3f))),
                Fault.unforeseen("text encoder layer gone", "prompt-ignored", "damaged-weights")
                        .folder(Damages.edit("text_encoder/model.onnx", TensorEdits.scaled("MatMul_238", 0))),
                Fault.unforeseen("few merges", "prompt-ignored").folder(Damages::fewMerges),
                Fault.unforeseen("decoder gives NaN", "fp16-vae-overflow", "poor-vae")
                        .folder(Damages.decoder(TensorEdits.notANumber("body.7.conv2.weight"))),
                Fault.unforeseen("raw weights, rewritten", "raw-weights").folder(Damages::rawForAverageRewritten),
                Fault.unforeseen("weights rounded to halves").folder(Damages.network(TensorEdits::halves)),
                Fault.unforeseen("leading timesteps, an offset, clipping")
                        .folder(Damages.scheduler(
                                "\"clip_sample\": false", "\"clip_sample\": true, \"clip_sample_range\": 1.0"))
                        .with("--schedule", "leading"));
    }
}
