"""Writes the tiny model folders of the tests, with what ONNX Runtime for Python computes on them.

    pip install onnx onnxruntime numpy tokenizers
    python make_models.py ../resources/models

Each folder exercises other forms that graphs have in the wild:
  latent   symbolic sizes, scalar int64 timestep, int64 ids, latent_parameters, raw weights, vocab.json tokenizer
  half     FP16 edges, timestep [steps] float, int32 ids, encoder_attention_mask, latent_sample, shift_factor, flow
  pixel    three channels, no text, no autoencoder, timestep one a row, squared-cosine betas
  double   two text encoders, text_embeds and time_ids as in SDXL
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
import tokenizers
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

RNG = np.random.default_rng(20260101)
LENGTH, WIDTH, VOCABULARY = 8, 6, 290
NUMPY = {T.FLOAT: np.float32, T.FLOAT16: np.float16, T.INT64: np.int64, T.INT32: np.int32}


def weight(name, *shape, scale=0.5):
    return numpy_helper.from_array((RNG.standard_normal(shape) * scale).astype(np.float32), name)


def ints(name, *values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


class Graph:
    """Nodes in float; edges of any type, cast at the border."""

    def __init__(self):
        self.nodes, self.inits, self.ins, self.outs = [], [], [], []

    def input(self, name, kind, shape):
        self.ins.append(h.make_tensor_value_info(name, kind, shape))
        if kind == T.FLOAT:
            return name
        return self.op("Cast", [name], to=T.FLOAT if kind == T.FLOAT16 else T.INT64)

    def output(self, value, name, kind, shape):
        self.outs.append(h.make_tensor_value_info(name, kind, shape))
        self.nodes.append(h.make_node("Cast", [value], [name], to=kind))

    def op(self, kind, inputs, **attributes):
        names = []
        for value in inputs:
            if isinstance(value, onnx.TensorProto):
                value.name = value.name or f"w{len(self.inits)}"
                self.inits.append(value)
                names.append(value.name)
            else:
                names.append(value)
        out = f"v{len(self.nodes)}"
        self.nodes.append(h.make_node(kind, names, [out], **attributes))
        return out

    def save(self, path):
        graph = h.make_graph(self.nodes, "tiny", self.ins, self.outs, self.inits)
        model = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(model, path)


def text_encoder(path, ids=T.INT64, layers=False, pooled=None, width=WIDTH):
    g = Graph()
    tokens = g.input("input_ids", ids, ["batch_size", "sequence_length"])
    embedded = g.op("Gather", [weight("embedding", VOCABULARY, width), tokens])
    hidden = [g.op("Add", [embedded, weight("position", LENGTH, width)])]
    for i in range(2):
        mixed = g.op("MatMul", [weight(f"mix{i}", LENGTH, LENGTH), hidden[-1]])
        hidden.append(g.op("Tanh", [g.op("MatMul", [mixed, weight(f"project{i}", width, width)])]))
    g.output(hidden[-1], "last_hidden_state", T.FLOAT, ["batch_size", "sequence_length", width])
    if layers:
        for i, value in enumerate(hidden):
            g.output(value, f"hidden_states.{i}", T.FLOAT, ["batch_size", "sequence_length", width])
    if pooled:
        mean = g.op("ReduceMean", [hidden[-1]], axes=[1], keepdims=0)
        g.output(g.op("MatMul", [mean, weight("pool", width, pooled)]), "text_embeds", T.FLOAT, ["batch_size", pooled])
    g.save(path)


def unet(path, channels, edge=T.FLOAT, time=T.INT64, time_shape=(), text=WIDTH, mask=False, pooled=None):
    g = Graph()
    x = g.input("sample", edge, ["batch_size", "num_channels", "height", "width"])
    steps = g.input("timestep", time, list(time_shape))
    if time != T.FLOAT:
        steps = g.op("Cast", [steps], to=T.FLOAT)
    t = g.op("Reshape", [g.op("Mul", [steps, weight("rate", 1, scale=0.001)]), ints("time_shape", -1, 1, 1, 1)])
    y = g.op("Add", [g.op("Conv", [x, weight("conv", channels, channels, 3, 3, scale=0.2)], pads=[1, 1, 1, 1]), t])
    conditions = []
    if text:
        states = g.input("encoder_hidden_states", edge, ["batch_size", "sequence_length", text])
        if mask:
            real = g.input("encoder_attention_mask", T.INT64, ["batch_size", "sequence_length"])
            real = g.op("Unsqueeze", [g.op("Cast", [real], to=T.FLOAT), ints("last", -1)])
            states = g.op("Mul", [states, real])
        mean = g.op("ReduceMean", [states], axes=[1], keepdims=0)
        conditions.append(g.op("MatMul", [mean, weight("attend", text, channels)]))
    if pooled:
        conditions.append(g.op("MatMul", [g.input("text_embeds", edge, ["batch_size", pooled]),
                                          weight("summary", pooled, channels)]))
        conditions.append(g.op("MatMul", [g.input("time_ids", edge, ["batch_size", 6]),
                                          weight("sizes", 6, channels, scale=0.05)]))
    for i, condition in enumerate(conditions):
        y = g.op("Add", [y, g.op("Unsqueeze", [condition, ints(f"hw{i}", 2, 3)])])
    g.output(g.op("Tanh", [y]), "out_sample", edge, ["batch_size", "num_channels", "height", "width"])
    g.save(path)


def autoencoder(folder, edge=T.FLOAT, distribution=True):
    g = Graph()
    z = g.input("latent_sample", edge, ["batch_size", "num_channels_latent", "height_latent", "width_latent"])
    y = g.op("DepthToSpace", [g.op("Conv", [z, weight("conv", 12, 4, 1, 1)])], blocksize=2)
    g.output(g.op("Tanh", [y]), "sample", edge, ["batch_size", "num_channels", "height", "width"])
    g.save(folder / "vae_decoder" / "model.onnx")
    g = Graph()
    x = g.input("sample", edge, ["batch_size", "num_channels", "height", "width"])
    y = g.op("Conv", [g.op("SpaceToDepth", [x], blocksize=2), weight("conv", 8 if distribution else 4, 12, 1, 1)])
    name = "latent_parameters" if distribution else "latent_sample"
    g.output(y, name, edge, ["batch_size", 8 if distribution else 4, "height_latent", "width_latent"])
    g.save(folder / "vae_encoder" / "model.onnx")


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def byte_symbols():
    """GPT-2's printable stand-ins for bytes."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in shown]
    return [chr(b) for b in shown] + [chr(256 + i) for i in range(len(rest))]


