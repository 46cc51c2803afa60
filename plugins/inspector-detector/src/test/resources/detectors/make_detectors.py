"""Writes the two tiny detectors of the tests. What they answer can be computed by hand.

    python3 make_detectors.py        # onnx

heat: the mean of the three channels over 8x8 blocks of a 32x32 picture, [1,1,4,4].
boxes: two fixed boxes; both score the mean of the first channel (blue: the input is NHWC, BGR).
"""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent


def save(folder, nodes, shape_in, shape_out, constants=()):
    graph = helper.make_graph(
        nodes, folder,
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, shape_in)],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, shape_out)],
        [numpy_helper.from_array(value, name) for name, value in constants])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, HERE / folder / "model.onnx")


save("heat", [
    helper.make_node("ReduceMean", ["pixels"], ["grey"], axes=[1], keepdims=1),
    helper.make_node("AveragePool", ["grey"], ["answer"], kernel_shape=[8, 8], strides=[8, 8]),
], ["batch", 3, 32, 32], ["batch", 1, 4, 4])

boxes = np.array([[[0, 0, 16, 16, 0, 1], [16, 16, 32, 32, 0, 0]]], np.float32)
where = np.zeros((1, 1, 6), np.float32)
where[..., 4] = 1
save("boxes", [
    helper.make_node("Gather", ["pixels", "first"], ["blue"], axis=3),
    helper.make_node("ReduceMean", ["blue"], ["mean"], axes=[1, 2], keepdims=0),
    helper.make_node("Reshape", ["mean", "scalar"], ["score"]),
    helper.make_node("Mul", ["score", "where"], ["scores"]),
    helper.make_node("Add", ["boxes", "scores"], ["answer"]),
], [1, 32, 32, 3], [1, 2, 6], [
    ("first", np.array(0, np.int64)), ("scalar", np.array([1, 1, 1], np.int64)), ("where", where), ("boxes", boxes)])
