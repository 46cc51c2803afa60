"""Makes the small networks of the precision tests, with random weights. Usage: make_models.py FOLDER

network.onnx   five layers: first, two convolutions and a product behind a normalisation, last
overflow.onnx  the same, with a value of about 1e6 on the way
loud.onnx      the same, whose second convolution has one output channel a thousand times as loud as the others' weights
"""
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper, numpy_helper


def make(path, overflow=False, loud=False):
    rng = np.random.default_rng(11)
    inits, nodes = [], []

    def weight(name, *shape, scale=None):
        value = rng.standard_normal(shape).astype("f") * (scale or (1 / np.sqrt(np.prod(shape[1:]))))
        inits.append(numpy_helper.from_array(value.astype("f"), name))
        return name

    def node(op, inputs, output, **attributes):
        nodes.append(helper.make_node(op, inputs, [output], name=output + "_node", **attributes))
        return output

    inits.append(numpy_helper.from_array(np.array([0, 2, 3, 1], "i8"), "unused_shape"))
    node("Cast", ["timestep"], "time", to=T.FLOAT)
    inits.append(numpy_helper.from_array(np.array(0.01, "f"), "rate"))
    node("Mul", ["time", "rate"], "phase")
    node("Sin", ["phase"], "wave")
    x = node("Conv", ["sample", weight("w_in", 16, 4, 3, 3), weight("b_in", 16, scale=0.1)], "first", pads=[1, 1, 1, 1])
    x = node("Add", [x, "wave"], "timed")
    for i in (1, 2):
        y = node("Relu", [x], f"relu{i}")
        w = weight(f"w{i}", 16, 16, 3, 3)
        if loud and i == 2:
            value = numpy_helper.to_array(inits.pop()).copy()
            value[:, 0] *= 1000
            inits.append(numpy_helper.from_array(value, w))
            channel = np.ones((1, 16, 1, 1), "f")
            channel[0, 0] = 0.001
            inits.append(numpy_helper.from_array(channel, "quiet"))
            y = node("Mul", [y, "quiet"], "quietened")
        y = node("Conv", [y, w, weight(f"b{i}", 16, scale=0.1)], f"conv{i}", pads=[1, 1, 1, 1])
        x = node("Add", [x, y], f"sum{i}")
    if overflow:
        inits.append(numpy_helper.from_array(np.array(1e6, "f"), "million"))
        x = node("Div", [node("Mul", [x, "million"], "huge"), "million"], "tamed")
    x = node("Transpose", [x], "last_axis", perm=[0, 2, 3, 1])
    gain, shift = weight("gain", 16, scale=1), weight("shift", 16, scale=0.1)
    x = node("LayerNormalization", [x, gain, shift], "normalised", axis=-1)
    x = node("MatMul", [x, weight("w_mix", 16, 16)], "mixed")
    x = node("Transpose", [x], "channels", perm=[0, 3, 1, 2])
    node("Conv", [x, weight("w_out", 4, 16, 3, 3)], "out_sample", pads=[1, 1, 1, 1])
    dims = ["batch", 4, "height", "width"]
    inits[:] = [i for i in inits if i.name != "unused_shape"]
    graph = helper.make_graph(
        nodes, "network",
        [helper.make_tensor_value_info("sample", T.FLOAT, dims), helper.make_tensor_value_info("timestep", T.INT64, [])],
        [helper.make_tensor_value_info("out_sample", T.FLOAT, dims)], inits)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


folder = sys.argv[1]
make(os.path.join(folder, "network.onnx"))
make(os.path.join(folder, "overflow.onnx"), overflow=True)
make(os.path.join(folder, "loud.onnx"), loud=True)
