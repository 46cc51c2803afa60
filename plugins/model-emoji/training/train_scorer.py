"""Trains the contrastive scorer: a picture's embedding is near its caption's. Also a good start for the text encoder."""

from __future__ import annotations

import argparse
import json
import pathlib
import random

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

import budget as clock
import common
import models


class Scorer(nn.Module):
    def __init__(self, vocabulary: int):
        super().__init__()
        self.text = models.ScorerText(vocabulary, common.LENGTH)
        self.image = models.ScorerImage()
        self.logit_scale = nn.Parameter(torch.tensor(2.6))


class Source:
    def __init__(self, data: pathlib.Path, batch: int, seed: int):
        self.items = [common.Item(**i) for i in json.loads((data / "items.json").read_text(encoding="utf-8"))]
        self.weights = [i.weight ** 0.5 for i in self.items]
        self.canvas = common.Canvas(np.load(data / "layers.npy"))
        self.tokenizer = Tokenizer.from_file(str(data / "tokenizer" / "tokenizer.json"))
        self.batch, self.rng = batch, random.Random(seed)

    def draw(self):
        pictures, captions, names = [], [], []
        for index in self.rng.choices(range(len(self.items)), self.weights, k=self.batch):
            background = common.random_background(self.rng)
            pictures.append(self.canvas.random(index, background, self.rng))
            captions.append(common.caption(self.items[index], background, self.rng))
            shown = background or common.Background(common.DEFAULT_BACKGROUND, common.DEFAULT_BACKGROUND)
            names.append((index, shown))
        x = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
        ids = torch.tensor([e.ids for e in self.tokenizer.encode_batch(captions)])
        same = torch.tensor([[a == b for b in names] for a in names])
        return x, ids, same


def worn(x: torch.Tensor) -> torch.Tensor:
    """What generated pictures suffer from: blur and noise, on some."""
    small = F.interpolate(F.avg_pool2d(x, 4), scale_factor=4.0, mode="bilinear")
    x = torch.where(torch.rand(len(x), 1, 1, 1, device=x.device) < 0.25, small, x)
    return x + torch.randn_like(x) * torch.rand(len(x), 1, 1, 1, device=x.device).mul(2).sub(1).clamp(min=0) * 0.25


def train(team: clock.Team, args: argparse.Namespace) -> None:
    device = clock.device()
    torch.manual_seed(args.seed)
    source = Source(args.data, args.batch // team.size, args.seed + 1000 * team.rank)
    model = Scorer(source.tokenizer.get_vocab_size()).to(device)
    parameters = list(model.parameters())
    optimizer = torch.optim.AdamW(parameters, lr=args.lr, betas=(0.9, 0.99), weight_decay=0.02, fused=True)
    average = clock.Average(model, 0.995)
    torch.manual_seed(args.seed + team.rank)
    time = clock.Budget(args.minutes)
    share, step, report = 0.0, 0, 0.0
    while share < 1:
        x, ids, same = (t.to(device) for t in source.draw())
        with torch.autocast(device.type, torch.bfloat16):
            image, text = model.image(worn(x)), model.text(ids)
        logits = model.logit_scale.exp().clamp(max=60) * image.float() @ text.float().T
        inside = logits.masked_fill(~same, -1e4)
        loss = (logits.logsumexp(1) - inside.logsumexp(1) + logits.logsumexp(0) - inside.logsumexp(0)).mean() / 2
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        share = team.agree(parameters, time.share)
        for group in optimizer.param_groups:
            group["lr"] = clock.learning_rate(args.lr, share, flat=0.4)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        if not team.leads:
            continue
        average.update(model, step)
        if time.spent - report > 30:
            right = same.gather(1, logits.argmax(1, keepdim=True)).float().mean().item()
            print(f"{time.spent:6.0f} s  step {step}  {step * args.batch / time.spent:.0f}/s  loss {loss.item():.3f}  "
                  f"in-batch top-1 {right:.2f}  scale {model.logit_scale.exp().item():.1f}", flush=True)
            report = time.spent
    if team.leads:
        clock.save(args.out / "scorer.pt", average.module.state_dict())
        print(f"done: {step} steps of {args.batch}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--minutes", type=float, default=7)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    clock.launch(train, args, args.processes)


if __name__ == "__main__":
    main()
