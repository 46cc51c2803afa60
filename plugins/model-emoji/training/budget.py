"""Training by the clock: the learning rate follows the share of the time budget that is spent."""

from __future__ import annotations

import copy
import math
import os
import pathlib
import time

import torch


class Budget:
    """Counts seconds of training, over resumed runs too."""

    def __init__(self, minutes: float, spent: float = 0.0):
        self.total = minutes * 60
        self.before = spent
        self.start = time.time()

    @property
    def spent(self) -> float:
        return self.before + time.time() - self.start

    @property
    def share(self) -> float:
        return min(1.0, self.spent / self.total)


def learning_rate(base: float, share: float, flat: float, warm: float = 0.01, floor: float = 0.01) -> float:
    """Linear warm-up, constant until `flat`, then a cosine to `floor`."""
    if share < warm:
        return base * max(0.02, share / warm)
    if share < flat:
        return base
    return base * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * (share - flat) / (1 - flat))))


class Average:
    """Exponential moving average of the weights, with a warm-up so that it does not remember the beginning."""

    def __init__(self, module: torch.nn.Module, decay: float):
        self.module = copy.deepcopy(module).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, module: torch.nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        ours, theirs = list(self.module.parameters()), [p.detach() for p in module.parameters()]
        torch._foreach_lerp_(ours, theirs, 1 - decay)


def save(path: pathlib.Path, state: dict) -> None:
    """Never leaves a half-written checkpoint."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    os.replace(part, path)


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Team:
    """One process, or several of one thread each that average their gradients.

    On a CPU that other programs use too, threads inside one process wait for one another hundreds of times a
    step; processes wait once.
    """

    def __init__(self, rank: int = 0, size: int = 1, meeting: str = ""):
        self.rank, self.size = rank, size
        if size > 1:
            torch.set_num_threads(1)
            torch.distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=size)

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def agree(self, parameters: list[torch.nn.Parameter], share: float) -> float:
        """Averages the gradients, and the share of the budget so that all follow one schedule."""
        if self.size == 1:
            return share
        held = [p for p in parameters if p.grad is not None]
        flat = torch.cat([p.grad.reshape(-1) for p in held] + [torch.tensor([share])])
        torch.distributed.all_reduce(flat)
        flat /= self.size
        at = 0
        for p in held:
            p.grad.copy_(flat[at:at + p.numel()].view_as(p.grad))
            at += p.numel()
        return flat[-1].item()


def _member(rank: int, size: int, meeting: str, work, args) -> None:
    work(Team(rank, size, meeting), args)


def launch(work, args, processes: int) -> None:
    """Runs work(team, args) in that many processes."""
    if processes <= 1:
        work(Team(), args)
        return
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        meeting = f"file://{folder}/meeting"
        torch.multiprocessing.spawn(_member, (processes, meeting, work, args), nprocs=processes)
