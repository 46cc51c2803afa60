"""What Darkroom is timed beside: the same pictures by onnxruntime, tokenizers and numpy, and nothing else.

    plain.py MODEL STEPS CFG_SCALE THREADS PICTURES OUT.png

Reads the folder Darkroom reads (v prediction, spaced "trailing", DPM++ 2M as in Lu et al. 2022, algorithm 2), makes the pictures
one by one, writes the first as soon as it is made, and prints {"seconds": [...]}, the seconds of each.
"""

import json
import os
import struct
import sys
import time
import zlib

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

folder, steps, scale, threads, pictures, out = sys.argv[1:7]
steps, scale, threads, pictures = int(steps), float(scale), int(threads), int(pictures)


def config(*path):
    with open(os.path.join(folder, *path), encoding="utf-8") as file:
        return json.load(file)


def session(component, **dimensions):
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = threads
    for name, size in dimensions.items():
        options.add_free_dimension_override_by_name(name, size)
    path = os.path.join(folder, component, "model.onnx")
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def png(pixels):
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def tokens(text):
    length = config("tokenizer", "tokenizer_config.json")["model_max_length"]
    ids = tokenizer.encode(text.lower()).ids[:length]
    return ids + [config("text_encoder", "config.json")["pad_token_id"]] * (length - len(ids))


schedule = config("scheduler", "scheduler_config.json")
unet_config, vae_config = config("unet", "config.json"), config("vae_decoder", "config.json")
if schedule["prediction_type"] != "v_prediction":
    sys.exit("plain.py: expected a model that predicts v, found " + schedule["prediction_type"])
count = schedule["num_train_timesteps"]
betas = np.linspace(schedule["beta_start"] ** 0.5, schedule["beta_end"] ** 0.5, count) ** 2
products = np.cumprod(1 - betas)
times = np.rint(count - np.arange(steps) * count / steps).astype(np.int64) - 1
sigmas = np.append(np.sqrt((1 - products[times]) / products[times]), 0)

tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer", "tokenizer.json"))
side, channels = unet_config["sample_size"], unet_config["in_channels"]
text_encoder = session("text_encoder")
unet = session("unet", batch=2, height=side, width=side)
decoder = session("vae_decoder", batch=1, height=side, width=side)
name = text_encoder.get_inputs()[0].name
embedded = text_encoder.run(None, {name: np.array([tokens("a smiling cat"), tokens("")], dtype=np.int64)})[0]


def denoise(x, i):
    sigma = sigmas[i]
    scaled = (x / np.sqrt(sigma ** 2 + 1)).astype(np.float32)
    v = unet.run(None, {"sample": np.concatenate([scaled, scaled]), "timestep": np.array(times[i]),
                        "encoder_hidden_states": embedded})[0]
    v = v[1:] + scale * (v[:1] - v[1:])
    return x / (sigma ** 2 + 1) - v * sigma / np.sqrt(sigma ** 2 + 1)


def picture(seed):
    x = np.random.default_rng(seed).standard_normal((1, channels, side, side)) * sigmas[0]
    before = None
    for i in range(steps):
        x0 = denoise(x, i)
        if sigmas[i + 1] == 0:
            return x0
        h = np.log(sigmas[i] / sigmas[i + 1])
        used = x0
        if before is not None:
            r = np.log(sigmas[i - 1] / sigmas[i]) / h
            used = (1 + 1 / (2 * r)) * x0 - before / (2 * r)
        x = sigmas[i + 1] / sigmas[i] * x - np.expm1(-h) * used
        before = x0


seconds = []
for seed in range(pictures):
    began = time.perf_counter()
    latent = (picture(seed) / vae_config["scaling_factor"]).astype(np.float32)
    decoded = decoder.run(None, {decoder.get_inputs()[0].name: latent})[0][0]
    data = png(np.clip(np.rint(decoded.transpose(1, 2, 0) * 127.5 + 127.5), 0, 255).astype(np.uint8))
    seconds.append(time.perf_counter() - began)
    if seed == 0:
        with open(out, "wb") as file:
            file.write(data)
print(json.dumps({"seconds": seconds}))
