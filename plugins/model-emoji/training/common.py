"""What every script shares: the concepts, their captions, and how a picture is composed."""

from __future__ import annotations

import colorsys
import dataclasses
import json
import pathlib
import random

import numpy as np
from PIL import Image

SIZE = 128
LENGTH = 24  # tokens a caption, with both ends and padding

SKIN_TONES = {"": "", "1f3fb": "light skin", "1f3fc": "medium-light skin", "1f3fd": "medium skin",
              "1f3fe": "medium-dark skin", "1f3ff": "dark skin"}

HUES = {"red": 0, "orange": 28, "yellow": 50, "green": 125, "blue": 215, "purple": 272, "pink": 328}

BACKGROUNDS = {
    "white": (248, 248, 250), "gray": (176, 180, 188), "black": (28, 28, 32),
    "light blue": (168, 214, 250), "blue": (52, 112, 224), "pink": (250, 176, 206),
    "red": (218, 56, 60), "orange": (250, 152, 60), "yellow": (252, 218, 92),
    "light green": (172, 230, 168), "green": (52, 150, 84), "purple": (142, 92, 210),
}
DEFAULT_BACKGROUND = "white"
SCALES = (112, 120)  # side of the emoji's canvas in the picture, in pixels
SHIFT = 4  # largest shift in either direction, in pixels


@dataclasses.dataclass(frozen=True)
class Item:
    """One drawable picture: a concept, or one of its recoloured or skin-toned versions."""

    key: str  # unique: file name stem, plus "@colour" for a recoloured one
    file: str  # stem of the picture's file
    hue: str  # colour to move the hue to, or ""
    names: tuple[str, ...]  # canonical first; "=" means without article
    keywords: tuple[str, ...]
    weight: float
    concept: int  # index of the line in concepts.txt this came from


def _stem(emoji: str) -> str:
    return "-".join(f"{ord(c):04x}" for c in emoji)


def _find(folder: pathlib.Path, stem: str) -> str | None:
    bare = stem.replace("-fe0f", "")
    for name in (stem, bare, bare + "-fe0f"):
        if (folder / f"{name}.webp").exists():
            return name
    return None


def load_items(concepts: pathlib.Path, pictures: pathlib.Path, labels: pathlib.Path) -> list[Item]:
    """Reads concepts.txt against the picture folder and emojibase's data.json."""
    known = {}
    for entry in json.loads(labels.read_text(encoding="utf-8")):
        known[entry["hexcode"].lower().replace("-fe0f", "")] = entry
    items: list[Item] = []
    concept = 0
    for line in concepts.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        emoji, names, *rest = [part.strip() for part in line.split("|")]
        names = [name.strip() for name in names.split(";")]
        options = dict(part.partition("=")[::2] for part in (rest[0].split() if rest else []))
        stem = _find(pictures, _stem(emoji))
        if stem is None:
            raise SystemExit(f"no picture for {emoji} ({_stem(emoji)})")
        entry = known.get(stem.replace("-fe0f", ""), {"label": names[0], "tags": []})
        plain = [n.lstrip("=") for n in names]
        label = entry["label"].lower()
        if label not in plain and not options.get("recolour"):
            names.append(("=" if label.endswith("s") or "=" in names[0] else "") + label)
        tags = tuple(tag for tag in entry["tags"] if tag.isascii())
        weight = float(options.get("weight", 1))
        versions: list[tuple[str, str, list[str]]] = []
        if "people" in options:
            head, tail = emoji[0], emoji[1:]
            for tone, words in SKIN_TONES.items():
                file = _find(pictures, _stem(head + (chr(int(tone, 16)) if tone else "") + tail))
                if file is None:
                    raise SystemExit(f"no picture for {emoji} with {words}")
                versions.append((file, "", [f"{n} with {words}" for n in names] if tone else names))
        elif "recolour" in options:
            own = options["recolour"]
            versions.append((stem, "", names + [f"{own} {n}" for n in names]))
            versions += [(stem, hue, [f"{hue} {n}" for n in names]) for hue in HUES if hue != own]
        else:
            versions.append((stem, "", names))
        for i, (file, hue, variant) in enumerate(versions):
            share = 1 if len(versions) == 1 else (0.35 if i == 0 else 0.65 * 2 / (len(versions) - 1))
            items.append(Item(key=f"{file}@{hue}" if hue else file, file=file, hue=hue, names=tuple(variant),
                              keywords=tags, weight=weight * share, concept=concept))
        concept += 1
    return items


def recolour(rgba: np.ndarray, hue: str) -> np.ndarray:
    """Moves the picture's main hue to the named one; greys and other hues stay as they are."""
    rgb = rgba[..., :3].astype(np.float32) / 255
    high, low = rgb.max(-1), rgb.min(-1)
    chroma = high - low
    saturation = chroma / np.maximum(high, 1e-6)
    safe = np.maximum(chroma, 1e-6)
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    angle = np.where(high == r, (g - b) / safe % 6, np.where(high == g, (b - r) / safe + 2, (r - g) / safe + 4)) * 60
    weight = chroma * (rgba[..., 3] / 255.0)
    histogram = np.histogram(angle, bins=36, range=(0, 360), weights=weight)[0]
    smooth = histogram + np.roll(histogram, 1) + np.roll(histogram, -1)
    main = smooth.argmax() * 10 + 5
    distance = (angle - main + 180) % 360 - 180
    mask = np.clip((75 - np.abs(distance)) / 20, 0, 1) * np.clip(saturation / 0.15, 0, 1)
    target = (HUES[hue] + distance * 0.5) % 360
    if hue in ("orange", "yellow"):
        high = 1 - (1 - high) * 0.6
    if hue == "pink":
        saturation = saturation * 0.6
        high = 1 - (1 - high) * 0.5
    k = lambda n: (n + target / 60) % 6
    f = lambda n: high - high * saturation * np.clip(np.minimum(k(n), 4 - k(n)), 0, 1)
    moved = np.stack([f(5), f(3), f(1)], -1)
    out = rgb + (moved - rgb) * mask[..., None]
    return np.concatenate([(out * 255).round().clip(0, 255).astype(np.uint8), rgba[..., 3:]], -1)


