"""Times Darkroom's inspectors beside the nearest equivalents of scikit-image and OpenCV, one after the other on one core.

    ./mvnw -q -Pjmh -pl plugins/bundle -am test -Djmh="InspectorBenchmark -rf json -rff $PWD/inspectors.json"
    OMP_NUM_THREADS=1 taskset -c 0 python3 plugins/bundle/src/jmh/python/inspectors.py inspectors.json

Run the two after each other on a machine that does nothing else. Needs numpy, scipy, scikit-image with PyWavelets, and opencv-python for its rows.
Python's times are CPU time of its one thread. The measures are not the same: theirs are single ones where the inspectors look at blocks, levels and colours and say where.
"""

import json
import sys
import time

import numpy as np
from scipy import fft, ndimage
from skimage import color, measure, restoration, util

try:
    import cv2

    cv2.setNumThreads(1)
except ImportError:
    cv2 = None


def scene(size):
    rng = np.random.default_rng(1)
    y, x = np.mgrid[0:size, 0:size] * (512 / size)
    texture = sum(np.sin((x * np.cos(a) + y * np.sin(a)) * k / 24 + p) / k
                  for k, (a, p) in enumerate(rng.uniform(0, np.pi, (63, 2)), 1))
    inside = (np.hypot(x - 200, y - 280) < 130) | ((x > 330) & (y > 90) & (x + y < 640))
    base = np.where(inside[..., None], [0.35, 0.5, 0.65], [0.7, 0.6, 0.5])
    return np.clip(base + 0.04 * texture[..., None] + rng.normal(0, 0.004, (size, size, 3)), 0, 1)


def autocorrelation(grey):
    high = grey - ndimage.gaussian_filter(grey, 2)
    return fft.irfft2(np.abs(fft.rfft2(high)) ** 2)


EQUIVALENTS = {
    "noise: restoration.estimate_sigma, per channel": lambda rgb, grey: restoration.estimate_sigma(rgb, channel_axis=-1),
    "blur: measure.blur_effect": lambda rgb, grey: measure.blur_effect(grey),
    "tiling: autocorrelation of the whitened luma (scipy.fft)": lambda rgb, grey: autocorrelation(grey),
    "colour: color.rgb2lab and its statistics": lambda rgb, grey: np.percentile(color.rgb2lab(rgb), [1, 50, 99], axis=(0, 1)),
    "banding: histogram of rank entropy (measure.shannon_entropy)": lambda rgb, grey: measure.shannon_entropy(
        util.img_as_ubyte(grey)),
}


OPENCV = {
    "blur: OpenCV, variance of cv2.Laplacian": lambda rgb, grey: cv2.Laplacian(grey, cv2.CV_32F).var(),
    "noise: OpenCV, median of a 3x3 filter (Immerkaer)": lambda rgb, grey: np.median(np.abs(cv2.filter2D(
        grey, cv2.CV_32F, np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)))),
    "tiling: OpenCV, autocorrelation by cv2.dft": lambda rgb, grey: cv2.idft(cv2.mulSpectrums(
        *2 * (cv2.dft(grey - cv2.GaussianBlur(grey, (0, 0), 2)),), 0, conjB=True)),
    "colour: OpenCV, Lab and its statistics": lambda rgb, grey: np.percentile(
        cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), [1, 50, 99], axis=(0, 1)),
}


def best(run):
    times = []
    for _ in range(9):
        began = time.process_time()
        run()
        times.append(1000 * (time.process_time() - began))
    return sorted(times)[len(times) // 2]


def main():
    ours = {}
    if len(sys.argv) > 1:
        for result in json.load(open(sys.argv[1])):
            if result["benchmark"].endswith("InspectorBenchmark.inspect"):
                params = result["params"]
                ours.setdefault(params["inspector"], {})[int(params["size"])] = result["primaryMetric"]["score"]
    rows = [(f"Darkroom, {name} inspectors" if name == "all" else f"Darkroom, {name}", times)
            for name, times in ours.items()]
    total = {512: 0.0, 1024: 0.0}
    for name, run in EQUIVALENTS.items():
        times = {}
        for size in total:
            rgb = scene(size)
            grey = color.rgb2gray(rgb)
            times[size] = best(lambda: run(rgb, grey))
            total[size] += times[size]
        rows.append((name, times))
    rows.append(("scikit-image and scipy, together", total))
    if cv2 is None:
        OPENCV.clear()
    together = {512: 0.0, 1024: 0.0}
    for name, run in OPENCV.items():
        times = {}
        for size in together:
            rgb = scene(size).astype(np.float32)
            grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
            times[size] = best(lambda: run(rgb, grey))
            together[size] += times[size]
        rows.append((name, times))
    if OPENCV:
        rows.append(("OpenCV, together", together))
    print("| what | 512x512 | 1024x1024 |\n|---|---|---|")
    for name, times in rows:
        print(f"| {name} | {times.get(512, float('nan')):.1f} ms | {times.get(1024, float('nan')):.1f} ms |")


if __name__ == "__main__":
    main()
