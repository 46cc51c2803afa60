"""Measures the exported model with ONNX Runtime: the figures of the model card come from here.

  python evaluate.py fidelity --model M --data D     nearest training picture of 200 captions
  python evaluate.py guidance --model M --data D     alignment and artifacts over the guidance scale
  python evaluate.py weights  --model M --data D     average against raw weights
  python evaluate.py vae      --model M --data D     reconstruction of held-out compositions
  python evaluate.py speed    --model M --data D     milliseconds
  python evaluate.py scorer   --model M --data D     retrieval among all captions
  python evaluate.py sheet    --model M --out S.png  a contact sheet
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import time

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

import common


class Pipeline:
    """DDIM on "trailing" timesteps, as small as it gets."""

    def __init__(self, folder: pathlib.Path, threads: int = 2, weights: str = "model.onnx"):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.folder = folder
        self.load = lambda p: onnxruntime.InferenceSession(str(folder / p), options, providers=["CPUExecutionProvider"])
        self.text, self.unet = self.load(f"text_encoder/{weights}"), self.load(f"unet/{weights}")
        self.decoder = self.load("vae_decoder/model.onnx")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer" / "tokenizer.json"))
        scheduler = json.loads((folder / "scheduler" / "scheduler_config.json").read_text())
        betas = np.linspace(scheduler["beta_start"] ** 0.5, scheduler["beta_end"] ** 0.5, 1000) ** 2
        self.alphas = np.cumprod(1 - betas)
        config = json.loads((folder / "vae_decoder" / "config.json").read_text())
        self.channels, self.scale = config["latent_channels"], config["scaling_factor"]

    def ids(self, captions: list[str]) -> np.ndarray:
        return np.array([e.ids for e in self.tokenizer.encode_batch(captions)], np.int64)

    def generate(self, captions, seeds, steps: int = 20, guidance: float = 3.0, side: int = 16) -> np.ndarray:
        """float32 [N, 3, H, W], not clipped."""
        text = self.text.run(["last_hidden_state"], {"input_ids": self.ids(captions)})[0]
        empty = self.text.run(["last_hidden_state"], {"input_ids": self.ids([""])})[0].repeat(len(captions), 0)
        both = np.concatenate([empty, text])
        x = np.stack([np.random.default_rng(s).standard_normal((self.channels, side, side)) for s in seeds]).astype(np.float32)
        times = np.round(np.arange(1000, 0, -1000 / steps)).astype(int) - 1
        for i, t in enumerate(times):
            a = self.alphas[t]
            b = self.alphas[times[i + 1]] if i + 1 < len(times) else self.alphas[0]
            feed = lambda sample, hidden: self.unet.run(None, {
                "sample": sample, "timestep": np.array(t, np.int64), "encoder_hidden_states": hidden})[0]
            if guidance == 1:
                v = feed(x, text)
            else:
                none, some = np.split(feed(np.concatenate([x, x]), both), 2)
                v = none + guidance * (some - none)
            x0 = np.float32(a ** 0.5) * x - np.float32((1 - a) ** 0.5) * v
            noise = np.float32(a ** 0.5) * v + np.float32((1 - a) ** 0.5) * x
            last = i + 1 == len(times)
            x = x0 if last else np.float32(b ** 0.5) * x0 + np.float32((1 - b) ** 0.5) * noise
        return self.decoder.run(None, {"latent_sample": x / np.float32(self.scale)})[0]

    def many(self, captions, seeds, batch: int = 16, **options) -> np.ndarray:
        return np.concatenate([self.generate(captions[i:i + batch], seeds[i:i + batch], **options)
                               for i in range(0, len(captions), batch)])


def to_bytes(pictures: np.ndarray) -> np.ndarray:
    return ((pictures.transpose(0, 2, 3, 1).clip(-1, 1) + 1) * 127.5).round().astype(np.uint8)


def to_floats(pictures: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pictures.transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1)


class Truth:
    """The training pictures, and which of them a picture is nearest to.

    Distance: root mean square difference of 32x32 averages, after composing every training picture on the
    background the caption names, at both scales and five positions; the least of the ten counts.
    """

    def __init__(self, data: pathlib.Path):
        self.items = [common.Item(**i) for i in json.loads((data / "items.json").read_text(encoding="utf-8"))]
        self.canvas = common.Canvas(np.load(data / "layers.npy"))
        shifts = ((0, 0), (-3, 0), (3, 0), (0, -3), (0, 3))
        small = []
        for index in range(len(self.items)):
            for scale in range(len(common.SCALES)):
                layer = self.canvas.layers[index, scale].astype(np.float32) / 255
                for dx, dy in shifts:
                    small.append(common.shift(layer, dx, dy).reshape(32, 4, 32, 4, 4).mean((1, 3)))
        self.small = np.stack(small).reshape(len(self.items), -1, 32, 32, 4)

    def rank(self, picture: np.ndarray, background) -> np.ndarray:
        """Item indices, nearest first."""
        shown = background or common.Background(common.DEFAULT_BACKGROUND, common.DEFAULT_BACKGROUND)
        back = shown.paint().reshape(32, 4, 32, 4, 3).mean((1, 3))
        composed = self.small[..., :3] + back * (1 - self.small[..., 3:])
        own = (picture.astype(np.float32) / 255).reshape(32, 4, 32, 4, 3).mean((1, 3))
        return ((composed - own) ** 2).mean((2, 3, 4)).min(1).argsort()

    def captions(self, count: int, seed: int):
        """(item index, background, canonical caption): every concept in turn, on random backgrounds."""
        rng = random.Random(seed)
        by_concept = {}
        for i, item in enumerate(self.items):
            by_concept.setdefault(item.concept, []).append(i)
        order = []
        while len(order) < count:
            concepts = list(by_concept)
            rng.shuffle(concepts)
            order += [rng.choice(by_concept[c]) for c in concepts]
        out = []
        for i in order[:count]:
            background = common.random_background(rng)
            out.append((i, background, common.caption(self.items[i], background)))
        return out


def sharpness(pictures: np.ndarray) -> float:
    """Mean absolute Laplacian of the luma, in grey levels: low is blur, high is grain."""
    y = pictures.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    lap = 4 * y[:, 1:-1, 1:-1] - y[:, :-2, 1:-1] - y[:, 2:, 1:-1] - y[:, 1:-1, :-2] - y[:, 1:-1, 2:]
    return float(np.abs(lap).mean())


class Alignment:
    """Mean cosine of a picture's and its caption's embedding by the shipped scorer."""

    def __init__(self, pipe: Pipeline):
        self.pipe = pipe
        self.image, self.text = pipe.load("scorer/image_encoder.onnx"), pipe.load("scorer/text_encoder.onnx")

    def images(self, pictures):
        return np.concatenate([self.image.run(None, {"pixel_values": pictures[i:i + 64].clip(-1, 1)})[0]
                               for i in range(0, len(pictures), 64)])

    def texts(self, captions):
        return self.text.run(None, {"input_ids": self.pipe.ids(captions)})[0]

    def __call__(self, pictures, captions) -> float:
        return float((self.images(pictures) * self.texts(captions)).sum(1).mean())


def score(truth: Truth, chosen, pictures: np.ndarray):
    ranks = [list(truth.rank(p, b)).index(i) for p, (i, b, _) in zip(to_bytes(pictures), chosen)]
    return np.array(ranks)


def fidelity(args) -> None:
    truth, pipe = Truth(args.data), Pipeline(args.model, args.threads)
    chosen = truth.captions(args.count, args.seed)
    pictures = pipe.many([c for *_, c in chosen], [args.seed + i for i in range(len(chosen))],
                         steps=args.steps, guidance=args.guidance)
    ranks = score(truth, chosen, pictures)
    print(f"{len(chosen)} captions, {args.steps} steps, guidance {args.guidance}: nearest of {len(truth.items)} pictures "
          f"top-1 {np.mean(ranks == 0):.1%}, top-5 {np.mean(ranks < 5):.1%}")
    for rank, (_, _, text) in zip(ranks, chosen):
        if rank >= 5:
            print(f"  missed: {text} (rank {rank + 1})")
    if args.out:
        common.sheet(list(to_bytes(pictures)), 20, args.out)


def guidance(args) -> None:
    truth, pipe = Truth(args.data), Pipeline(args.model, args.threads)
    align = Alignment(pipe)
    chosen = truth.captions(args.count, args.seed)
    captions, seeds = [c for *_, c in chosen], [args.seed + i for i in range(len(chosen))]
    real = np.stack([truth.canvas.compose(i, b, 1, 0, 0) for i, b, _ in chosen])
    print(f"training pictures: alignment {align(to_floats(real), captions):.3f}, sharpness {sharpness(real):.2f}")
    print("| guidance | alignment | top-1 | sharpness | clipped |\n|---|---|---|---|---|")
    for scale in (1, 1.5, 2, 3, 4, 5, 7, 10):
        pictures = pipe.many(captions, seeds, steps=args.steps, guidance=scale)
        ranks = score(truth, chosen, pictures)
        clipped = float((np.abs(pictures) > 1.02).mean())
        print(f"| {scale} | {align(pictures, captions):.3f} | {np.mean(ranks == 0):.1%} | "
              f"{sharpness(to_bytes(pictures)):.2f} | {clipped:.2%} |", flush=True)


def weights(args) -> None:
    truth = Truth(args.data)
    chosen = truth.captions(args.count, args.seed)
    captions, seeds = [c for *_, c in chosen], [args.seed + i for i in range(len(chosen))]
    made = {}
    for name in ("model.onnx", "model.non_ema.onnx"):
        pipe = Pipeline(args.model, args.threads, name)
        made[name] = pipe.many(captions, seeds, steps=args.steps, guidance=args.guidance)
        ranks = score(truth, chosen, made[name])
        print(f"{name}: alignment {Alignment(pipe)(made[name], captions):.3f}, top-1 {np.mean(ranks == 0):.1%}, "
              f"top-5 {np.mean(ranks < 5):.1%}, sharpness {sharpness(to_bytes(made[name])):.2f}")
    a, b = (to_bytes(p).astype(np.float32) for p in made.values())
    print(f"between them: {10 * np.log10(255 ** 2 / ((a - b) ** 2).mean((1, 2, 3))).mean():.1f} dB PSNR, mean over pictures")
    if args.out:
        common.sheet([p for pair in zip(*(to_bytes(v[:24]) for v in made.values())) for p in pair], 12, args.out)


def vae(args) -> None:
    truth, pipe = Truth(args.data), Pipeline(args.model, args.threads)
    encoder = pipe.load("vae_encoder/model.onnx")
    rng = random.Random(args.seed + 99)  # no training script draws from this seed
    pictures = np.stack([truth.canvas.random(rng.randrange(len(truth.items)), common.random_background(rng), rng)
                         for _ in range(args.count)])
    back = []
    for i in range(0, len(pictures), 20):
        mean = encoder.run(None, {"sample": to_floats(pictures[i:i + 20])})[0][:, :pipe.channels]
        back.append(to_bytes(pipe.decoder.run(None, {"latent_sample": mean})[0]))
    mse = ((pictures.astype(np.float32) - np.concatenate(back)) ** 2).mean((1, 2, 3))
    each = 10 * np.log10(255 ** 2 / mse)
    print(f"{args.count} held-out compositions: PSNR {10 * np.log10(255 ** 2 / mse.mean()):.2f} dB over all, "
          f"{each.mean():.2f} dB mean, {np.percentile(each, 5):.2f} dB at the 5th percentile")


def scorer(args) -> None:
    truth, pipe = Truth(args.data), Pipeline(args.model, args.threads)
    align = Alignment(pipe)
    captions = [common.caption(i, None) for i in truth.items]
    pictures = np.stack([truth.canvas.compose(i, None, 1, 0, 0) for i in range(len(truth.items))])
    similar = align.images(to_floats(pictures)) @ align.texts(captions).T
    right = (similar.argsort(1)[:, ::-1] == np.arange(len(captions))[:, None]).argmax(1)
    own = np.diag(similar)
    other = (similar.sum() - own.sum()) / (similar.size - len(own))
    print(f"{len(captions)} pictures against all captions: top-1 {np.mean(right == 0):.1%}, top-5 {np.mean(right < 5):.1%}; "
          f"cosine {own.mean():.3f} for the right caption, {other:.3f} for the others")


def speed(args) -> None:
    pipe = Pipeline(args.model, args.threads)

    def measure(run, times=60):
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            run()
            taken.append((time.perf_counter() - start) * 1000)
        taken.sort()
        return f"{taken[len(taken) // 2]:.1f} ms median, {taken[0]:.1f} ms best"

    rng = np.random.default_rng(0)
    for batch in (1, 2):
        feed = {"sample": rng.standard_normal((batch, pipe.channels, 16, 16)).astype(np.float32),
                "timestep": np.array(500, np.int64),
                "encoder_hidden_states": rng.standard_normal((batch, common.LENGTH, 160)).astype(np.float32)}
        print(f"unet, batch {batch}: {measure(lambda: pipe.unet.run(None, feed))}")
    z = rng.standard_normal((1, pipe.channels, 16, 16)).astype(np.float32)
    print(f"vae decoder: {measure(lambda: pipe.decoder.run(None, {'latent_sample': z}))}")
    encoder = pipe.load("vae_encoder/model.onnx")
    x = rng.standard_normal((1, 3, 128, 128)).astype(np.float32)
    print(f"vae encoder: {measure(lambda: encoder.run(None, {'sample': x}))}")
    ids = pipe.ids(["a smiling cat"])
    print(f"text encoder: {measure(lambda: pipe.text.run(None, {'input_ids': ids}))}")
    one = measure(lambda: pipe.generate(["a smiling cat"], [1], steps=args.steps, guidance=args.guidance), 10)
    print(f"a picture, {args.steps} steps with guidance, {args.threads} threads: {one}")


SHEET = """a smiling cat; a grinning cat; a happy cat on a light blue background; a cat; a crying cat; a cat with heart eyes;
an angry cat; a weary cat on a purple background; a grinning face; a face with tears of joy; a face with sunglasses on a pink background;
a thinking face; a robot; a ghost on a black background; an alien; a jack-o-lantern; a snowman on a blue background;
a dog on a yellow background; a panda; a fox on a light green background; a lion; a frog; a penguin; an owl; an elephant; a turtle;
a blue butterfly; a purple butterfly on a white background; a bee; a red heart; a green heart on a pink background; a star; fire; a gem;
a red apple on a light blue background; a green apple; a strawberry; a lemon; a watermelon; a banana on a purple background;
a pineapple; an avocado; a mushroom; a hamburger; a pizza on a gradient from yellow to orange background; a hot dog; a donut;
a birthday cake; an ice cream cone; a lollipop; a cup of coffee; a red rose; a sunflower on a blue background; a cactus; a palm tree;
a rainbow; a snowflake; the sun; a crescent moon on a black background; planet earth; a red car; a blue car; a green car on a gray background;
a pink car; a rocket on a gradient from purple to pink background; a bicycle; a sailboat; a castle; a soccer ball; a guitar; a trophy;
a red balloon; a blue balloon; a yellow balloon on a light green background; an umbrella; a green umbrella; a purple dress;
a blue t-shirt; a red book; a green book; a crown; a light bulb; a key; a camera; a laptop; a teddy bear; an alarm clock; a gift;
a woman cook with dark skin; a man cook with medium skin; a man cook on a light green background; an astronaut; an astronaut with dark skin; a thumbs up"""


def sheet(args) -> None:
    pipe = Pipeline(args.model, args.threads, args.weights)
    captions = args.captions or [" ".join(c.split()) for c in SHEET.split(";")]
    pictures = pipe.many(captions, [args.seed + i for i in range(len(captions))], steps=args.steps, guidance=args.guidance)
    common.sheet(list(to_bytes(pictures)), args.columns, args.out)
    print(f"{len(captions)} pictures in {args.out}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = {f.__name__: f for f in (fidelity, guidance, weights, vae, scorer, speed, sheet)}
    parser.add_argument("task", choices=tasks)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, help="folder written by prepare.py")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--columns", type=int, default=12)
    parser.add_argument("--weights", default="model.onnx")
    parser.add_argument("--captions", nargs="*")
    args = parser.parse_args()
    tasks[args.task](args)


if __name__ == "__main__":
    main()