def tokenizer(folder, whole):
    """CLIP's tokenizer over a vocabulary of a few words; `whole` writes tokenizer.json, else the two older files."""
    start, end = "<|startoftext|>", "<|endoftext|>"
    merges = [("c", "a"), ("ca", "t</w>"), ("w", "o"), ("wo", "r"), ("wor", "d</w>")]
    tokens = [start, end] + ["a</w>", "t</w>", "d</w>", "r</w>", "!</w>", "1</w>"] + byte_symbols()
    tokens += [a + b for a, b in merges]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    assert len(vocabulary) <= VOCABULARY
    made = tokenizers.Tokenizer(tokenizers.models.BPE(
        vocabulary, merges, unk_token=end, continuing_subword_prefix="", end_of_word_suffix="</w>"))
    made.normalizer = tokenizers.normalizers.Sequence([
        tokenizers.normalizers.NFC(), tokenizers.normalizers.Replace(tokenizers.Regex(r"\s+"), " "),
        tokenizers.normalizers.Lowercase()])
    made.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([
        tokenizers.pre_tokenizers.Split(
            tokenizers.Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), "removed", invert=True),
        tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)])
    made.post_processor = tokenizers.processors.RobertaProcessing(
        (end, vocabulary[end]), (start, vocabulary[start]), trim_offsets=False, add_prefix_space=False)
    made.add_special_tokens([start, end])
    folder.mkdir(parents=True, exist_ok=True)
    if whole:
        # Written as some trainers do: the limits must not act, because truncation is to be reported.
        made.enable_truncation(LENGTH)
        made.enable_padding(pad_id=1, pad_token=end, length=LENGTH)
        made.save(str(folder / "tokenizer.json"))
        made.no_truncation()
        made.no_padding()
    else:
        write(folder / "vocab.json", vocabulary)
        lines = ["#version: 0.2"] + [f"{a} {b}" for a, b in merges]
        (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write(folder / "tokenizer_config.json", {"model_max_length": LENGTH, "pad_token": {"content": end}})
    return made


def configs(folder, channels, scheduler, vae=None, cross=WIDTH, encoders=1):
    parts = ["scheduler", "unet"] + (["vae_decoder", "vae_encoder"] if vae else [])
    for i in range(encoders):
        suffix = "" if i == 0 else f"_{i + 1}"
        parts += ["tokenizer" + suffix, "text_encoder" + suffix]
        write(folder / f"text_encoder{suffix}" / "config.json", {"hidden_size": WIDTH})
    write(folder / "model_index.json", {"_class_name": "TinyPipeline", **{p: ["diffusers", "X"] for p in sorted(parts)},
                                        "safety_checker": [None, None]})
    write(folder / "unet" / "config.json", {"in_channels": channels, "out_channels": channels, "sample_size": 4,
                                            "cross_attention_dim": cross})
    write(folder / "scheduler" / "scheduler_config.json", scheduler)
    for part in ("vae_decoder", "vae_encoder") if vae else ():
        write(folder / part / "config.json", {"latent_channels": 4, "block_out_channels": [4, 4], **vae})


def wave(seed, *shape):
    return np.sin(seed + 0.37 * np.arange(np.prod(shape), dtype=np.float64)).astype(np.float32).reshape(shape)


def run(path, **inputs):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    kinds = {i.name: i.type for i in session.get_inputs()}
    names = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64,
             "tensor(int32)": np.int32}
    outputs = session.run(None, {k: np.asarray(v).astype(names[kinds[k]]) for k, v in inputs.items() if k in kinds})
    return dict(zip([o.name for o in session.get_outputs()], [o.astype(np.float64) for o in outputs]))


