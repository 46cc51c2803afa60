"""Writes guidance.json beside itself: what other programs' guidance returns on random estimates, in float64.

Needs torch, diffusers, and ComfyUI's folder on PYTHONPATH.
"""

import json
from pathlib import Path

import torch
from comfy_extras.nodes_apg import APG
from comfy_extras.nodes_cfg import CFGZeroStar
from comfy_extras.nodes_model_advanced import RescaleCFG
from diffusers.guiders.adaptive_projected_guidance import MomentumBuffer, normalized_guidance
from diffusers.guiders.classifier_free_zero_star_guidance import cfg_zero_star_scale
from diffusers.guiders.guider_utils import rescale_noise_cfg

SHAPE = (2, 3, 3, 3)
DISCRETE = [14.6, 6.0, 2.0, 0.5, 0.1, 0.0]
FLOW = [1.0, 0.8, 0.55, 0.3, 0.1, 0.0]


class Model:
    """Catches the function that a ComfyUI node puts into the model."""

    def clone(self):
        return self

    def catch(self, function):
        self.function = function

    set_model_sampler_cfg_function = set_model_sampler_pre_cfg_function = set_model_sampler_post_cfg_function = catch


def node(result):
    return result[0].function


def prediction(kind, x, sigma, x0):
    if kind == "v":
        return (x / (1 + sigma**2) - x0) * (1 + sigma**2) ** 0.5 / sigma
    return (x - x0) / sigma


def estimate(kind, x, sigma, output):
    if kind == "v":
        return x / (1 + sigma**2) - output * sigma / (1 + sigma**2) ** 0.5
    return x - sigma * output


def comfy_rescale(multiplier):
    function = node(RescaleCFG().patch(Model(), multiplier))
    return lambda i, kind, scale, x, s, c, u: function(
        {"cond": x - c, "uncond": x - u, "cond_scale": scale, "sigma": torch.full((2,), s), "input": x}
    ).neg().add(x)


def diffusers_rescale(phi):
    def guide(i, kind, scale, x, s, c, u):
        pc, pu = prediction(kind, x, s, c), prediction(kind, x, s, u)
        return estimate(kind, x, s, rescale_noise_cfg(pu + scale * (pc - pu), pc, phi))

    return guide


def x0_rescale(phi):
    return lambda i, kind, scale, x, s, c, u: rescale_noise_cfg(u + scale * (c - u), c, phi)


def comfy_apg(eta, threshold, momentum):
    function = node(APG().patch(Model(), eta, threshold, momentum))

    def guide(i, kind, scale, x, s, c, u):
        c, u = function({"conds_out": [c, u], "sigma": torch.full((2,), s), "cond_scale": scale})
        return u + scale * (c - u)

    return guide


def paper_apg(eta, threshold, momentum):
    buffer = MomentumBuffer(momentum) if momentum else None

    def guide(i, kind, scale, x, s, c, u):
        return normalized_guidance(c, u, scale - 1, buffer, eta, threshold, use_original_formulation=True)

    return guide


def diffusers_apg(eta, threshold, momentum):
    buffer = MomentumBuffer(momentum) if momentum else None

    def guide(i, kind, scale, x, s, c, u):
        pc, pu = prediction(kind, x, s, c), prediction(kind, x, s, u)
        return estimate(kind, x, s, normalized_guidance(pc, pu, scale, buffer, eta, threshold))

    return guide


def comfy_zero_star():
    function = node(CFGZeroStar.execute(Model()))
    return lambda i, kind, scale, x, s, c, u: function(
        {"cond_scale": scale, "input": x, "cond_denoised": c, "uncond_denoised": u, "denoised": u + scale * (c - u)}
    )


def diffusers_zero_star(zero_init_steps):
    def guide(i, kind, scale, x, s, c, u):
        pc, pu = prediction(kind, x, s, c), prediction(kind, x, s, u)
        if i < zero_init_steps:
            return estimate(kind, x, s, torch.zeros_like(x))
        # The reference casts to float32 here; in double its own lines run in double.
        alpha = cfg_zero_star_scale(pc.flatten(1), pu.flatten(1)).view(-1, 1, 1, 1)
        return estimate(kind, x, s, pu * alpha + scale * (pc - pu * alpha))

    return guide


def within(start, stop, guide):
    def limited(i, kind, scale, x, s, c, u):
        return guide(i, kind, scale, x, s, c, u) if int(start * 5) <= i < int(stop * 5) else None

    return limited


