"""Makes the graphs of the tests with the onnx package, and what onnx.numpy_helper reads from them. Usage: make_graphs.py FOLDER"""
import json
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper, numpy_helper

out = sys.argv[1]
rng = np.random.default_rng(7)
types = [T.FLOAT, T.UINT8, T.INT8, T.UINT16, T.INT16, T.INT32, T.INT64, T.BOOL, T.FLOAT16, T.DOUBLE, T.UINT32, T.UINT64, T.BFLOAT16]
tensors, expected = [], {}
for t in types:
    name = T.DataType.Name(t).lower()
    numpy_type = helper.tensor_dtype_to_np_dtype(t)
    values = (rng.standard_normal(6) * 40).astype(np.float64)
    if t in (T.UINT8, T.UINT16, T.UINT32, T.UINT64):
        values = np.abs(values)
    values = (values > 0) if t == T.BOOL else values.astype(numpy_type)
    raw = numpy_helper.from_array(values.reshape(2, 3), name + "_raw")
    listed = helper.make_tensor(name + "_listed", t, [2, 3], values)
    for tensor in (raw, listed):
        tensors.append(tensor)
        expected[tensor.name] = [float(v) for v in numpy_helper.to_array(tensor).astype(np.float64).ravel()]
identities = [helper.make_node("Identity", [t.name], [t.name + "_out"], name="id_" + t.name) for t in tensors]
outputs = [helper.make_tensor_value_info(t.name + "_out", t.data_type, [2, 3]) for t in tensors]
graph = helper.make_graph(identities, "types", [], outputs, tensors)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(model)
onnx.save(model, os.path.join(out, "types.onnx"))
json.dump(expected, open(os.path.join(out, "types.json"), "w"), indent=0)

w = rng.standard_normal((4, 3, 3, 3)).astype("f")
b = rng.standard_normal(4).astype("f")
nodes = [
    helper.make_node("Constant", [], ["two"], name="two", value=numpy_helper.from_array(np.array(2, "f"), "v")),
    helper.make_node("Conv", ["x", "w", "b"], ["c"], name="conv", pads=[1, 1, 1, 1], kernel_shape=[3, 3]),
    helper.make_node("Mul", ["c", "two"], ["m"], name="mul"),
    helper.make_node("Relu", ["m"], ["y"], name="relu"),
]
graph = helper.make_graph(
    nodes, "conv",
    [helper.make_tensor_value_info("x", T.FLOAT, ["n", 3, "h", "w"])],
    [helper.make_tensor_value_info("y", T.FLOAT, ["n", 4, "h", "w"])],
    [numpy_helper.from_array(w, "w"), numpy_helper.from_array(b, "b")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(model)
onnx.save(model, os.path.join(out, "conv.onnx"))
onnx.save(model, os.path.join(out, "external.onnx"), save_as_external_data=True, location="external.bin", size_threshold=0)
json.dump({"w": [float(v) for v in w.ravel()]}, open(os.path.join(out, "external.json"), "w"))
