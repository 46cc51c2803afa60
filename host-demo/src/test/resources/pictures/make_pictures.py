"""Writes the small picture files that PictureSourceTest reads, and in expected.json what Pillow sees in them.

    python3 make_pictures.py        # numpy, Pillow with WebP

PNG files are written here byte by byte (Pillow writes neither 16-bit colour nor interlaced ones); all are read by Pillow.
Expected pixels are 8-bit RGB as hex, row by row, alpha composited onto white in the encoded values.
"""

import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
W, H = 24, 16
expected = {}


def base():
    y, x = np.mgrid[0:H, 0:W]
    rgb = np.stack([x * 255 / (W - 1), y * 255 / (H - 1), (x + y) * 255 / (W + H - 2)], -1)
    return np.round(rgb).astype(np.uint8)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(rows, bits):
    """Packs samples [h, w, channels] into scan lines of filter 0."""
    lines = []
    for row in rows:
        flat = row.reshape(-1)
        if bits == 16:
            data = flat.astype(">u2").tobytes()
        elif bits == 8:
            data = flat.astype(np.uint8).tobytes()
        else:
            as_bits = ((flat[:, None] >> np.arange(bits - 1, -1, -1)) & 1).reshape(-1)
            data = np.packbits(as_bits.astype(np.uint8)).tobytes()
        lines.append(b"\0" + data)
    return b"".join(lines)


def png(samples, colour, bits=8, interlaced=False, extra=b"", frames=None):
    h, w = samples.shape[:2]
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b"".join(packed(samples[y::dy, x::dx], bits) for x, y, dx, dy in passes)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, bits, colour, 0, 0, int(interlaced)))
            + extra + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def keep(name, data, rgb=None):
    """Writes a file; `rgb` says what is in it where Pillow would round or not orient."""
    (HERE / name).write_bytes(data)
    if rgb is None:
        rgba = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGBA")).astype(float)
        alpha = rgba[..., 3:] / 255
        rgb = np.round(rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    h, w = rgb.shape[:2]
    expected[name] = {"width": w, "height": h, "rgb": rgb.astype(np.uint8).tobytes().hex()}


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


rgb = base()
grey = rgb[..., :1]
alpha = np.round(np.linspace(0, 255, W * H)).reshape(H, W, 1).astype(np.uint8)
image = Image.fromarray(rgb)

keep("rgb.png", png(rgb, 2))
keep("interlaced.png", png(rgb, 2, interlaced=True))
keep("rgb16.png", png(np.minimum(rgb.astype(np.uint32) * 257 + 60, 65535), 2, 16), rgb)
keep("grey.png", png(grey, 0))
keep("grey1.png", png(grey >> 7, 0, 1))
keep("grey4.png", png(grey >> 4, 0, 4))
keep("grey16.png", png(grey.astype(np.uint16) * 257, 0, 16), np.repeat(grey, 3, -1))
keep("grey-alpha.png", png(np.concatenate([grey, alpha], -1), 4))
keep("rgba.png", png(np.concatenate([rgb, alpha], -1), 6))
keep("rgba16.png", png(np.concatenate([rgb, alpha], -1).astype(np.uint16) * 257, 6, 16),
     np.round(rgb * (alpha / 255) + 255 * (1 - alpha / 255)).astype(np.uint8))
palette = chunk(b"PLTE", bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30]))
index = ((np.arange(W * H).reshape(H, W, 1)) // 7 % 4).astype(np.uint8)
keep("palette.png", png(index, 3, 8, extra=palette))
keep("palette2-alpha.png", png(index, 3, 2, extra=palette + chunk(b"tRNS", bytes([255, 128, 0]))))
keep("rgb-key.png", png(rgb // 64 * 64, 2, extra=chunk(b"tRNS", struct.pack(">HHH", 64, 64, 64))))
keep("animated.png", png(rgb, 2, extra=chunk(b"acTL", struct.pack(">II", 2, 0))))
keep("one-pixel.png", png(rgb[:1, 5:6], 2))

keep("rgb.jpg", saved(image, "JPEG", quality=95, subsampling=0))
keep("subsampled.jpg", saved(image, "JPEG", quality=95))
keep("progressive.jpg", saved(image, "JPEG", quality=95, progressive=True, subsampling=0))
keep("grey.jpg", saved(image.convert("L"), "JPEG", quality=95))
cmyk = saved(image.convert("CMYK"), "JPEG", quality=95)
keep("cmyk.jpg", cmyk)
adobe = cmyk.index(b"Adobe")
keep("ycck.jpg", cmyk[:adobe + 11] + b"\2" + cmyk[adobe + 12:])
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    keep(f"orientation{orientation}.jpg", saved(image, "JPEG", quality=95, subsampling=0, exif=exif))

# Decoders differ in how they enlarge the halved chroma; on a soft picture that does not show.
keep("lossy.webp", saved(Image.fromarray(100 + rgb // 10), "WEBP", quality=95))
keep("lossless.webp", saved(image, "WEBP", lossless=True))
keep("alpha.webp", saved(Image.fromarray(np.concatenate([rgb, alpha], -1)), "WEBP", lossless=True, exact=True))
keep("animated.webp", saved(image, "WEBP", lossless=True, save_all=True, append_images=[image.rotate(180)], duration=100))
(HERE / "expected.json").write_text(json.dumps(expected, indent=0))
