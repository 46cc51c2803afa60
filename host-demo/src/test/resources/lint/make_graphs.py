"""Makes the graphs that lint and engine are asked about, with onnx and ONNX Runtime's own quantiser. Usage: make_graphs.py FOLDER

signed.onnx, unsigned.onnx   a convolution quantised as QDQ with S8 weights and S8 or U8 activations
operators.onnx               the same as QLinearConv
dynamic.onnx                 a product whose activations are quantised as they come
weights.onnx                 a convolution whose weights alone are bytes
halves.onnx                  com.microsoft's GroupNorm in FP16, which has a kernel for CUDA only
future.onnx                  an operator set that no engine has
"""

import os
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static

out = sys.argv[1]
rng = np.random.default_rng(5)


def save(name, nodes, initializers, kind=T.FLOAT, shape=(1, 4, 8, 8), opset=17):
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("x", kind, shape)], [helper.make_tensor_value_info("y", kind, shape)],
        [numpy_helper.from_array(value, key) for key, value in initializers.items()])
    opsets = [helper.make_opsetid("", opset), helper.make_opsetid("com.microsoft", 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), os.path.join(out, name))


conv = helper.make_node("Conv", ["x", "w", "b"], ["y"], name="conv", pads=[1, 1, 1, 1])
weights = {"w": rng.standard_normal((4, 4, 3, 3)).astype("f"), "b": rng.standard_normal(4).astype("f")}
save("float.onnx", [conv], weights)
save("future.onnx", [conv], weights, opset=99)


class Noise(CalibrationDataReader):
    def __init__(self):
        self.calls = iter([{"x": rng.standard_normal((1, 4, 8, 8)).astype("f")} for _ in range(4)])

    def get_next(self):
        return next(self.calls, None)


for name, activations in (("signed", QuantType.QInt8), ("unsigned", QuantType.QUInt8)):
    quantize_static(
        os.path.join(out, "float.onnx"), os.path.join(out, name + ".onnx"), Noise(), quant_format=QuantFormat.QDQ,
        per_channel=True, activation_type=activations, weight_type=QuantType.QInt8)
quantize_static(
    os.path.join(out, "float.onnx"), os.path.join(out, "operators.onnx"), Noise(), quant_format=QuantFormat.QOperator,
    per_channel=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
product = helper.make_node("MatMul", ["x", "p"], ["y"], name="product")
save("float.onnx", [product], {"p": rng.standard_normal((8, 8)).astype("f")})
quantize_dynamic(os.path.join(out, "float.onnx"), os.path.join(out, "dynamic.onnx"), weight_type=QuantType.QInt8)
os.remove(os.path.join(out, "float.onnx"))
bytes_back = helper.make_node("DequantizeLinear", ["q", "scale"], ["w"], name="weights")
save("weights.onnx", [bytes_back, conv], {
    "q": rng.integers(-127, 128, (4, 4, 3, 3)).astype(np.int8), "scale": np.array(0.01, "f"), "b": weights["b"]})
norm = helper.make_node("GroupNorm", ["x", "gain", "shift"], ["y"], name="norm", domain="com.microsoft",
                        groups=2, activation=0, epsilon=1e-5, channels_last=1)
save("halves.onnx", [norm], {"gain": np.ones(4, "f"), "shift": np.zeros(4, "f")}, T.FLOAT16, (1, 8, 8, 4))
