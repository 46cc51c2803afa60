"""Runs every graph of a model folder under ONNX Runtime's Python package, after the ONNX checker has looked at it.

    check.py MODEL [MODEL ...]

Inputs are noise of batch 2 (16x16 latents, 128x128 pictures, 24 tokens unless the graph says otherwise). A variant beside an
FP32 graph of the same component (`model.int8.onnx` beside `model.onnx`, here or in the first MODEL) is compared with it. Exits
with 1 if the checker refuses a graph, one cannot be run, or an output is not finite.
"""

import glob
import os
import re
import sys

import numpy as np
import onnx
import onnxruntime as ort

TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64, "tensor(int32)": np.int32}
folders = sys.argv[1:]
failed = 0


def session(path):
    options = ort.SessionOptions()
    options.log_severity_level = 3
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def inputs(graph):
    rng = np.random.default_rng(0)
    picture = any(i.shape[1:2] == [3] for i in graph.get_inputs())
    feeds = {}
    for given in graph.get_inputs():
        sizes = [d if isinstance(d, int) else 2 if i == 0 else 24 if len(given.shape) < 4 else 128 if picture else 16
                 for i, d in enumerate(given.shape)]
        kind = TYPES[given.type]
        whole = np.issubdtype(kind, np.integer)
        feeds[given.name] = np.array(rng.integers(1, 900, sizes) if whole else rng.standard_normal(sizes)).astype(kind)
    return feeds


def run(path, feeds=None):
    graph = session(path)
    feeds = feeds or inputs(graph)
    wanted = {i.name: TYPES[i.type] for i in graph.get_inputs()}
    return feeds, [o.astype(np.float64) for o in graph.run(None, {k: v.astype(wanted[k]) for k, v in feeds.items()})]


def original(path, component):
    name = re.sub(r"\.(fp16|int8)\.onnx$", ".onnx", os.path.basename(path))
    places = [os.path.join(folder, component, name) for folder in (os.path.dirname(os.path.dirname(path)), folders[0])]
    return next((place for place in places if place != path and os.path.isfile(place)), None)


for folder in folders:
    for path in sorted(glob.glob(os.path.join(folder, "*", "*.onnx"))):
        component = os.path.basename(os.path.dirname(path))
        name = os.path.join(os.path.basename(folder.rstrip("/")), component, os.path.basename(path))
        try:
            onnx.checker.check_model(path, full_check=True)
            feeds, found = run(path)
            finite = all(np.isfinite(o).all() for o in found)
            line = "ok  " if finite else "NaN "
            reference = original(path, component)
            if reference:
                expected = run(reference, feeds)[1]
                error = sum(((a - b) ** 2).sum() for a, b in zip(found, expected))
                line += f" {10 * np.log10(sum((b ** 2).sum() for b in expected) / max(error, 1e-30)):6.1f} dB"
            print(line, name)
            failed += not finite
        except Exception as e:
            print("bad ", name, str(e).splitlines()[0][:200])
            failed += 1
sys.exit(failed > 0)
