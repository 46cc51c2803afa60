"""Writes reference.json beside itself: fixed planes and what scikit-image, SciPy and PyWavelets measure on them.

pip install numpy scipy scikit-image pywavelets; python reference.py
"""

import json
import pathlib

import numpy as np
import pywt
import scipy.ndimage
import skimage
import skimage.data
import skimage.filters
import skimage.measure
from skimage.restoration import estimate_sigma


def planes():
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:61, 0:47]
    # The dither keeps flat parts from giving details that are 0 or not by the rounding alone.
    camera = skimage.data.camera()[100:196, 150:246] + rng.uniform(-0.5, 0.5, (96, 96))
    camera = camera.astype(np.float32)
    return {
        "white": (128 + 5 * rng.standard_normal((40, 53))).astype(np.float32),
        "waves": (100 + 40 * np.sin(x / 5.0) * np.cos(y / 7.0) + rng.standard_normal(x.shape)).astype(np.float32),
        "camera": camera,
        "camera and noise": (camera + 8 * rng.standard_normal(camera.shape)).astype(np.float32),
        "narrow": rng.uniform(0, 255, (5, 9)).astype(np.float32),
        "smallest": rng.uniform(0, 255, (2, 3)).astype(np.float32),
    }


def block_sigmas(plane, block):
    """Median |d| / 0.6745 by block: D at level 1, H, V and D beyond; the last block takes the remainder."""
    rows, columns = (max(1, size // block) for size in plane.shape)
    out = []
    for level in (1, 2, 3):
        plane, (h, v, d) = pywt.dwt2(plane, "db2", mode="symmetric")
        bands = (h, v, d) if level > 1 else (d,)
        n = block >> level
        for r in range(rows):
            for c in range(columns):
                part = np.s_[r * n : None if r == rows - 1 else (r + 1) * n, c * n : None if c == columns - 1 else (c + 1) * n]
                out.append(float(np.median(np.abs(np.concatenate([b[part].ravel() for b in bands]))) / 0.6744897501960817))
    return {"columns": columns, "rows": rows, "values": out}


cases = []
for name, plane in planes().items():
    exact = plane.astype(np.float64)
    haar = pywt.dwt2(exact, "haar", mode="symmetric")[1][2]
    case = {
        "name": name,
        "width": plane.shape[1],
        "height": plane.shape[0],
        "plane": [float(v) for v in plane.ravel()],
        "estimate_sigma": float(estimate_sigma(exact, channel_axis=None)) if plane.shape[1] > 4 else None,
        "haar": [float(v) for v in haar.ravel()],
        "sobel_mean": float(skimage.filters.sobel(exact).mean()),
        "blur_effect": float(skimage.measure.blur_effect(exact)) if min(plane.shape) > 5 else None,
        "laplace_variance": float(scipy.ndimage.laplace(exact).var()),
        "quantile_02": float(np.quantile(exact, 0.02)),
    }
    if min(plane.shape) >= 40:
        case["blocks"] = block_sigmas(exact, 16)
    cases.append(case)
target = pathlib.Path(__file__).with_name("reference.json")
target.write_text(json.dumps({"scikit-image": skimage.__version__, "pywavelets": pywt.__version__, "cases": cases}) + "\n")