def numbers(tensor):
    return None if tensor is None else [float(f"{v:.9g}") for v in tensor.flatten().tolist()]


def case(name, guidance, options, scale, kind, guide):
    torch.manual_seed(len(name) * 1000 + int(scale * 10))
    sigmas = FLOW if kind == "flow" else DISCRETE
    steps = []
    for i, s in enumerate(sigmas[:-1]):
        c = (torch.randn(SHAPE) * 0.8 + 0.1).double()
        u = (c.float() + torch.randn(SHAPE) * 0.5).double()
        signal = 1 - s if kind == "flow" else 1
        x = (signal * c.float() + s * torch.randn(SHAPE)).double()
        guided = guide(i, kind, scale, x, s, c, u)
        steps.append(
            {"sigma": s, "x": numbers(x), "cond": numbers(c), "uncond": numbers(u), "guided": numbers(guided)}
        )
    return {
        "id": name,
        "guidance": guidance,
        "options": options,
        "scale": scale,
        "prediction": kind,
        "shape": list(SHAPE),
        "sigmas": sigmas,
        "steps": steps,
    }


def options(**values):
    return {name: str(value).lower() for name, value in values.items()}


cases = [
    case("comfy RescaleCFG", "rescale", options(space="v", phi=0.7), 7.5, "epsilon", comfy_rescale(0.7)),
    case("comfy RescaleCFG flow", "rescale", options(space="v", phi=1), 4, "flow", comfy_rescale(1.0)),
    case("diffusers epsilon", "rescale", options(space="prediction", phi=0.7), 7.5, "epsilon", diffusers_rescale(0.7)),
    case("diffusers v", "rescale", options(space="prediction", phi=0.5), 12, "v", diffusers_rescale(0.5)),
    case("x0", "rescale", options(space="x0", phi=0.7), 9, "epsilon", x0_rescale(0.7)),
    case(
        "interval of steps",
        "rescale",
        options(space="prediction", phi=0.7, start=0.2, end=0.8),
        7.5,
        "epsilon",
        within(0.2, 0.8, diffusers_rescale(0.7)),
    ),
    case("comfy", "apg", options(form="comfy", eta=1, norm_threshold=5, momentum=0), 7, "epsilon", comfy_apg(1.0, 5.0, 0.0)),
    case(
        "comfy momentum",
        "apg",
        options(form="comfy", eta=0.3, norm_threshold=2.5, momentum=0.6),
        7,
        "epsilon",
        comfy_apg(0.3, 2.5, 0.6),
    ),
    case(
        "paper",
        "apg",
        options(form="paper", eta=0, norm_threshold=2.5, momentum=-0.5),
        10,
        "epsilon",
        paper_apg(0.0, 2.5, -0.5),
    ),
    case(
        "diffusers epsilon",
        "apg",
        options(form="diffusers", eta=0, norm_threshold=3, momentum=-0.75),
        7.5,
        "epsilon",
        diffusers_apg(0.0, 3.0, -0.75),
    ),
    case(
        "diffusers v",
        "apg",
        options(form="diffusers", eta=0.5, norm_threshold=3, momentum=-0.5),
        7.5,
        "v",
        diffusers_apg(0.5, 3.0, -0.5),
    ),
    case(
        "diffusers flow",
        "apg",
        options(form="diffusers", eta=1, norm_threshold=15, momentum=0),
        7.5,
        "flow",
        diffusers_apg(1.0, 15.0, None),
    ),
    case("comfy", "cfg-zero-star", options(form="comfy", zero_init_steps=0), 6, "flow", comfy_zero_star()),
    case("comfy epsilon", "cfg-zero-star", options(form="comfy", zero_init_steps=0), 6, "epsilon", comfy_zero_star()),
    case("diffusers flow", "cfg-zero-star", options(form="diffusers", zero_init_steps=1), 6, "flow", diffusers_zero_star(1)),
    case("diffusers v", "cfg-zero-star", options(form="diffusers", zero_init_steps=2), 6, "v", diffusers_zero_star(2)),
    case(
        "diffusers epsilon",
        "cfg-zero-star",
        options(form="diffusers", zero_init_steps=0),
        6,
        "epsilon",
        diffusers_zero_star(0),
    ),
]
text = json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")).replace('{"id"', '\n{"id"')
Path(__file__).with_name("guidance.json").write_text(text + "\n")