def expectations(folder, tokens, channels, time, scale=0.18215, shift=0.0, file="model.onnx"):
    """The calls of the Java test, made here: two rows, with a prompt and without."""
    expected = {}
    inputs = {"sample": np.concatenate([wave(1, 1, channels, 4, 4), wave(2, 1, channels, 4, 4)]), "timestep": time}
    if tokens:
        ids = [t.encode(p).ids for t in tokens[:1] for p in ("a cat!", "")]
        expected["ids"] = ids
        mask = np.array([[1] * len(i) + [0] * (LENGTH - len(i)) for i in ids])
        ids = np.array([i + [1] * (LENGTH - len(i)) for i in ids])
        text = [run(folder / f"text_encoder{s}" / file, input_ids=ids) for s in ("", "_2")[:len(tokens)]]
        inputs["encoder_attention_mask"] = mask
        if len(tokens) == 2:
            inputs["encoder_hidden_states"] = np.concatenate([t["hidden_states.1"] for t in text], axis=2)
            inputs["text_embeds"] = text[1]["text_embeds"]
            inputs["time_ids"] = np.tile([8, 8, 0, 0, 8, 8], (2, 1))
        else:
            inputs["encoder_hidden_states"] = text[0]["last_hidden_state"]
        expected["hidden"] = inputs["encoder_hidden_states"].ravel().tolist()
    expected["predicted"] = run(folder / "unet" / file, **inputs)["out_sample"].ravel().tolist()
    if channels == 4:
        latent = wave(5, 1, 4, 4, 4) / scale + shift
        expected["decoded"] = (run(folder / "vae_decoder/model.onnx", latent_sample=latent)["sample"] / 2
                               + 0.5).ravel().tolist()
        pixels = (wave(7, 1, 3, 8, 8) + 1) / 2
        encoded = next(iter(run(folder / "vae_encoder/model.onnx", sample=pixels * 2 - 1).values()))[:, :4]
        expected["encoded"] = ((encoded - shift) * scale).ravel().tolist()
    write(folder / ("expected.json" if file == "model.onnx" else "expected.non_ema.json"), expected)


