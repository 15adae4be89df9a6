"""Neural VITS voices (Kim et al. 2021) from a local folder, by transformers' VitsModel.

Reads config.json, vocab.json, tokenizer_config.json and model.safetensors; nothing is
fetched and no pickle is opened. Voices that read IPA get ours, stress marks included;
those that read letters get the letters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from generation.errors import OptionsRefused, ToolMissing, WeightsMissing
from generation.speech.neural import NeuralVoice, Rendered, unknown_letters
from generation.types import Words

NEEDED = ("config.json", "vocab.json", "tokenizer_config.json", "model.safetensors")


@dataclass(frozen=True, slots=True)
class VitsOptions:
    """folder: with the files in NEEDED. speaker: a number in it. rate: times its own tempo.

    seed: of the small differences between performances.
    """

    folder: str = ""
    speaker: str = ""
    rate: float = 1.0
    seed: int = 1


class VitsVoice(NeuralVoice):
    """One VITS voice. Raises WeightsMissing, ToolMissing or OptionsRefused when opened."""

    Options = VitsOptions

    def __init__(self, options: VitsOptions) -> None:
        self._options = options
        folder = Path(options.folder)
        _check_files(folder)
        self._vocabulary = _json(folder / "vocab.json")
        told = _json(folder / "tokenizer_config.json")
        self.reads_ipa = bool(told.get("phonemize", True))
        self._blank = bool(told.get("add_blank", True))
        self._model = _model(folder)
        self._speaker = self._chosen(options.speaker)

    def render(self, symbols: str, rate: float) -> Rendered:
        """See NeuralVoice.render."""
        import torch

        ids, counts = self._ids(symbols)
        if not any(counts):
            raise unknown_letters(symbols)
        logs: list[Any] = []
        hook = self._model.duration_predictor.register_forward_hook(
            lambda module, given, out: logs.append(out)
        )
        tempo = self._model.config.speaking_rate * rate * self._options.rate
        try:
            with torch.inference_mode(), torch.random.fork_rng(devices=[]):
                torch.manual_seed(self._options.seed)
                out = self._model(
                    torch.tensor([ids]), speaker_id=self._speaker, speaking_rate=tempo
                )
        finally:
            hook.remove()
        rate_hz = int(self._model.config.sampling_rate)
        hop = int(np.prod(self._model.config.upsample_rates))
        steps = torch.ceil(torch.exp(logs[0]) / tempo).reshape(-1).double().numpy()
        ends = np.concatenate([[0.0], np.cumsum(steps)]) * hop / rate_hz
        edges = [float(ends[at]) for at in np.cumsum([0, *counts])]
        edges[-1] = float(ends[-1])
        samples = out.waveform[0].float().numpy()
        return Rendered(samples, rate_hz, [b - a for a, b in pairwise(edges)])

    def _ids(self, symbols: str) -> tuple[list[int], list[int]]:
        """Return the ids of a sentence, blanks between, and how many each symbol has."""
        ids = [0] if self._blank else []
        counts = []
        for symbol in symbols:
            known = symbol in self._vocabulary
            own = [self._vocabulary[symbol], *([0] if self._blank else [])] if known else []
            ids += own
            counts.append(len(own))
        if any(counts) and self._blank:
            counts[0] += 1
        return ids, counts

    def _chosen(self, wanted: str) -> int | None:
        count = int(self._model.config.num_speakers)
        if count <= 1:
            return None
        if not wanted:
            return 0
        if wanted.isdecimal() and int(wanted) < count:
            return int(wanted)
        raise OptionsRefused(
            Words(
                f"Такого диктора нет: {wanted}. Есть: 0…{count - 1}.",
                f"There is no speaker {wanted!r}. Known: 0…{count - 1}.",
            )
        )


def _check_files(folder: Path) -> None:
    if missing := [name for name in NEEDED if not (folder / name).is_file()]:
        names = ", ".join(missing)
        raise WeightsMissing(
            Words(
                f"В папке голоса {folder} нет: {names}. Скачайте голос VITS (например "
                "kakao-enterprise/vits-ljs) и положите его файлы сюда.",
                f"The voice folder {folder} lacks {names}. Download a VITS voice (for example "
                "kakao-enterprise/vits-ljs) and put its files there.",
            )
        )


def _json(path: Path) -> Mapping[str, Any]:
    try:
        told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _unreadable(path, error) from error
    return told


def _model(folder: Path) -> Any:
    try:
        from transformers import VitsModel
    except ImportError as error:
        raise ToolMissing(
            Words(
                "Голосам VITS нужен transformers: «pip install transformers».",
                "VITS voices need transformers: “pip install transformers”.",
            )
        ) from error
    from safetensors import SafetensorError

    try:
        loaded: Any = VitsModel.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, output_loading_info=True
        )
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise _unreadable(folder, error) from error
    model, told = loaded
    if told["missing_keys"]:
        # transformers would fill them with noise, and noise is what would be heard.
        raise _unreadable(folder, KeyError(*sorted(told["missing_keys"])[:3]))
    model.train(False)
    return model


def _unreadable(path: Path, error: Exception) -> WeightsMissing:
    return WeightsMissing(
        Words(
            f"Голос {path.name} не читается ({error}). Скачайте его заново.",
            f"The voice {path.name} cannot be read ({error}). Download it again.",
        )
    )
