"""Reads the pictures and labels, and writes what training needs: items.json, layers.npy, tokenizer/."""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib
import random

import numpy as np
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import common

BOS, EOS = "<|startoftext|>", "<|endoftext|>"


def build_layers(pictures: pathlib.Path, items: list[common.Item]) -> np.ndarray:
    layers = np.zeros((len(items), len(common.SCALES), common.SIZE, common.SIZE, 4), np.uint8)
    for i, item in enumerate(items):
        rgba = common.load_rgba(pictures, item)
        for j, side in enumerate(common.SCALES):
            at = (common.SIZE - side) // 2
            layers[i, j, at:at + side, at:at + side] = (common.premultiplied(rgba, side) * 255).round()
    return layers


def build_tokenizer(captions: list[str], vocabulary: int, folder: pathlib.Path) -> None:
    """CLIP's scheme: lower case, byte-level BPE with an end-of-word mark. Any string can be encoded."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())

    def assemble(model):
        tokenizer = Tokenizer(model)
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"),
                                 behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
        tokenizer.decoder = decoders.ByteLevel()
        return tokenizer

    rough = assemble(models.BPE(end_of_word_suffix="</w>"))
    rough.train_from_iterator(captions, trainers.BpeTrainer(
        vocab_size=vocabulary, initial_alphabet=alphabet, end_of_word_suffix="</w>", min_frequency=2, show_progress=False))
    learnt = json.loads(rough.to_str())["model"]["merges"]
    learnt = [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in learnt]
    words = alphabet + [c + "</w>" for c in alphabet]
    words += [w for w in dict.fromkeys(a + b for a, b in learnt) if w not in set(words)]
    words = words[:vocabulary - 2]
    kept = set(words)
    merges = [m for m in learnt if m[0] in kept and m[1] in kept and m[0] + m[1] in kept]
    vocab = {w: i for i, w in enumerate(words + [BOS, EOS])}

    final = assemble(models.BPE(vocab=vocab, merges=merges, unk_token=EOS, end_of_word_suffix="</w>"))
    final.add_special_tokens([AddedToken(BOS, special=True, normalized=False), AddedToken(EOS, special=True, normalized=False)])
    final.post_processor = processors.RobertaProcessing(
        (EOS, vocab[EOS]), (BOS, vocab[BOS]), trim_offsets=False, add_prefix_space=False)
    final.enable_truncation(common.LENGTH)
    final.enable_padding(length=common.LENGTH, pad_id=vocab[EOS], pad_token=EOS)

    folder.mkdir(parents=True, exist_ok=True)
    final.save(str(folder / "tokenizer.json"))
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")
    special = {"bos_token": BOS, "eos_token": EOS, "unk_token": EOS, "pad_token": EOS}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(
        {"tokenizer_class": "CLIPTokenizer", "model_max_length": common.LENGTH, "do_lower_case": True,
         "add_prefix_space": False, **special}, indent=2) + "\n", encoding="utf-8")
    print(f"tokenizer: {len(vocab)} tokens, {len(merges)} merges")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=pathlib.Path, required=True, help="assets of @lobehub/fluent-emoji-3d")
    parser.add_argument("--labels", type=pathlib.Path, required=True, help="en/data.json of emojibase-data")
    parser.add_argument("--concepts", type=pathlib.Path, default=pathlib.Path(__file__).with_name("concepts.txt"))
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=1536)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    items = common.load_items(args.concepts, args.pictures, args.labels)
    (args.out / "items.json").write_text(
        json.dumps([dataclasses.asdict(i) for i in items], ensure_ascii=False, indent=1), encoding="utf-8")
    layers = build_layers(args.pictures, items)
    np.save(args.out / "layers.npy", layers)
    rng = random.Random(0)
    captions = [common.caption(item, common.random_background(rng), rng) for item in items for _ in range(60)]
    build_tokenizer(captions, args.vocabulary, args.out / "tokenizer")
    canvas = common.Canvas(layers)
    common.sheet([canvas.compose(i, common.Background("light blue", "light blue") if i % 3 == 0 else None, 1, 0, 0)
                  for i in range(len(items))], 24, args.out / "items.png")
    print(f"{len(items)} pictures of {items[-1].concept + 1} concepts")


if __name__ == "__main__":
    main()
