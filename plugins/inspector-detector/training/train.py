"""Trains the structure detector of the emoji model and writes it as an ONNX detector folder.

    python3 train.py pictures ../src/main/detectors/emoji-structure        # torch, numpy, scipy, Pillow

Good are renderings the model makes at 22 steps and guidance 3 to 4. Broken are its failures (too few steps, guidance 15
to 25, raw weights stopped early, twice its own size) and good renderings that were damaged: warped, quadrants swapped,
a part pasted a second time, a part turned upside down. Concepts are split, not pictures: of every four, one is held out, so
that the figures are of things the network never saw. A damaged picture also teaches where: the map is trained on the
place of the damage. The threshold is set on a second quarter of the concepts, the figures are from the first.
"""

import argparse
import json
import pathlib
import time

import numpy as np
import torch
from PIL import Image
from scipy.ndimage import uniform_filter
from torch import nn
from torch.nn import functional as F

SIZE = 128
CELLS = 16
BATCH = 16
FAILURES = ["few-steps", "strong-guidance", "raw-early", "double-size"]
DAMAGES = ["warp", "swap", "duplicate", "turn"]


def load(path):
    image = Image.open(path).convert("RGB")
    if image.size != (SIZE, SIZE):
        image = image.resize((SIZE, SIZE), Image.BILINEAR)
    return np.asarray(image, np.float32) / 255


def smooth(field, passes):
    for _ in range(passes):
        field = uniform_filter(field, 9, mode="nearest")
    return field