def load_rgba(pictures: pathlib.Path, item: Item) -> np.ndarray:
    rgba = np.asarray(Image.open(pictures / f"{item.file}.webp").convert("RGBA"))
    return recolour(rgba, item.hue) if item.hue else rgba


def premultiplied(rgba: np.ndarray, side: int) -> np.ndarray:
    """Resizes with premultiplied alpha: float32 [side, side, 4] in 0..1."""
    data = rgba.astype(np.float32) / 255
    data[..., :3] *= data[..., 3:]
    planes = [np.asarray(Image.fromarray(data[..., c]).resize((side, side), Image.Resampling.LANCZOS)) for c in range(4)]
    return np.clip(np.stack(planes, -1), 0, 1)


@dataclasses.dataclass(frozen=True)
class Background:
    """A solid colour, or a gradient from the top colour to the bottom one."""

    top: str
    bottom: str

    def paint(self) -> np.ndarray:
        a, b = (np.array(BACKGROUNDS[n], np.float32) / 255 for n in (self.top, self.bottom))
        t = np.linspace(0, 1, SIZE, dtype=np.float32)[:, None, None]
        return np.broadcast_to(a + (b - a) * t, (SIZE, SIZE, 3))


def random_background(rng: random.Random) -> Background | None:
    """None is the default background, which the caption does not name."""
    kind = rng.random()
    if kind < 0.25:
        return None
    if kind < 0.72:
        colour = rng.choice(list(BACKGROUNDS))
        return Background(colour, colour)
    return Background(*rng.sample(list(BACKGROUNDS), 2))


def article(name: str) -> str:
    return ("an " if name[0] in "aeiou" and not name.startswith(("one", "uni", "ufo")) else "a ") + name


def caption(item: Item, background: Background | None, rng: random.Random | None = None) -> str:
    """Without rng: the canonical caption. With it: one of many phrasings."""
    if rng is None:
        name = item.names[0]
        text = name[1:] if name.startswith("=") else article(name)
    else:
        name = item.names[0] if rng.random() < 0.45 else rng.choice(item.names)
        bare = name.lstrip("=")
        with_article = bare if name.startswith("=") else article(bare)
        form = rng.random()
        if form < 0.55:
            text = with_article
        elif form < 0.75:
            text = bare
        elif form < 0.8:
            text = f"a picture of {with_article}"
        elif form < 0.85:
            text = f"an emoji of {with_article}"
        elif form < 0.9:
            text = f"a 3d {bare}"
        elif item.keywords:
            words = rng.sample(item.keywords, min(len(item.keywords), rng.choice((1, 2))))
            text = f"{with_article}, {', '.join(words)}"
        else:
            text = with_article
    if background is None:
        return text
    if background.top == background.bottom:
        forms = ("on a {0} background", "on {0}", "with a {0} background")
    else:
        forms = ("on a gradient from {0} to {1} background", "on a gradient from {0} to {1}",
                 "on a {0} to {1} gradient background")
    form = forms[0] if rng is None or rng.random() < 0.6 else rng.choice(forms)
    name = form.format(background.top, background.bottom)
    return f"{text} {name.replace('a orange', 'an orange')}"


class Canvas:
    """All pictures, resized once, and composed on demand."""

    def __init__(self, layers: np.ndarray):
        self.layers = layers  # uint8 [items, scales, SIZE, SIZE, 4], premultiplied, centred

    def compose(self, index: int, background: Background | None, scale: int, dx: int, dy: int) -> np.ndarray:
        """uint8 [SIZE, SIZE, 3]; scale is an index into SCALES."""
        layer = self.layers[index, scale].astype(np.float32) / 255
        if dx or dy:
            layer = shift(layer, dx, dy)
        back = (background or Background(DEFAULT_BACKGROUND, DEFAULT_BACKGROUND)).paint()
        return ((layer[..., :3] + back * (1 - layer[..., 3:])) * 255).round().clip(0, 255).astype(np.uint8)

    def random(self, index: int, background: Background | None, rng: random.Random) -> np.ndarray:
        return self.compose(index, background, rng.randrange(len(SCALES)),
                            rng.randint(-SHIFT, SHIFT), rng.randint(-SHIFT, SHIFT))


def shift(layer: np.ndarray, dx: int, dy: int) -> np.ndarray:
    out = np.zeros_like(layer)
    h, w = layer.shape[:2]
    out[max(dy, 0):h + min(dy, 0), max(dx, 0):w + min(dx, 0)] = \
        layer[max(-dy, 0):h + min(-dy, 0), max(-dx, 0):w + min(-dx, 0)]
    return out


def sheet(pictures, columns: int, path, gap: int = 4, scale: int = 1) -> None:
    """Writes uint8 pictures as one PNG."""
    h, w = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    out = np.full((rows * (h + gap) + gap, columns * (w + gap) + gap, 3), 255, np.uint8)
    for i, p in enumerate(pictures):
        y, x = divmod(i, columns)
        out[gap + y * (h + gap):gap + y * (h + gap) + h, gap + x * (w + gap):gap + x * (w + gap) + w] = p
    image = Image.fromarray(out)
    if scale != 1:
        image = image.resize((image.width * scale, image.height * scale), Image.Resampling.LANCZOS)
    image.save(path, optimize=True)
