"""Makes a wider copy of a small model: the same network with random weights and more channels, at its own size of latents. For
measuring how the gain of a variant depends on the width of the network. Needs torch.

    wide.py SMALL_MODEL FOLDER [WIDTH] [SIZE]
    darkroom convert FOLDER --to int8 --option ranges=minmax --option smooth=off --steps 4 --calls 8 --pictures 2 --force

WIDTH is that of the outer blocks (inner ones have 3/2 of it), SIZE the side of the latents.
"""

import json
import os
import shutil
import sys

import torch

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "..", "model-emoji", "training"))
import models  # noqa: E402

small, folder = sys.argv[1:3]
width = int(sys.argv[3]) if len(sys.argv) > 3 else 320
size = int(sys.argv[4]) if len(sys.argv) > 4 else 32
shutil.rmtree(folder, ignore_errors=True)
shutil.copytree(small, folder, ignore=lambda d, names: [n for n in names if d.endswith("unet") and n.startswith("model")])
for component in ("unet", "vae_decoder"):
    path = os.path.join(folder, component, "config.json")
    config = json.load(open(path))
    config["sample_size"] = size * (1 if component == "unet" else 8)
    json.dump(config, open(path, "w"))
torch.manual_seed(0)
network = models.UNet(widths=(width, width * 3 // 2)).eval()
for name, parameter in network.named_parameters():
    # What training starts from at zero would leave nothing to measure.
    if parameter.dim() > 1:
        torch.nn.init.normal_(parameter, std=parameter[0].numel() ** -0.5)
axes = {0: "batch", 2: "height", 3: "width"}
torch.onnx.export(
    network, (torch.randn(2, models.LATENT_CHANNELS, size, size), torch.tensor(999), torch.randn(2, 24, models.TEXT_WIDTH)),
    os.path.join(folder, "unet", "model.onnx"), input_names=["sample", "timestep", "encoder_hidden_states"],
    output_names=["out_sample"], opset_version=17, dynamo=False,
    dynamic_axes={"sample": axes, "out_sample": axes, "encoder_hidden_states": {0: "batch"}})
print(f"{sum(p.numel() for p in network.parameters()) / 1e6:.0f} million weights, latents of {size}x{size}")
