"""Writes brownian.json beside itself: what k-diffusion's Brownian noise sampler returns to its own SDE samplers.

Needs torch, torchsde and k_diffusion.
"""

import json
import random
from pathlib import Path

import torch
from k_diffusion.sampling import (
    BrownianTreeNoiseSampler,
    get_sigmas_karras,
    sample_dpmpp_2m_sde,
    sample_dpmpp_3m_sde,
    sample_dpmpp_sde,
)


def run(sampler, seed, shape, steps, order):
    sigmas = get_sigmas_karras(steps, 0.029167533, 14.614642)
    x = torch.zeros(shape)
    low, high = sigmas[sigmas > 0].min(), sigmas.max()
    asked = []

    def recorder(sigma, sigma_next):
        asked.append((torch.as_tensor(sigma), torch.as_tensor(sigma_next)))
        return x

    sampler(lambda state, sigma: 0.5 * state, x, sigmas, noise_sampler=recorder, disable=True)
    if order == "ascending":
        asked = [(b, a) for a, b in reversed(asked)]
    if order == "shuffled":
        random.Random(5).shuffle(asked)
    noise = BrownianTreeNoiseSampler(x, low, high, seed=[seed])
    queries = []
    for a, b in asked:
        values = noise(a, b).flatten().tolist()
        queries.append({"from": float(a), "to": float(b), "values": [float(f"{v:.8g}") for v in values]})
    return {
        "sampler": sampler.__name__,
        "seed": seed,
        "shape": list(shape),
        "steps": steps,
        "order": order,
        "low": float(low),
        "high": float(high),
        "queries": queries,
    }


small, odd, latent = (1, 2, 2, 2), (1, 1, 3, 7), (1, 4, 8, 8)
cases = [
    run(sample_dpmpp_sde, 0, small, 8, "descending"),
    run(sample_dpmpp_sde, 42, small, 8, "descending"),
    run(sample_dpmpp_sde, 42, small, 8, "ascending"),
    run(sample_dpmpp_sde, 42, small, 8, "shuffled"),
    run(sample_dpmpp_2m_sde, 4294967301, small, 20, "descending"),
    run(sample_dpmpp_2m_sde, 2**63 - 1, small, 20, "descending"),
    run(sample_dpmpp_2m_sde, 2**64 - 3, small, 3, "descending"),
    run(sample_dpmpp_3m_sde, 7, odd, 10, "descending"),
    run(sample_dpmpp_2m_sde, 1234567, odd, 10, "ascending"),
    run(sample_dpmpp_sde, 1, latent, 4, "descending"),
    run(sample_dpmpp_2m_sde, 2, latent, 6, "descending"),
]
file = {
    "torch": torch.__version__,
    "cases": cases,
}
Path(__file__).with_name("brownian.json").write_text(json.dumps(file, separators=(",", ":")).replace('{"sampler"', '\n{"sampler"') + "\n")
