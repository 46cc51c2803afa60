"""Trains the autoencoder by the clock, then whitens its latents."""

from __future__ import annotations

import argparse
import json
import pathlib
import random

import numpy as np
import torch
from torch.nn import functional as F

import budget as clock
import common
import models


class Source:
    """Batches of composed pictures; a few have their colours permuted, so that it generalises a little."""

    def __init__(self, data: pathlib.Path, batch: int, seed: int):
        self.canvas = common.Canvas(np.load(data / "layers.npy"))
        self.weights = [i["weight"] ** 0.5 for i in json.loads((data / "items.json").read_text(encoding="utf-8"))]
        self.batch, self.rng = batch, random.Random(seed)

    def draw(self) -> torch.Tensor:
        pictures = []
        for index in self.rng.choices(range(len(self.weights)), self.weights, k=self.batch):
            picture = self.canvas.random(index, common.random_background(self.rng), self.rng)
            if self.rng.random() < 0.1:
                picture = picture[:, ::self.rng.choice((1, -1)), self.rng.sample(range(3), 3)]
            pictures.append(picture)
        return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def detail_weight(x: torch.Tensor) -> torch.Tensor:
    """More where the picture changes: edges, eyes, mouths. Mean about one."""
    dx = F.pad((x[..., 1:] - x[..., :-1]).abs().sum(1, keepdim=True), (0, 1))
    dy = F.pad((x[..., 1:, :] - x[..., :-1, :]).abs().sum(1, keepdim=True), (0, 0, 0, 1))
    edge = F.avg_pool2d((dx + dy).clamp(max=1.0), 5, 1, 2)
    weight = 0.6 + 4 * edge
    return weight / weight.mean(dim=(1, 2, 3), keepdim=True)


def gradient_loss(y: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    e = y - x
    return (e[..., 1:] - e[..., :-1]).abs().mean() + (e[..., 1:, :] - e[..., :-1, :]).abs().mean()


def loss_of(vae, x, kl_weight, noise):
    mean, logvar = vae.encoder(x)
    mean, logvar = mean.float(), logvar.float()
    spread = mean.detach().std()
    z = mean + torch.randn_like(mean) * ((0.5 * logvar).exp() + noise * spread)
    y = vae.decoder(z).float()
    error = (y - x) * 1.0
    weight = detail_weight(x)
    kl = 0.5 * (mean ** 2 + logvar.exp() - 1 - logvar).mean()
    rec = (weight * error.abs()).mean() + 2 * (weight * error ** 2).mean() + 0.5 * gradient_loss(y, x)
    return rec + kl_weight * kl, error, kl


@torch.no_grad()
def whiten(vae, source, device, batches: int = 60) -> None:
    means, squares = [], []
    for _ in range(batches):
        mean, logvar = vae.encoder(source.draw().to(device))
        means.append(mean.mean((0, 2, 3)))
        squares.append((mean ** 2 + logvar.exp()).mean((0, 2, 3)))
    mean = torch.stack(means).mean(0)
    vae.mean.copy_(mean.view(1, -1, 1, 1))
    vae.std.copy_((torch.stack(squares).mean(0) - mean ** 2).sqrt().view(1, -1, 1, 1))


def train(team: clock.Team, args: argparse.Namespace) -> None:
    device = clock.device()
    torch.manual_seed(args.seed)
    vae = models.Autoencoder().to(device, memory_format=torch.channels_last)
    parameters = list(vae.parameters())
    optimizer = torch.optim.AdamW(parameters, lr=args.lr, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    average = clock.Average(vae, 0.998)
    step, spent, path = 0, 0.0, args.out / "vae.ckpt"
    if path.exists():
        state = torch.load(path, map_location=device)
        vae.load_state_dict(state["model"])
        average.module.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    torch.manual_seed(args.seed + 1000 * team.rank + step)
    batch = args.batch // team.size
    source = Source(args.data, batch, args.seed + 1000 * team.rank + step)
    fixed = Source(args.data, 32, 12345).draw().to(device)
    time = clock.Budget(args.minutes, spent)
    share = time.share
    saved, report, report_step = time.spent, time.spent, step
    running = 0.0

    while share < 1:
        x = source.draw().to(device, memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16):
            loss, error, kl = loss_of(vae, x, args.kl, args.noise)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        share = team.agree(parameters, time.share)
        for group in optimizer.param_groups:
            group["lr"] = clock.learning_rate(args.lr, share, flat=args.flat)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        if not team.leads:
            continue
        average.update(vae, step)
        running += (error.detach() ** 2).mean().item()
        if time.spent - report > 30:
            count = step - report_step
            psnr = 10 * np.log10(4 / (running / count))
            print(f"{time.spent:6.0f} s  step {step}  {count * batch * team.size / (time.spent - report):.1f}/s  "
                  f"psnr {psnr:.2f}  kl {kl.item():.2f}", flush=True)
            report, report_step, running = time.spent, step, 0.0
        if time.spent - saved > 120 or share >= 1:
            clock.save(path, {"model": vae.state_dict(), "average": average.module.state_dict(),
                              "optimizer": optimizer.state_dict(), "step": step, "spent": time.spent})
            saved = time.spent
            with torch.no_grad():
                y = average.module.decoder(average.module.encoder(fixed)[0])
            print(f"        held-out compositions {10 * torch.log10(4 / ((y.clamp(-1, 1) - fixed) ** 2).mean()):.2f} dB", flush=True)
            pictures = torch.cat([fixed[:16], y[:16], fixed[16:], y[16:]]).clamp(-1, 1).add(1).mul(127.5)
            common.sheet(list(pictures.round().byte().permute(0, 2, 3, 1).cpu().numpy()), 16, args.out / "vae.png")

    if team.leads:
        vae = average.module
        whiten(vae, source, device)
        clock.save(args.out / "vae.pt", vae.state_dict())
        print(f"done: {step} steps of {args.batch}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder written by prepare.py")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--minutes", type=float, default=35)
    parser.add_argument("--flat", type=float, default=0.45, help="share of the time before the learning rate decays")
    parser.add_argument("--batch", type=int, default=16, help="over all processes")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--lr", type=float, default=6e-4)
    parser.add_argument("--kl", type=float, default=1e-4)
    parser.add_argument("--noise", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    clock.launch(train, args, args.processes)


if __name__ == "__main__":
    main()
