"""Neural voices of the Piper project (VITS as ONNX), from two local files, by onnxruntime.

Input and output names as Piper exports them; phonemes come from our own espeak, so that a
curator's stress marks are obeyed.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from generation.errors import EngineFailed, OptionsRefused, ToolMissing, WeightsMissing
from generation.speech.neural import NeuralVoice, Rendered, unknown_letters
from generation.types import Words

BEGIN, END, PAD = "^", "$", "_"
HOP = 256  # samples of one step of the duration predictor, where the config does not say


@dataclass(frozen=True, slots=True)
class PiperOptions:
    """model: the .onnx file; its .onnx.json lies beside it. speaker: a name or number in it.

    rate: times the voice's own tempo.
    """

    model: str = ""
    speaker: str = ""
    rate: float = 1.0


class PiperVoice(NeuralVoice):
    """One Piper voice. Raises WeightsMissing, ToolMissing or OptionsRefused when opened."""

    Options = PiperOptions

    def __init__(self, options: PiperOptions) -> None:
        self._options = options
        path = Path(options.model)
        self._config = _config(path)
        self._session = _session(path)
        self._speaker = _speaker(self._config, options.speaker)

    def render(self, symbols: str, rate: float) -> Rendered:
        """See NeuralVoice.render."""
        ids, counts = self._ids(symbols)
        if not any(counts):
            raise unknown_letters(symbols)
        usual: Mapping[str, float] = self._config.get("inference", {})
        slowness = usual.get("length_scale", 1.0) / (rate * self._options.rate)
        scales = [usual.get("noise_scale", 0.667), slowness, usual.get("noise_w", 0.8)]
        inputs: dict[str, Any] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(scales, np.float32),
        }
        if self._speaker is not None:
            inputs["sid"] = np.array([self._speaker], np.int64)
        try:
            out = self._session.run(None, inputs)
        except Exception as error:
            raise _failed(self._options.model, error) from error
        rate_hz = int(self._config["audio"]["sample_rate"])
        samples = np.asarray(out[0], np.float32).reshape(-1)
        if len(out) < 2 or np.size(out[1]) != len(ids):
            return Rendered(samples, rate_hz, None)
        steps = np.asarray(out[1], np.float64).reshape(-1)
        hop = int(self._config.get("hop_length", HOP))
        ends = np.concatenate([[0.0], np.cumsum(steps)]) * hop / rate_hz
        # The first symbol also has what begins the sentence, the last what ends it.
        edges = [ends[at] for at in np.cumsum([0, *counts])]
        edges[0], edges[-1] = 0.0, ends[-1]
        return Rendered(samples, rate_hz, [b - a for a, b in pairwise(edges)])

    def _ids(self, symbols: str) -> tuple[list[int], list[int]]:
        """Return the ids of a sentence, and how many of them each symbol has."""
        table: Mapping[str, list[int]] = self._config["phoneme_id_map"]
        pad = table.get(PAD, [])
        ids = [*table.get(BEGIN, []), *pad]
        counts: list[int] = []
        for symbol in symbols:
            known = [
                i for part in unicodedata.normalize("NFD", symbol) for i in table.get(part, [])
            ]
            own = [*known, *pad] if known else []
            ids += own
            counts.append(len(own))
        if any(counts):
            counts[0] += len(table.get(BEGIN, [])) + len(pad)
            counts[-1] += len(table.get(END, []))
        return ids + list(table.get(END, [])), counts


def _config(path: Path) -> Mapping[str, Any]:
    config = path.with_name(path.name + ".json")
    if missing := [f for f in (path, config) if not f.is_file()]:
        names = ", ".join(str(f) for f in missing)
        raise WeightsMissing(
            Words(
                f"Нет файлов голоса: {names}. Скачайте голос Piper (файлы .onnx и .onnx.json, "
                "собрание rhasspy/piper-voices) и положите их сюда.",
                f"Voice files are missing: {names}. Download a Piper voice (.onnx and "
                ".onnx.json, from the collection rhasspy/piper-voices) and put both there.",
            )
        )
    try:
        told = json.loads(config.read_text(encoding="utf-8"))
        if not told["phoneme_id_map"] or not int(told["audio"]["sample_rate"]):
            raise ValueError("phoneme_id_map, audio.sample_rate")
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(config, error) from error
    found: Mapping[str, Any] = told
    return found


def _session(path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise ToolMissing(
            Words(
                "Голосам Piper нужен onnxruntime: «pip install onnxruntime».",
                "Piper voices need onnxruntime: “pip install onnxruntime”.",
            )
        ) from error
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise _unreadable(path, error) from error


def _speaker(config: Mapping[str, Any], wanted: str) -> int | None:
    count = int(config.get("num_speakers", 1))
    if count <= 1:
        return None
    names: Mapping[str, int] = config.get("speaker_id_map") or {}
    if wanted in names:
        return names[wanted]
    if wanted.isdecimal() and int(wanted) < count:
        return int(wanted)
    if not wanted:
        return 0
    known = ", ".join(names) or f"0…{count - 1}"
    raise OptionsRefused(
        Words(
            f"Такого диктора нет: {wanted}. Есть: {known}.",
            f"There is no speaker {wanted!r}. Known: {known}.",
        )
    )


def _unreadable(path: Path, error: Exception) -> WeightsMissing:
    return WeightsMissing(
        Words(
            f"Файл голоса {path.name} не читается ({error}). Скачайте его заново.",
            f"The voice file {path.name} cannot be read ({error}). Download it again.",
        )
    )


def _failed(model: str, error: Exception) -> EngineFailed:
    name = Path(model).name
    return EngineFailed(
        Words(f"Голос {name} не справился ({error}).", f"The voice {name} failed ({error}).")
    )
