"""Writes colour-reference.json beside itself: what scikit-image, NumPy and libvmaf make of fixed inputs.

pip install numpy scikit-image; VMAF=path/to/vmaf python colour-reference.py. The tool is built from
https://github.com/Netflix/vmaf (3.2.0, commit f85a8536): meson setup build && ninja -C build tools/vmaf.
"""

import json
import os
import pathlib
import subprocess
import tempfile

import numpy as np
import skimage
from skimage.color import rgb2lab

rng = np.random.default_rng(11)


def lab():
    colours = [[r, g, b] for r in (0, 13, 128, 255) for g in (0, 7, 200, 255) for b in (0, 2, 99, 255)]
    return [{"rgb": c, "lab": [float(v) for v in rgb2lab(np.array([[c]], dtype=np.uint8))[0, 0]]} for c in colours]


def autocorrelation():
    cases = []
    for height, width in ((12, 16), (13, 10), (1, 21), (17, 1), (15, 30)):
        plane = rng.normal(0, 1, (height, width)).astype(np.float32)
        spectrum = np.fft.fft2(plane.astype(np.float64))
        r = np.real(np.fft.ifft2(np.abs(spectrum) ** 2))
        cases.append(
            {"width": width, "height": height, "plane": [float(v) for v in plane.ravel()], "r": [float(v) for v in r.ravel()]}
        )
    return cases


# Whole numbers alone, so that the test makes the same pictures.
PICTURES = {
    "ramp": lambda x, y: 40 + (x + y) // 6,
    "steps of 4": lambda x, y: 40 + (x + 2 * y) // 40 * 4,
    "steps of 8": lambda x, y: 20 + (x * x // 256 + y) // 24 * 8,
    "radial": lambda x, y: 30 + ((x - 128) ** 2 + (y - 108) ** 2) // 300,
    "dithered": lambda x, y: 60 + x // 20 + (x * 7919 + y * 104729) % 97 // 60,
    "waves": lambda x, y: 50 + ((x % 64) * (y % 48)) // 60,
}
WIDTH, HEIGHT = 320, 240


def vmaf(luma, max_log_contrast):
    with tempfile.TemporaryDirectory() as folder:
        source = f"{folder}/in.yuv"
        with open(source, "wb") as out:
            out.write(luma.astype(np.uint8).tobytes())
            out.write(bytes([128]) * (luma.size // 2))
        subprocess.run(
            [os.environ["VMAF"], "-r", source, "-d", source, "-w", str(WIDTH), "-h", str(HEIGHT), "-p", "420", "-b", "8",
             "--no_prediction", "--feature", f"cambi=max_log_contrast={max_log_contrast}", "--json", "-o", f"{folder}/out", "-q"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        metrics = json.load(open(f"{folder}/out"))["frames"][0]["metrics"]
        return next(iter(metrics.values()))


def cambi():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return [
        {"name": name, "max_log_contrast": m, "cambi": vmaf(value(x, y), m)}
        for name, value in PICTURES.items()
        for m in (2, 5)
    ]


target = pathlib.Path(__file__).with_name("colour-reference.json")
target.write_text(
    json.dumps({"scikit-image": skimage.__version__, "numpy": np.__version__, "libvmaf": "f85a8536", "lab": lab(),
                "autocorrelation": autocorrelation(), "cambi": cambi()}) + "\n")
