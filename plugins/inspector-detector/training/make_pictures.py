"""Draws the pictures the structure detector is trained on, with the packaged `darkroom generate`.

For every concept of the emoji model: good renderings (22 steps, guidance 3 to 4) and renderings whose structure
broke (3 to 5 steps; guidance 15 to 25; raw weights stopped early; twice the model's own size).

    python3 make_pictures.py ../../../host-demo/target/darkroom/bin/darkroom pictures
"""

import argparse
import pathlib
import random
import re
import subprocess

CARD = pathlib.Path(__file__).parents[2] / "model-emoji" / "MODEL_CARD.md"
BACKGROUNDS = ["", "", " on a light blue background", " on a pink background", " on a black background",
               " on a gradient from yellow to orange background", " on a green background", " on a purple background"]


def concepts():
    """The concepts of the model card, without the remarks in parentheses."""
    lists = re.findall(r"^\* \*\*.*?\*\* \(\d+\): (.*)\.$", CARD.read_text(), re.MULTILINE)
    return [name.strip() for line in lists for name in re.sub(r"\([^)]*\)", "", line).split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("darkroom")
    parser.add_argument("out", type=pathlib.Path)
    args = parser.parse_args()
    draw = random.Random(1)
    for number, concept in enumerate(concepts()):
        prompt = concept + draw.choice(BACKGROUNDS)
        seed = draw.randrange(1, 10**6)
        kinds = {
            "good": ["--count=3", "--steps=22", f"--cfg-scale={draw.uniform(3, 4):.1f}"],
            "few-steps": [f"--steps={draw.randrange(3, 6)}", "--cfg-scale=3"],
            "strong-guidance": ["--steps=20", f"--cfg-scale={draw.uniform(15, 25):.1f}"],
            "raw-early": [f"--steps={draw.randrange(3, 6)}", "--weights=raw", "--cfg-scale=1.5"],
            "double-size": ["--steps=15", "--cfg-scale=3.5", "--width=256", "--height=256"],
        }
        for kind, options in kinds.items():
            target = args.out / kind / f"{number:03d}.png"
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(
                [args.darkroom, "generate", prompt, f"--seed={seed}", "--threads=1", "--no-inspect", "--quiet",
                 f"--out={target}", *options],
                check=True, stdout=subprocess.DEVNULL)
            seed += 10


if __name__ == "__main__":
    main()
