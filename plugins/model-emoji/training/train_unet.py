"""Trains the denoiser and its text encoder by the clock, on latents made by encode.py."""

from __future__ import annotations

import argparse
import json
import pathlib
import random

import torch
from tokenizers import Tokenizer
from torch import nn

import budget as clock
import common
import models


class Denoiser(nn.Module):
    def __init__(self, vocabulary: int):
        super().__init__()
        self.text = models.TextEncoder(vocabulary, common.LENGTH)
        self.unet = models.UNet()

    def forward(self, noisy, timestep, ids):
        return self.unet(noisy, timestep, self.text(ids)[0])


class Source:
    def __init__(self, data: pathlib.Path, out: pathlib.Path, batch: int, seed: int):
        self.items = [common.Item(**i) for i in json.loads((data / "items.json").read_text(encoding="utf-8"))]
        parts = [torch.load(p) for p in sorted(out.glob("latents-*.pt"))]
        self.mean, self.logvar = (torch.cat([p[k] for p in parts]) for k in ("mean", "logvar"))
        self.item = torch.cat([p["item"] for p in parts]).tolist()
        self.background = [None if b is None else common.Background(*b) for p in parts for b in p["background"]]
        count = [0] * len(self.items)
        for i in self.item:
            count[i] += 1
        self.total = sum(i.weight for i in self.items)
        self.weights = [self.items[i].weight / count[i] for i in self.item]
        self.tokenizer = Tokenizer.from_file(str(data / "tokenizer" / "tokenizer.json"))
        self.batch, self.rng = batch, random.Random(seed)
        self.order = range(len(self.item))

    def draw(self, dropout: float):
        chosen = self.rng.choices(self.order, cum_weights=self.cumulative(), k=self.batch)
        captions = ["" if self.rng.random() < dropout else
                    common.caption(self.items[self.item[i]], self.background[i], self.rng) for i in chosen]
        ids = torch.tensor([e.ids for e in self.tokenizer.encode_batch(captions)])
        mean, logvar = self.mean[chosen].float(), self.logvar[chosen].float()
        return mean + torch.randn_like(mean) * (0.5 * logvar).exp(), ids

    def cumulative(self):
        if not hasattr(self, "_cumulative"):
            self._cumulative = torch.tensor(self.weights, dtype=torch.float64).cumsum(0).tolist()
        return self._cumulative


def train(team: clock.Team, args: argparse.Namespace) -> None:
    device = clock.device()
    torch.manual_seed(args.seed)
    batch = args.batch // team.size
    path = args.out / "unet.ckpt"
    state = torch.load(path, map_location=device) if path.exists() else None
    step, spent = (state["step"], state["spent"]) if state else (0, 0.0)
    source = Source(args.data, args.out, batch, args.seed + 1000 * team.rank + step)
    model = Denoiser(source.tokenizer.get_vocab_size()).to(device, memory_format=torch.channels_last)
    if not state and (args.out / "scorer.pt").exists():
        scorer = torch.load(args.out / "scorer.pt", map_location=device)
        prefix = "text.encoder."
        model.text.load_state_dict({k[len(prefix):]: v for k, v in scorer.items() if k.startswith(prefix)})
    parameters = list(model.parameters())
    text = {id(p) for p in model.text.parameters()}
    groups = [{"params": [p for p in parameters if id(p) not in text], "share": 1.0},
              {"params": list(model.text.parameters()), "share": 0.5}]
    optimizer = torch.optim.AdamW(groups, lr=args.lr, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    average = clock.Average(model, args.decay)
    if state:
        model.load_state_dict(state["model"])
        average.module.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
    torch.manual_seed(args.seed + 1000 * team.rank + step)
    alphas = models.alphas_cumprod().to(device)
    time = clock.Budget(args.minutes, spent)
    share, saved, report, report_step, running = time.share, time.spent, time.spent, step, torch.zeros(2)

    while share < 1:
        latents, ids = (t.to(device) for t in source.draw(0.1))
        # stratified: every batch, over all processes, covers all times evenly
        slot = torch.arange(batch, device=device) * team.size + team.rank
        t = ((slot + torch.rand(batch, device=device)) / (batch * team.size) * 1000).long().clamp(0, 999)
        a = alphas[t].view(-1, 1, 1, 1)
        noise = torch.randn_like(latents)
        noisy = a.sqrt() * latents + (1 - a).sqrt() * noise
        target = a.sqrt() * noise - (1 - a).sqrt() * latents
        with torch.autocast(device.type, torch.bfloat16):
            v = model(noisy.contiguous(memory_format=torch.channels_last), t, ids)
        errors = (v.float() - target).pow(2).mean((1, 2, 3))
        loss = errors.mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        before, share = share, team.agree(parameters, time.share)
        rate = clock.learning_rate(args.lr, share, flat=args.flat)
        for group in optimizer.param_groups:
            group["lr"] = rate * group["share"]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        if not team.leads:
            continue
        average.update(model, step)
        running += torch.tensor([loss.item(), errors[: batch // 2].mean().item()])
        if before < args.flat <= share:  # the raw weights, where they still differ visibly from the average
            clock.save(args.out / "raw.pt", model.state_dict())
        if time.spent - report > 60:
            count = step - report_step
            print(f"{time.spent:6.0f} s  step {step}  {count * args.batch / (time.spent - report):.1f}/s  "
                  f"loss {running[0] / count:.4f}  early times {running[1] / count:.4f}  lr {rate:.1e}", flush=True)
            report, report_step, running = time.spent, step, torch.zeros(2)
        if time.spent - saved > 120 or share >= 1:
            clock.save(path, {"model": model.state_dict(), "average": average.module.state_dict(),
                              "optimizer": optimizer.state_dict(), "step": step, "spent": time.spent})
            saved = time.spent
    if team.leads:
        clock.save(args.out / "unet.pt", average.module.state_dict())
        print(f"done: {step} steps of {args.batch}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder with the latents and scorer.pt")
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--flat", type=float, default=0.5, help="share of the time before the learning rate decays")
    parser.add_argument("--batch", type=int, default=32, help="over all processes")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--lr", type=float, default=7e-4)
    parser.add_argument("--decay", type=float, default=0.999)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    clock.launch(train, args, args.processes)


if __name__ == "__main__":
    main()
