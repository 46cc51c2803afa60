"""Writes the trained model in the Hugging Face ONNX layout, and checks every graph against PyTorch."""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import shutil
import tempfile
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

import common
import models
from train_scorer import Scorer
from train_unet import Denoiser

OPSET = 17


class EncoderGraph(nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        return torch.cat(self.vae.encode(sample), 1)


class DecoderGraph(nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample)


def write(module, inputs: dict, outputs: list[str], axes: dict, path: pathlib.Path) -> None:
    module.eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
                          dynamic_axes=axes, opset_version=OPSET, do_constant_folding=True, dynamo=False)
        expected = module(*inputs.values())
    graph = onnx.load(path)
    onnx.checker.check_model(graph)
    expected = [expected] if isinstance(expected, torch.Tensor) else list(expected)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    actual = session.run(None, {k: v.numpy() for k, v in inputs.items()})
    worst = max(float(np.abs(a - e.numpy()).max()) for a, e in zip(actual, expected))
    print(f"{path.parent.name}/{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(graph.graph.node)} nodes, "
          f"differs from PyTorch by {worst:.1e}")
    if worst > 2e-3:
        raise SystemExit("the exported graph computes something else")


def put(path: pathlib.Path, value: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def export_denoiser(state: dict, vocabulary: int, out: pathlib.Path, name: str) -> None:
    model = Denoiser(vocabulary)
    model.load_state_dict(state)
    ids = torch.randint(0, vocabulary, (2, common.LENGTH))
    write(model.text, {"input_ids": ids}, ["last_hidden_state", "pooler_output"],
          {"input_ids": {0: "batch"}, "last_hidden_state": {0: "batch"}, "pooler_output": {0: "batch"}},
          out / "text_encoder" / name)
    c = models.LATENT_CHANNELS
    write(model.unet, {"sample": torch.randn(2, c, 16, 16), "timestep": torch.tensor(500),
                       "encoder_hidden_states": torch.randn(2, common.LENGTH, models.TEXT_WIDTH)}, ["out_sample"],
          {"sample": {0: "batch", 2: "height", 3: "width"}, "encoder_hidden_states": {0: "batch"},
           "out_sample": {0: "batch", 2: "height", 3: "width"}}, out / "unet" / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--run", type=pathlib.Path, required=True, help="folder with the trained weights")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--unfinished", action="store_true", help="take the average from the last checkpoint")
    args = parser.parse_args()
    torch.manual_seed(0)
    c = models.LATENT_CHANNELS
    args.out.parent.mkdir(parents=True, exist_ok=True)
    out = pathlib.Path(tempfile.mkdtemp(prefix=".export-", dir=args.out.parent))
    out.chmod(0o755)

    shutil.copytree(args.data / "tokenizer", out / "tokenizer")
    vocabulary = len(json.loads((out / "tokenizer" / "vocab.json").read_text(encoding="utf-8")))

    vae = models.Autoencoder()
    vae.load_state_dict(torch.load(args.run / "vae.pt", map_location="cpu"))
    write(EncoderGraph(vae), {"sample": torch.rand(2, 3, 128, 128) * 2 - 1}, ["latent_parameters"],
          {"sample": {0: "batch", 2: "height", 3: "width"}, "latent_parameters": {0: "batch", 2: "height", 3: "width"}},
          out / "vae_encoder" / "model.onnx")
    write(DecoderGraph(vae), {"latent_sample": torch.randn(2, c, 16, 16) / models.SCALING_FACTOR}, ["sample"],
          {"latent_sample": {0: "batch", 2: "height", 3: "width"}, "sample": {0: "batch", 2: "height", 3: "width"}},
          out / "vae_decoder" / "model.onnx")

    if args.unfinished:
        checkpoint = torch.load(args.run / "unet.ckpt", map_location="cpu")
        export_denoiser(checkpoint["average"], vocabulary, out, "model.onnx")
        raw = args.run / "raw.pt"
        state = torch.load(raw, map_location="cpu") if raw.exists() else checkpoint["model"]
        export_denoiser(state, vocabulary, out, "model.non_ema.onnx")
    else:
        export_denoiser(torch.load(args.run / "unet.pt", map_location="cpu"), vocabulary, out, "model.onnx")
        export_denoiser(torch.load(args.run / "raw.pt", map_location="cpu"), vocabulary, out, "model.non_ema.onnx")

    scorer = Scorer(vocabulary)
    scorer.load_state_dict(torch.load(args.run / "scorer.pt", map_location="cpu"))
    write(scorer.image, {"pixel_values": torch.rand(2, 3, 128, 128) * 2 - 1}, ["image_embeds"],
          {"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}},
          out / "scorer" / "image_encoder.onnx")
    write(scorer.text, {"input_ids": torch.randint(0, vocabulary, (2, common.LENGTH))}, ["text_embeds"],
          {"input_ids": {0: "batch"}, "text_embeds": {0: "batch"}}, out / "scorer" / "text_encoder.onnx")
    put(out / "scorer" / "config.json", {
        "_class_name": "ContrastiveScorer", "image_size": common.SIZE, "pixel_range": [-1, 1], "embedding_size": 128,
        "max_position_embeddings": common.LENGTH, "logit_scale": round(float(scorer.logit_scale.exp()), 4)})

    onnx_model = ["diffusers", "OnnxRuntimeModel"]
    put(out / "model_index.json", {
        "_class_name": "OnnxStableDiffusionPipeline", "_diffusers_version": "0.30.0",
        "feature_extractor": [None, None], "safety_checker": [None, None],
        "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": onnx_model,
        "tokenizer": ["transformers", "CLIPTokenizer"], "unet": onnx_model,
        "vae_decoder": onnx_model, "vae_encoder": onnx_model})
    put(out / "scheduler" / "scheduler_config.json", {
        "_class_name": "DDIMScheduler", "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012,
        "beta_schedule": "scaled_linear", "prediction_type": "v_prediction", "clip_sample": False,
        "set_alpha_to_one": False, "steps_offset": 0, "timestep_spacing": "trailing",
        "rescale_betas_zero_snr": False, "trained_betas": None})
    put(out / "text_encoder" / "config.json", {
        "_class_name": "CLIPTextModel", "hidden_size": models.TEXT_WIDTH, "intermediate_size": 480,
        "num_attention_heads": 4, "num_hidden_layers": 2, "max_position_embeddings": common.LENGTH,
        "vocab_size": vocabulary, "bos_token_id": vocabulary - 2, "eos_token_id": vocabulary - 1,
        "pad_token_id": vocabulary - 1})
    put(out / "unet" / "config.json", {
        "_class_name": "UNet2DConditionModel", "in_channels": c, "out_channels": c, "sample_size": 16,
        "cross_attention_dim": models.TEXT_WIDTH, "block_out_channels": [96, 144, 144], "center_input_sample": False})
    for part in ("vae_encoder", "vae_decoder"):
        put(out / part / "config.json", {
            "_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "latent_channels": c,
            "scaling_factor": models.SCALING_FACTOR, "sample_size": common.SIZE,
            "block_out_channels": [16, 48, 96, 128] if part == "vae_decoder" else [32, 64, 128, 128]})

    if args.out.exists():
        old = args.out.with_name(f".old-{os.getpid()}")
        args.out.rename(old)
        out.rename(args.out)
        shutil.rmtree(old)
    else:
        out.rename(args.out)
    total = sum(p.stat().st_size for p in args.out.rglob("*") if p.is_file())
    print(f"{total / 1e6:.1f} MB in all")


if __name__ == "__main__":
    main()
