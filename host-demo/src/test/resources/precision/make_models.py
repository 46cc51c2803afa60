"""Makes the small networks of the precision tests, with random weights. Usage: make_models.py FOLDER

network.onnx   five layers: first, two convolutions and a product behind a normalisation, last
overflow.onnx  the same, with a value of about 1e6 on the way
blocks.onnx    what exporters make of a block whose normalised maps are scaled and shifted by the timestep, and of three products
               that read one value
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


def blocks(path):
    rng = np.random.default_rng(12)
    inits, nodes = [], []

    def constant(name, value):
        inits.append(numpy_helper.from_array(np.array(value), name))
        return name

    def weight(name, *shape):
        return constant(name, (rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype("f"))

    def node(op, inputs, output, **attributes):
        nodes.append(helper.make_node(op, inputs, [output], name=output + "_node", **attributes))
        return output

    def silu(x, name):
        return node("Mul", [x, node("Sigmoid", [x], name + "_sigmoid")], name)

    def group_norm(x, name):
        flat = node("Reshape", [x, constant(name + "_groups", np.array([0, 4, -1], "i8"))], name + "_flat")
        n = node("InstanceNormalization", [flat, constant(name + "_ones", np.ones(4, "f")),
                                           constant(name + "_zeros", np.zeros(4, "f"))], name + "_normalised", epsilon=1e-5)
        n = node("Reshape", [n, node("Shape", [x], name + "_shape")], name + "_map")
        n = node("Mul", [n, constant(name + "_gain", 1 + rng.standard_normal((16, 1, 1)).astype("f") / 4)], name + "_gained")
        return node("Add", [n, constant(name + "_shift", rng.standard_normal((16, 1, 1)).astype("f") / 4)], name)

    one, two, zero = (constant(name, np.array([value], "i8")) for name, value in (("one", 1), ("two", 2), ("zero", 0)))
    three = constant("three", np.array([3], "i8"))
    time = node("Mul", [node("Cast", ["timestep"], "time", to=T.FLOAT), constant("rate", np.array(0.002, "f"))], "phase")
    time = node("Reshape", [time, constant("as_row", np.array([1, 1], "i8"))], "row")
    e = silu(node("Gemm", [time, weight("w_time", 8, 1), weight("b_time", 8)], "embedded", transB=1), "embedding")
    x = node("Conv", ["sample", weight("w_in", 16, 4, 3, 3), weight("b_in", 16)], "first", pads=[1, 1, 1, 1])
    for block in ("a", "b"):
        h = silu(group_norm(x, block + "_norm1"), block + "_bent1")
        h = node("Conv", [h, weight(block + "_w1", 16, 16, 3, 3), weight(block + "_b1", 16)], block + "_conv1", pads=[1, 1, 1, 1])
        m = node("Gemm", [e, weight(block + "_w_mod", 32, 8), weight(block + "_b_mod", 32)], block + "_mod", transB=1)
        m = node("Unsqueeze", [node("Unsqueeze", [m, two], block + "_mod3"), three], block + "_mod4")
        half = node("Gather", [node("Shape", [m], block + "_mod_shape"), one], block + "_mod_size", axis=0)
        half = node("Div", [node("Add", [half, one], block + "_mod_more"), two], block + "_half")
        end = node("Mul", [half, two], block + "_end")
        scale = node("Slice", [m, zero, half, one], block + "_scale")
        shift = node("Slice", [m, half, end, one], block + "_moved")
        h = node("Mul", [group_norm(h, block + "_norm2"), node("Add", [scale, "unit"], block + "_scale1")], block + "_scaled")
        h = silu(node("Add", [h, shift], block + "_modulated"), block + "_bent2")
        h = node("Conv", [h, weight(block + "_w2", 16, 16, 3, 3), weight(block + "_b2", 16)], block + "_conv2", pads=[1, 1, 1, 1])
        x = node("Add", [x, h], block + "_sum")
    constant("unit", np.array(1, "f"))
    y = node("Transpose", [x], "last_axis", perm=[0, 2, 3, 1])
    q, k, v = (node("Add", [node("MatMul", [y, weight("w_" + n, 16, 16)], n + "_product"), weight("b_" + n, 16)], n)
               for n in ("q", "k", "v"))
    y = node("Add", [node("Mul", [q, k], "pairs"), v], "attended")
    y = node("MatMul", [y, weight("w_mix", 16, 16)], "mixed")
    x = node("Add", [x, node("Transpose", [y], "channels", perm=[0, 3, 1, 2])], "both")
    node("Conv", [x, weight("w_out", 4, 16, 3, 3)], "out_sample", pads=[1, 1, 1, 1])
    dims = ["batch", 4, "height", "width"]
    graph = helper.make_graph(
        nodes, "blocks",
        [helper.make_tensor_value_info("sample", T.FLOAT, dims), helper.make_tensor_value_info("timestep", T.INT64, [])],
        [helper.make_tensor_value_info("out_sample", T.FLOAT, dims)], inits)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


folder = sys.argv[1]
blocks(os.path.join(folder, "blocks.onnx"))
make(os.path.join(folder, "network.onnx"))
make(os.path.join(folder, "overflow.onnx"), overflow=True)
make(os.path.join(folder, "loud.onnx"), loud=True)
