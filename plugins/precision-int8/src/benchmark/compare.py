"""Darkroom's INT8 network beside the one of ONNX Runtime's own quantiser, calibrated on the same calls.

    darkroom convert MODEL --to int8 --save-calls CALLS
    compare.py MODEL CALLS FOLDER

Checks Darkroom's graphs with the ONNX checker, quantises MODEL/unet/model.onnx with onnxruntime.quantization (per-channel S8
weights, U8 activations, QDQ, min-max, the same layers left in float), prints signal over error of single calls and
milliseconds of each, and leaves a copy of MODEL with the other network in FOLDER for `darkroom benchmark --precision`.
"""

import glob
import json
import os
import shutil
import sys
import time

import numpy as np
import onnx
import onnxruntime as ort
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

model, calls_folder, folder = sys.argv[1:4]
for graph in sorted(glob.glob(os.path.join(model, "*", "model.*.onnx"))):
    onnx.checker.check_model(graph, full_check=True)
    print("the ONNX checker accepts", os.path.relpath(graph, model))

calls = []
for path in sorted(glob.glob(os.path.join(calls_folder, "*.npy"))):
    index, name, _ = os.path.basename(path).split(".")
    if int(index) == len(calls):
        calls.append({})
    calls[int(index)][name] = np.load(path)
calibrate, held_out = calls[::2], calls[1::2]


class Reader(CalibrationDataReader):
    def __init__(self):
        self.calls = iter(calibrate)

    def get_next(self):
        return next(self.calls, None)


source = os.path.join(model, "unet", "model.onnx")
kept = list(json.load(open(os.path.join(model, "darkroom-int8.json")))["kept_in_fp32"])
initializers = {i.name for i in onnx.load(source).graph.initializer}
attention = [n.name for n in onnx.load(source).graph.node if n.op_type == "MatMul" and not initializers & set(n.input)]
shutil.rmtree(folder, ignore_errors=True)
shutil.copytree(model, folder)
other = os.path.join(folder, "unet", "model.int8.onnx")
quantize_static(
    source, other, Reader(), quant_format=QuantFormat.QDQ, op_types_to_quantize=["Conv", "MatMul"], per_channel=True,
    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, nodes_to_exclude=kept + attention,
    calibrate_method=CalibrationMethod.MinMax)


def session(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    for name, value in (("batch", 2), ("height", 16), ("width", 16)):
        options.add_free_dimension_override_by_name(name, value)
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


names = ["FP32", "Darkroom", "onnxruntime.quantization"]
sessions = [session(p) for p in (source, os.path.join(model, "unet", "model.int8.onnx"), other)]
best = [1e9] * 3
for _ in range(25):
    for i, s in enumerate(sessions):
        # Several in a row, as sampling calls it: the first finds the caches full of the others' weights.
        for _ in range(4):
            began = time.perf_counter()
            s.run(None, calls[0])
            best[i] = min(best[i], time.perf_counter() - began)
expected = [sessions[0].run(None, c)[0] for c in held_out]
for i, s in enumerate(sessions):
    line = f"{names[i]:26s} {1000 * best[i]:6.2f} ms on one thread, {best[0] / best[i]:.2f} times as fast"
    if i:
        found = [s.run(None, c)[0] for c in held_out]
        error = sum(((a - b) ** 2).sum() for a, b in zip(found, expected))
        line += f", one step {10 * np.log10(sum((b ** 2).sum() for b in expected) / error):.2f} dB"
    print(line)
