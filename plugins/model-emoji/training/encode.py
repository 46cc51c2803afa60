"""Composes pictures, encodes them once, and keeps the latents: the denoiser never sees a pixel."""

from __future__ import annotations

import argparse
import json
import pathlib
import random

import numpy as np
import torch

import budget as clock
import common
import models


@torch.no_grad()
def encode(team: clock.Team, args: argparse.Namespace) -> None:
    device = clock.device()
    vae = models.Autoencoder().to(device, memory_format=torch.channels_last).eval()
    vae.load_state_dict(torch.load(args.out / "vae.pt", map_location=device))
    items = [common.Item(**i) for i in json.loads((args.data / "items.json").read_text(encoding="utf-8"))]
    canvas = common.Canvas(np.load(args.data / "layers.npy"))
    rng = random.Random(args.seed + team.rank)
    # every picture at least a few times, the rest by weight
    total = args.count // team.size
    few = max(1, total // (3 * len(items)))
    order = [i for i in range(len(items)) for _ in range(few)]
    order += rng.choices(range(len(items)), [i.weight for i in items], k=total - len(order))
    rng.shuffle(order)
    backgrounds = [common.random_background(rng) for _ in order]
    means, logvars = [], []
    for at in range(0, total, args.batch):
        pictures = np.stack([canvas.random(i, b, rng) for i, b in
                             zip(order[at:at + args.batch], backgrounds[at:at + args.batch])])
        x = torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
        with torch.autocast(device.type, torch.bfloat16):
            mean, logvar = vae.encode(x.to(device, memory_format=torch.channels_last))
        means.append((mean.float() * models.SCALING_FACTOR).half().cpu())
        logvars.append((logvar.float() + 2 * np.log(models.SCALING_FACTOR)).half().cpu())
    mean = torch.cat(means)
    clock.save(args.out / f"latents-{team.rank}.pt", {
        "mean": mean, "logvar": torch.cat(logvars), "item": torch.tensor(order),
        "background": [None if b is None else (b.top, b.bottom) for b in backgrounds]})
    print(f"{total} latents, mean {mean.float().mean():.3f}, std {mean.float().std():.3f}, "
          f"noise {torch.cat(logvars).float().mul(0.5).exp().mean():.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder with vae.pt; the latents go there too")
    parser.add_argument("--count", type=int, default=18000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    clock.launch(encode, args, args.processes)


if __name__ == "__main__":
    main()