def main(out):
    f = out / "latent"
    token = tokenizer(f / "tokenizer", whole=False)
    configs(f, 4, {"_class_name": "DDIMScheduler", "beta_schedule": "scaled_linear", "beta_start": 0.00085,
                   "beta_end": 0.012, "prediction_type": "v_prediction"}, vae={"scaling_factor": 0.25})
    for name in ("model.onnx", "model.non_ema.onnx"):
        text_encoder(f / "text_encoder" / name)
        unet(f / "unet" / name, 4)
    autoencoder(f)
    write(f / "darkroom.json", {"steps": 12, "cfg-scale": 3.5, "sampler": "euler"})
    for name in ("model.onnx", "model.non_ema.onnx"):
        expectations(f, [token], 4, 321, scale=0.25, file=name)

    f = out / "half"
    token = tokenizer(f / "tokenizer", whole=True)
    configs(f, 4, {"_class_name": "FlowMatchEulerDiscreteScheduler"}, vae={"scaling_factor": 1.5, "shift_factor": 0.1})
    text_encoder(f / "text_encoder/model.onnx", ids=T.INT32)
    unet(f / "unet/model.onnx", 4, edge=T.FLOAT16, time=T.FLOAT, time_shape=["steps"], mask=True)
    autoencoder(f, edge=T.FLOAT16, distribution=False)
    expectations(f, [token], 4, [321.25], scale=1.5, shift=0.1)

    f = out / "pixel"
    configs(f, 3, {"_class_name": "DDPMScheduler", "beta_schedule": "squaredcos_cap_v2", "num_train_timesteps": 500},
            cross=None, encoders=0)
    unet(f / "unet/model.onnx", 3, time_shape=["batch_size"], text=None)
    expectations(f, [], 3, [321, 321])

    f = out / "double"
    token = [tokenizer(f / name, whole=True) for name in ("tokenizer", "tokenizer_2")]
    configs(f, 4, {"_class_name": "EulerDiscreteScheduler"}, vae={"scaling_factor": 0.5}, encoders=2, cross=2 * WIDTH)
    text_encoder(f / "text_encoder/model.onnx", layers=True)
    text_encoder(f / "text_encoder_2/model.onnx", layers=True, pooled=5)
    unet(f / "unet/model.onnx", 4, text=2 * WIDTH, pooled=5)
    autoencoder(f)
    expectations(f, token, 4, 321, scale=0.5)

    scorer(out / "latent", tokenizer(out / "latent/tokenizer", whole=False))


def scorer(f, token):
    """A prompt scorer in the model's folder, and the cosine of one picture and prompt."""
    text_encoder(f / "scorer/hidden.onnx", pooled=5)
    model = onnx.load(f / "scorer/hidden.onnx")
    del model.graph.output[0]
    onnx.save(model, f / "scorer/text_encoder.onnx")
    (f / "scorer/hidden.onnx").unlink()
    g = Graph()
    x = g.input("pixel_values", T.FLOAT, ["batch", 3, 8, 8])
    flat = g.op("Flatten", [g.op("Relu", [x])])
    g.output(g.op("MatMul", [flat, weight("embed", 192, 5)]), "image_embeds", T.FLOAT, ["batch", 5])
    g.save(f / "scorer/image_encoder.onnx")
    write(f / "scorer/config.json", {"image_size": 8, "pixel_range": [-1, 1], "max_position_embeddings": LENGTH,
                                     "pad_token_id": 1})
    pixels = (wave(7, 1, 3, 8, 8) + 1) / 2
    seen = run(f / "scorer/image_encoder.onnx", pixel_values=pixels * 2 - 1)["image_embeds"][0]
    scores = {}
    for prompt in ("a cat!", "", "word word word word word word word word word"):
        ids = token.encode(prompt).ids
        ids = ids if len(ids) <= LENGTH else ids[:LENGTH - 1] + ids[-1:]
        ids = np.array([ids + [1] * (LENGTH - len(ids))])
        read = run(f / "scorer/text_encoder.onnx", input_ids=ids)["text_embeds"][0]
        scores[prompt] = float(seen @ read / np.linalg.norm(seen) / np.linalg.norm(read))
    write(f / "expected.scorer.json", scores)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
