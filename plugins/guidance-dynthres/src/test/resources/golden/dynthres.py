"""Writes dynthres.json beside itself: what DynThresh returns on random estimates of x0, in float64.

Needs torch and the folder of mcmonkeyprojects/sd-dynamic-thresholding on PYTHONPATH.
"""

import json
from pathlib import Path

import torch
from dynthres_core import DynThresh

SHAPE = (2, 3, 4, 4)
SIGMAS = [14.6, 6.0, 2.0, 0.5, 0.1, 0.0]


def timestep(sigma):
    """ComfyUI's: the trained level nearest in log sigma."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=torch.float64) ** 2
    alphas = torch.cumprod(1 - betas, 0)
    return int((((1 - alphas) / alphas).log() / 2 - torch.tensor(sigma).log()).abs().argmin())


def numbers(tensor):
    return [float(f"{v:.9g}") for v in tensor.flatten().tolist()]


def case(name, scale, progress="steps", **given):
    torch.manual_seed(len(name) * 100 + int(scale))
    option = {
        "mimic_scale": 7.0,
        "threshold_percentile": 1.0,
        "mimic_mode": "Constant",
        "mimic_scale_min": 0.0,
        "cfg_mode": "Constant",
        "cfg_scale_min": 0.0,
        "sched_val": 4.0,
        "separate_feature_channels": True,
        "scaling_startpoint": "MEAN",
        "variability_measure": "AD",
        "interpolate_phi": 1.0,
        **given,
    }
    core = DynThresh(
        option["mimic_scale"],
        option["threshold_percentile"],
        option["mimic_mode"],
        option["mimic_scale_min"],
        option["cfg_mode"],
        option["cfg_scale_min"],
        option["sched_val"],
        0,
        999 if progress == "timesteps" else 5,
        option["separate_feature_channels"],
        option["scaling_startpoint"],
        option["variability_measure"],
        option["interpolate_phi"],
    )
    steps = []
    for i, sigma in enumerate(SIGMAS[:-1]):
        cond = (torch.randn(SHAPE) * 0.8 + 0.1).double()
        uncond = (cond.float() + torch.randn(SHAPE) * 0.5).double()
        x = (cond.float() + sigma * torch.randn(SHAPE)).double()
        core.step = 999 - timestep(sigma) if progress == "timesteps" else i
        # One picture at a time: without separate channels the reference measures over the whole batch.
        guided = torch.cat([core.dynthresh(c[None], u[None], scale, None) for c, u in zip(cond, uncond)])
        steps.append(
            {
                "sigma": sigma,
                "x": numbers(x),
                "cond": numbers(cond),
                "uncond": numbers(uncond),
                "guided": numbers(guided),
            }
        )
    return {
        "id": name,
        "guidance": "dynamic-thresholding",
        "options": {"progress": progress, **{k: str(v).lower() for k, v in option.items()}},
        "scale": scale,
        "prediction": "epsilon",
        "shape": list(SHAPE),
        "sigmas": SIGMAS,
        "steps": steps,
    }


cases = [
    case("defaults", 20),
    case("percentile", 20, threshold_percentile=0.9),
    case("all channels as one", 15, separate_feature_channels=False, threshold_percentile=0.95),
    case("std", 15, variability_measure="STD"),
    case("std of all channels", 15, variability_measure="STD", separate_feature_channels=False),
    case("from zero", 15, scaling_startpoint="ZERO", threshold_percentile=0.97),
    case("phi", 15, interpolate_phi=0.6),
    case("linear", 15, mimic_mode="Linear Down", cfg_mode="Linear Up", mimic_scale_min=3.0, cfg_scale_min=2.0),
    case("cosine", 15, mimic_mode="Cosine Down", cfg_mode="Cosine Up", cfg_scale_min=1.0),
    case("half cosine", 15, mimic_mode="Half Cosine Down", cfg_mode="Half Cosine Up", cfg_scale_min=1.0),
    case("power", 15, mimic_mode="Power Down", cfg_mode="Power Up", cfg_scale_min=1.0, sched_val=2.0),
    case("repeating", 15, mimic_mode="Linear Repeating", cfg_mode="Cosine Repeating", sched_val=1.5),
    case("sawtooth", 15, mimic_mode="Constant", cfg_mode="Sawtooth", cfg_scale_min=1.0, sched_val=1.5),
    case("comfy progress", 15, "timesteps", mimic_mode="Half Cosine Down", cfg_mode="Linear Down", cfg_scale_min=3.0),
]
text = json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")).replace('{"id"', '\n{"id"')
Path(__file__).with_name("dynthres.json").write_text(text + "\n")
