"""Writes seed_sequence.json beside itself: first words of NumPy's SeedSequence. Needs numpy."""

import json
from pathlib import Path

import numpy

words = []
for entropy in (0, 1, 42, 2**32 - 1, 2**32 + 5, 2**63 - 1, 2**64 - 3):
    for key in ((), (0, 0), (5, 3), (2**24 - 1, 24), (2**33 + 1, 34)):
        sequence = numpy.random.SeedSequence(entropy=entropy, spawn_key=key, pool_size=24)
        words.append({"entropy": entropy, "key": list(key), "word": int(sequence.generate_state(4)[0])})
file = {"numpy": numpy.__version__, "words": words}
Path(__file__).with_name("seed_sequence.json").write_text(json.dumps(file, separators=(",", ":")) + "\n")
