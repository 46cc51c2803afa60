"""The networks. Plain convolutions, linear layers and group normalisation, so that the exported graphs stay simple."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional as F

LATENT_CHANNELS = 8
SCALING_FACTOR = 0.18215
TEXT_WIDTH = 160


def group_norm(channels: int) -> nn.GroupNorm:
    return nn.GroupNorm(max(1, channels // 16), channels, eps=1e-5)


# ---------------------------------------------------------------- autoencoder

class ConvBlock(nn.Module):
    """Residual block without attention or time; normalised only where the maps are small."""

    def __init__(self, channels: int, normalise: bool):
        super().__init__()
        self.norm = group_norm(channels) if normalise else nn.Identity()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.normal_(self.conv2.weight, std=1e-3)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x):
        return x + self.conv2(F.silu(self.conv1(F.silu(self.norm(x)))))


class Encoder(nn.Module):
    """Picture to latent, an eighth of the side. Everything at full size is a mere rearrangement: it is cheap."""

    def __init__(self, widths=(32, 64, 128), latent=LATENT_CHANNELS):
        super().__init__()
        w1, w2, w3 = widths
        self.body = nn.Sequential(
            nn.Conv2d(3, w1, 4, stride=2, padding=1), ConvBlock(w1, False),
            nn.Conv2d(w1, w2, 3, stride=2, padding=1), ConvBlock(w2, False),
            nn.Conv2d(w2, w3, 3, stride=2, padding=1), ConvBlock(w3, True), ConvBlock(w3, True),
            group_norm(w3), nn.SiLU(), nn.Conv2d(w3, 2 * latent, 3, padding=1))

    def forward(self, x):
        mean, logvar = self.body(x).chunk(2, 1)
        return mean, logvar.clamp(-20, 6)


class Up(nn.Module):
    def __init__(self, cin: int, cout: int):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class Decoder(nn.Module):
    def __init__(self, widths=(16, 48, 96, 128), latent=LATENT_CHANNELS):
        super().__init__()
        w0, w1, w2, w3 = widths
        self.body = nn.Sequential(
            nn.Conv2d(latent, w3, 3, padding=1), ConvBlock(w3, True), ConvBlock(w3, True),
            Up(w3, w2), ConvBlock(w2, True), ConvBlock(w2, True),
            Up(w2, w1), ConvBlock(w1, False), ConvBlock(w1, False),
            Up(w1, w0), nn.SiLU(), nn.Conv2d(w0, 3, 3, padding=1))

    def forward(self, z):
        return self.body(z)


class Autoencoder(nn.Module):
    """The pair, with the whitening that makes the scaled latents zero-mean and of unit variance in each channel."""

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()
        self.register_buffer("mean", torch.zeros(1, LATENT_CHANNELS, 1, 1))
        self.register_buffer("std", torch.ones(1, LATENT_CHANNELS, 1, 1))

    def encode(self, x):
        """Whitened, unscaled as in Stable Diffusion: multiply by SCALING_FACTOR for the diffusion's latents."""
        mean, logvar = self.encoder(x)
        unit = self.std * SCALING_FACTOR
        return (mean - self.mean) / unit, logvar - 2 * unit.log()

    def decode(self, z):
        return self.decoder(z * (self.std * SCALING_FACTOR) + self.mean)


# ---------------------------------------------------------------- text

