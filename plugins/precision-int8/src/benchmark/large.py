"""Makes a model of Stable Diffusion 1.5's size around the other files of a small one: the UNet has random weights, 860 million
of them (3.4 GB in FP32, external data). For measuring how much memory and time loading, converting and running take.

    large.py SMALL_MODEL FOLDER [MILLIONS]
    /usr/bin/time -v darkroom convert FOLDER --to int8 --option ranges=minmax --option smooth=off --option sensitivity=off \\
        --steps 2 --calls 4 --pictures 1 --prompts one.txt --force
"""

import json
import os
import shutil
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper

small, folder = sys.argv[1:3]
millions = float(sys.argv[3]) if len(sys.argv) > 3 else 860
shutil.rmtree(folder, ignore_errors=True)
shutil.copytree(small, folder, ignore=lambda d, names: [n for n in names if d.endswith("unet") and n.startswith("model")])
config = json.load(open(os.path.join(folder, "unet", "config.json")))
channels, cross = config["in_channels"], config.get("cross_attention_dim")
width = 1280
blocks = int(round(millions * 1e6 / (9 * width * width + 8 * width * width)))
rng = np.random.default_rng(0)
inits, nodes, offset = [], [], 0
data = open(os.path.join(folder, "unet", "model.onnx_data"), "wb")


def weight(name, *shape):
    global offset
    count = int(np.prod(shape))
    block = rng.standard_normal(min(count, 1 << 20)).astype("f") * (1 / np.sqrt(np.prod(shape[1:]) if len(shape) > 2 else shape[0]))
    tensor = T(name=name, data_type=T.FLOAT, dims=shape, data_location=T.EXTERNAL)
    for key, value in (("location", "model.onnx_data"), ("offset", offset), ("length", 4 * count)):
        tensor.external_data.add(key=key, value=str(value))
    for start in range(0, count, len(block)):
        data.write(block[: min(len(block), count - start)].astype("f").tobytes())
    offset += 4 * count
    inits.append(tensor)
    return name


def node(op, inputs, output, **attributes):
    nodes.append(helper.make_node(op, inputs, [output], name=output + "_node", **attributes))
    return output


for name, value in (("hidden_sum_axes", [1]), ("unsqueeze", [2, 3])):
    inits.append(onnx.numpy_helper.from_array(np.array(value, "i8"), name))
inits.append(onnx.numpy_helper.from_array(np.array(0.001, "f"), "rate"))
node("Cast", ["timestep"], "time", to=T.FLOAT)
node("Mul", ["time", "rate"], "phase")
node("ReduceMean", ["encoder_hidden_states"], "prompt", axes=[1], keepdims=0)
node("Gemm", ["prompt", weight("w_prompt", cross, width)], "projected")
node("Unsqueeze", ["projected", "unsqueeze"], "condition")
x = node("Conv", ["sample", weight("w_in", width, channels, 3, 3)], "first", pads=[1, 1, 1, 1])
x = node("Add", [x, "condition"], "conditioned")
x = node("Add", [x, "phase"], "timed")
for i in range(blocks):
    y = node("Tanh", [x], f"tanh{i}")
    y = node("Conv", [y, weight(f"conv{i}", width, width, 3, 3)], f"convolved{i}", pads=[1, 1, 1, 1])
    y = node("Transpose", [y], f"last{i}", perm=[0, 2, 3, 1])
    y = node("MatMul", [y, weight(f"up{i}", width, 4 * width)], f"wide{i}")
    y = node("Tanh", [y], f"bent{i}")
    y = node("MatMul", [y, weight(f"down{i}", 4 * width, width)], f"narrow{i}")
    y = node("Transpose", [y], f"channels{i}", perm=[0, 3, 1, 2])
    x = node("Add", [x, y], f"sum{i}")
node("Conv", [node("Tanh", [x], "tanh"), weight("w_out", channels, width, 3, 3)], "out_sample", pads=[1, 1, 1, 1])
dims = ["batch", channels, "height", "width"]
graph = helper.make_graph(
    nodes, "large",
    [helper.make_tensor_value_info("sample", T.FLOAT, dims), helper.make_tensor_value_info("timestep", T.INT64, []),
     helper.make_tensor_value_info("encoder_hidden_states", T.FLOAT, ["batch", "tokens", cross])],
    [helper.make_tensor_value_info("out_sample", T.FLOAT, dims)], inits)
data.close()
with open(os.path.join(folder, "unet", "model.onnx"), "wb") as file:
    file.write(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString())
print(f"{blocks} blocks, {offset / 4e6:.0f} million weights, {offset / 1e9:.2f} GB")