def damage(picture, kind, draw):
    """Returns the damaged picture and where it was damaged, [128, 128] of 0 and 1."""
    out = picture.copy()
    where = np.zeros((SIZE, SIZE), np.float32)
    h, w = draw.integers(36, 60, 2)
    y, x = draw.integers(20, SIZE - 20 - h), draw.integers(20, SIZE - 20 - w)
    if kind == "warp":
        rows, columns = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
        window = np.zeros((SIZE, SIZE))
        window[y:y + h, x:x + w] = 1
        window = smooth(window, 1)
        shift = [smooth(draw.normal(size=(SIZE, SIZE)), 2) for _ in range(2)]
        shift = [s / np.abs(s).max() * draw.uniform(9, 16) * window for s in shift]
        out = picture[np.clip(rows + shift[0], 0, SIZE - 1).round().astype(int),
                      np.clip(columns + shift[1], 0, SIZE - 1).round().astype(int)]
        where[y:y + h, x:x + w] = 1
    elif kind == "swap":
        half = SIZE // 2
        a, b = draw.choice(4, 2, replace=False)
        for to, source in ((a, b), (b, a)):
            out[to // 2 * half:to // 2 * half + half, to % 2 * half:to % 2 * half + half] = \
                picture[source // 2 * half:source // 2 * half + half, source % 2 * half:source % 2 * half + half]
            where[to // 2 * half:to // 2 * half + half, to % 2 * half:to % 2 * half + half] = 1
    else:
        patch = picture[y:y + h, x:x + w]
        ty, tx = (y, x) if kind == "turn" else (draw.integers(8, SIZE - 8 - h), draw.integers(8, SIZE - 8 - w))
        alpha = np.minimum(1, np.minimum.outer(np.minimum(np.arange(h), np.arange(h)[::-1]),
                                               np.minimum(np.arange(w), np.arange(w)[::-1])) / 5)[..., None]
        patch = patch[::-1] if kind == "turn" else patch
        out[ty:ty + h, tx:tx + w] = alpha * patch + (1 - alpha) * out[ty:ty + h, tx:tx + w]
        where[ty:ty + h, tx:tx + w] = 1
    # Damage nobody can see is none: a piece of background on background.
    changed = np.abs(out - picture).max(-1) > 0.08
    return out, where * (smooth(changed.astype(float), 1) > 0.05), changed.mean()


def damaged(picture, kind, draw):
    for _ in range(20):
        out, where, share = damage(picture, kind, draw)
        if share > 0.04:
            return out, where
    return out, where


class Network(nn.Module):
    """Logits of a 16 x 16 map, and of the picture: a mean of the map that leans towards its highest cells."""

    def __init__(self):
        super().__init__()
        def step(a, b, stride):
            return nn.Sequential(nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU())
        self.body = nn.Sequential(step(3, 16, 1), step(16, 24, 2), step(24, 32, 2), step(32, 32, 1), step(32, 48, 2),
                                  step(48, 48, 1))
        self.up = step(32 + 48, 32, 1)
        self.map = nn.Conv2d(32, 1, 1)
        self.picture = nn.Linear(32, 1)

    def forward(self, x):
        # Half the size shows structure as well and costs a quarter.
        x = F.avg_pool2d(x, 2)
        for layer in self.body[:4]:
            x = layer(x)
        deep = self.body[5](self.body[4](x))
        both = self.up(torch.cat([x, F.interpolate(deep, scale_factor=2.0, mode="nearest")], 1))
        cells = self.map(both)
        pooled = both.mean((2, 3)) + both.amax((2, 3))
        return cells, self.picture(pooled)


class Exported(nn.Module):
    def __init__(self, network, slope, intercept):
        super().__init__()
        self.network, self.slope, self.intercept = network, slope, intercept

    def forward(self, pixels):
        cells, picture = self.network((pixels - 0.5) * 2)
        return torch.sigmoid(cells), torch.sigmoid(self.slope * picture + self.intercept)


def auroc(bad, good):
    bad, good = np.asarray(bad)[:, None], np.asarray(good)[None]
    return float((bad > good).mean() + 0.5 * (bad == good).mean())


def interval(hits, n):
    """Wilson's 95 % interval."""
    p, z = hits / n, 1.96
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0, centre - half), centre + half


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=10, help="budget by the clock")
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    draw = np.random.default_rng(1)

    parts = {"train": [], "choose": [], "test": []}
    for path in sorted((args.pictures / "good").glob("*.png")):
        number = int(path.name[:3])
        parts[{0: "test", 1: "choose"}.get(number % 4, "train")].append((number, load(path)))
    failures = {part: [] for part in parts}
    for kind in FAILURES:
        for path in sorted((args.pictures / kind).glob("*.png")):
            number = int(path.name[:3])
            failures[{0: "test", 1: "choose"}.get(number % 4, "train")].append((kind, load(path)))
    print({part: (len(parts[part]), len(failures[part])) for part in parts})

    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=1e-3)
    nothing, everything = np.zeros((SIZE, SIZE), np.float32), np.full((SIZE, SIZE), -1, np.float32)
    # Damages are made once, several of each picture: making them takes as long as learning from them.
    stock = [damaged(picture, kind, draw) for _, picture in parts["train"] for kind in DAMAGES * 2]
    began, epoch, done = time.monotonic(), 0, 0.0
    while done < 1:
        # A failure of the model teaches that it is one, not where (-1: the map is not asked).
        rows = [(picture, everything, 1) for _, picture in failures["train"]]
        rows += [(*stock[i], 1) for i in draw.choice(len(stock), 2 * len(parts["train"]), replace=False)]
        good = parts["train"]
        rows += [(good[i % len(good)][1], nothing, 0) for i in range(len(rows))]
        rows = [rows[i] for i in draw.permutation(len(rows))]
        done = min(1.0, (time.monotonic() - began) / (60 * args.minutes))
        epoch += 1
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * 0.5 * (1 + np.cos(np.pi * done))
        network.train()
        total = 0.0
        for start in range(0, len(rows) - BATCH + 1, BATCH):
            batch = rows[start:start + BATCH]
            x = torch.from_numpy(np.stack([row[0] for row in batch]).transpose(0, 3, 1, 2).copy())
            where = torch.from_numpy(np.stack([row[1] for row in batch])[:, None])
            label = torch.tensor([[float(row[2])] for row in batch])
            flip = torch.rand(len(batch)) < 0.5
            x[flip], where[flip] = x[flip].flip(3), where[flip].flip(3)
            # Brightness and hue of the emoji say nothing about their structure.
            x = torch.clamp(x * (1 + 0.15 * torch.randn(len(batch), 3, 1, 1)) + 0.05 * torch.randn(len(batch), 3, 1, 1), 0, 1)
            cells, picture = network((x - 0.5) * 2)
            truth = F.avg_pool2d(where.clamp(min=0), SIZE // CELLS)
            asked = (where.amin((1, 2, 3), keepdim=True) >= 0).float().expand_as(cells)
            loss = F.binary_cross_entropy_with_logits(picture, label) + (
                F.binary_cross_entropy_with_logits(cells, truth, reduction="none") * asked).sum() / asked.sum().clamp(min=1)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += float(loss)
        print(f"epoch {epoch}: loss {total / max(1, len(rows) // BATCH):.3f}", flush=True)

    network.eval()

    @torch.no_grad()
    def score(pictures):
        x = torch.from_numpy(np.stack(pictures).transpose(0, 3, 1, 2).copy())
        cells, picture = network((x - 0.5) * 2)
        return picture[:, 0].numpy(), torch.sigmoid(cells)[:, 0].numpy()

    def scores_of(part, seed):
        rng = np.random.default_rng(seed)
        good = score([picture for _, picture in parts[part]])[0]
        kinds = {kind: score([p for k, p in failures[part] if k == kind])[0]
                 for kind in FAILURES if any(k == kind for k, _ in failures[part])}
        overlap = []
        for kind in DAMAGES:
            pairs = [damaged(picture, kind, rng) for _, picture in parts[part]]
            kinds[kind], maps = score([picture for picture, _ in pairs])
            for where, found in zip((w for _, w in pairs), maps):
                truth = where.reshape(CELLS, 8, CELLS, 8).mean((1, 3)) > 0.3
                hit = (found > 0.5)
                if truth.any():
                    overlap.append(2 * (truth & hit).sum() / max(1, truth.sum() + hit.sum()))
        return good, kinds, float(np.mean(overlap))

    # Platt's calibration, good and broken equally likely, and the threshold, on concepts of their own.
    good, kinds, _ = scores_of("choose", 2)
    z = torch.tensor(np.concatenate([good, *kinds.values()]), dtype=torch.float64)
    y = torch.tensor([0.0] * len(good) + [1.0] * (len(z) - len(good)), dtype=torch.float64)
    weight = torch.where(y == 0, 0.5 / len(good), 0.5 / (len(z) - len(good)))
    ab = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    solver = torch.optim.LBFGS([ab], max_iter=100)

    def closure():
        solver.zero_grad()
        loss = F.binary_cross_entropy_with_logits(ab[0] * z + ab[1], y, weight)
        loss.backward()
        return loss

    solver.step(closure)
    slope, intercept = (float(v) for v in ab.detach())
    probability = lambda v: 1 / (1 + np.exp(-(slope * v + intercept)))
    threshold = float(np.ceil(np.quantile(probability(good), 0.95) * 100) / 100)

    good, kinds, overlap = scores_of("test", 3)
    alarms = int((probability(good) >= threshold).sum())
    low, high = interval(alarms, len(good))
    lines = [f"| broken how | pictures | AUROC | found at {threshold:.2f} |", "|---|---|---|---|"]
    for kind, values in kinds.items():
        lines.append(f"| {kind} | {len(values)} | {auroc(values, good):.3f} | {(probability(values) >= threshold).mean():.0%} |")
    every = np.concatenate(list(kinds.values()))
    lines.append(f"| all | {len(every)} | {auroc(every, good):.3f} | {(probability(every) >= threshold).mean():.0%} |")
    lines.append("")
    lines.append(f"False alarms at {threshold:.2f}: {alarms} of {len(good)} good pictures of held-out concepts "
                 f"({alarms / len(good):.1%}, 95 % interval {low:.1%} to {high:.1%}). "
                 f"Overlap (F1) of map and damage: {overlap:.2f}.")
    report = "\n".join(lines)
    print(report)

    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "FIGURES.md").write_text(report + "\n")
    torch.onnx.export(Exported(network, slope, intercept).eval(), torch.zeros(1, 3, SIZE, SIZE), args.out / "model.onnx",
                      input_names=["pixels"], output_names=["map", "score"], opset_version=13)
    (args.out / "detector.json").write_text(json.dumps({
        "name": "emoji-structure",
        "model": "model.onnx",
        "symptom": "structure",
        "licence": "MIT",
        "source": "plugins/inspector-detector/training of Darkroom",
        "input": {"width": SIZE, "height": SIZE},
        "output": {"kind": "heatmap", "tensor": "map", "scores": "score"},
        "labels": ["a broken drawing"],
        "thresholds": {"info": threshold},
    }, indent=2) + "\n")


if __name__ == "__main__":
    main()