def attend(q, k, v, heads: int):
    """[B, N, C] x [B, M, C] -> [B, N, C], written out so that it exports as two MatMuls and a Softmax."""
    b, n, c = q.shape
    m = k.shape[1]
    q = q.reshape(b, n, heads, c // heads).transpose(1, 2)
    k = k.reshape(b, m, heads, c // heads).permute(0, 2, 3, 1)
    v = v.reshape(b, m, heads, c // heads).transpose(1, 2)
    weights = torch.softmax(torch.matmul(q * (c // heads) ** -0.5, k), dim=-1)
    return torch.matmul(weights, v).transpose(1, 2).reshape(b, n, c)


class TextLayer(nn.Module):
    def __init__(self, width: int, inner: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
        self.fc1, self.fc2 = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x):
        h = self.norm1(x)
        x = x + self.out(attend(self.q(h), self.k(h), self.v(h), self.heads))
        return x + self.fc2(F.silu(self.fc1(self.norm2(x))))


class TextEncoder(nn.Module):
    """Attention goes both ways, so the first token sums the caption up: it is the pooled output."""

    def __init__(self, vocabulary: int, length: int, width: int = TEXT_WIDTH, layers: int = 2, inner: int = 480):
        super().__init__()
        self.token = nn.Embedding(vocabulary, width)
        self.position = nn.Parameter(torch.zeros(1, length, width))
        nn.init.normal_(self.token.weight, std=0.3)
        nn.init.normal_(self.position, std=0.1)
        self.layers = nn.ModuleList(TextLayer(width, inner, 4) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, ids):
        x = self.token(ids) + self.position
        for layer in self.layers:
            x = layer(x)
        x = self.norm(x)
        return x, x[:, 0]


# ---------------------------------------------------------------- scorer

class ScorerText(nn.Module):
    def __init__(self, vocabulary: int, length: int, size: int = 128):
        super().__init__()
        self.encoder = TextEncoder(vocabulary, length)
        self.project = nn.Linear(TEXT_WIDTH, size)

    def forward(self, ids):
        return unit(self.project(self.encoder(ids)[1]))


class ScorerImage(nn.Module):
    """Any size that is a multiple of 32; trained at 128. Pixels in -1..1."""

    def __init__(self, size: int = 128, widths=(32, 64, 96, 128)):
        super().__init__()
        w0, w1, w2, w3 = widths
        self.body = nn.Sequential(
            nn.AvgPool2d(2), nn.Conv2d(3, w0, 4, stride=2, padding=1), nn.SiLU(),
            nn.Conv2d(w0, w1, 4, stride=2, padding=1), group_norm(w1), nn.SiLU(), ConvBlock(w1, True),
            nn.Conv2d(w1, w2, 3, stride=2, padding=1), group_norm(w2), nn.SiLU(),
            nn.Conv2d(w2, w3, 3, stride=2, padding=1), group_norm(w3), nn.SiLU())
        self.project = nn.Linear(2 * w3, size)

    def forward(self, pixels):
        h = self.body(pixels)
        return unit(self.project(torch.cat([h.mean((2, 3)), h.amax((2, 3))], 1)))


def unit(x):
    return x / (x.pow(2).sum(-1, keepdim=True) + 1e-8).sqrt()


# ---------------------------------------------------------------- denoiser

class ResBlock(nn.Module):
    """Convolution block whose second half is scaled and shifted by time and the summed-up caption."""

    def __init__(self, cin: int, cout: int, embedding: int):
        super().__init__()
        self.norm1 = group_norm(cin)
        self.conv1 = nn.Conv2d(cin, cout, 3, padding=1)
        self.modulate = nn.Linear(embedding, 2 * cout)
        self.norm2 = group_norm(cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, padding=1)
        self.skip = nn.Conv2d(cin, cout, 1) if cin != cout else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x, embedding):
        h = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.modulate(embedding)[:, :, None, None].chunk(2, 1)
        h = self.norm2(h) * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class Transformer(nn.Module):
    """Self-attention, cross-attention to the caption, and a feed-forward layer, over the pixels of a map."""

    def __init__(self, width: int, heads: int = 4, text: int = TEXT_WIDTH):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))
        self.q1, self.k1, self.v1, self.out1 = (nn.Linear(width, width) for _ in range(4))
        self.q2, self.k2, self.v2, self.out2 = (nn.Linear(width, width), nn.Linear(text, width),
                                                nn.Linear(text, width), nn.Linear(width, width))
        self.fc1, self.fc2 = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        for layer in (self.out1, self.out2, self.fc2):
            nn.init.normal_(layer.weight, std=1e-3)
            nn.init.zeros_(layer.bias)

    def forward(self, x, text):
        b, c, h, w = x.shape
        t = x.permute(0, 2, 3, 1).reshape(b, h * w, c)
        n = self.norm1(t)
        t = t + self.out1(attend(self.q1(n), self.k1(n), self.v1(n), self.heads))
        n = self.norm2(t)
        t = t + self.out2(attend(self.q2(n), self.k2(text), self.v2(text), self.heads))
        t = t + self.fc2(F.silu(self.fc1(self.norm3(t))))
        return t.reshape(b, h, w, c).permute(0, 3, 1, 2)


class UNet(nn.Module):
    """Predicts v. 16x16 latents in the training size; any multiple of four works."""

    def __init__(self, widths=(96, 144), latent=LATENT_CHANNELS, embedding: int = 192):
        super().__init__()
        a, b = widths
        e = embedding
        frequencies = torch.exp(-math.log(10000.0) * torch.arange(64) / 64)
        self.register_buffer("frequencies", frequencies, persistent=False)
        self.time = nn.Sequential(nn.Linear(128, e), nn.SiLU(), nn.Linear(e, e))
        self.pooled = nn.Linear(TEXT_WIDTH, e)
        self.conv_in = nn.Conv2d(latent, a, 3, padding=1)
        self.down0 = nn.ModuleList([ResBlock(a, a, e), ResBlock(a, a, e)])
        self.shrink0 = nn.Conv2d(a, a, 3, stride=2, padding=1)
        self.down1 = nn.ModuleList([ResBlock(a, b, e), Transformer(b), ResBlock(b, b, e)])
        self.shrink1 = nn.Conv2d(b, b, 3, stride=2, padding=1)
        self.middle = nn.ModuleList([ResBlock(b, b, e), Transformer(b), ResBlock(b, b, e)])
        self.up1 = nn.ModuleList([ResBlock(2 * b, b, e), Transformer(b), ResBlock(b, b, e)])
        self.grow0 = nn.Conv2d(b, a, 3, padding=1)
        self.up0 = nn.ModuleList([ResBlock(2 * a, a, e), ResBlock(a, a, e)])
        self.norm_out = group_norm(a)
        self.conv_out = nn.Conv2d(a, latent, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)

    def forward(self, sample, timestep, encoder_hidden_states):
        angle = timestep.reshape(-1, 1).to(self.frequencies.dtype) * self.frequencies
        time = self.time(torch.cat([angle.cos(), angle.sin()], 1))
        e = F.silu(time + self.pooled(encoder_hidden_states[:, 0]))

        def run(blocks, x):
            for block in blocks:
                x = block(x, encoder_hidden_states if isinstance(block, Transformer) else e)
            return x

        x = high = run(self.down0, self.conv_in(sample))
        x = low = run(self.down1, self.shrink0(x))
        x = run(self.middle, self.shrink1(x))
        x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        x = run(self.up1, torch.cat([x, low], 1))
        x = self.grow0(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        x = run(self.up0, torch.cat([x, high], 1))
        return self.conv_out(F.silu(self.norm_out(x)))


def alphas_cumprod(steps: int = 1000, start: float = 0.00085, end: float = 0.012) -> torch.Tensor:
    """Stable Diffusion's "scaled_linear" schedule."""
    betas = torch.linspace(start ** 0.5, end ** 0.5, steps, dtype=torch.float64) ** 2
    return torch.cumprod(1 - betas, 0).float()
