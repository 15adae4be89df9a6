"""Neural voices are really loaded and run: tiny ones, made here, with the true shapes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from generation.errors import OptionsRefused, TextRefused, ToolMissing, WeightsMissing
from generation.sound.resample import HOUSE_RATE
from generation.speech.marks import read_utterance
from generation.speech.model import Spoken, Voice
from generation.speech.voices import local_voices, open_voice

onnx = pytest.importorskip("onnx")

IPA_RU = "abdefijklmnoprstuvxzɑɐɛəɡɪɭɨʃʌʒʲˈˌː .,!?yɵ"
STEP, HOP, RATE = 9, 256, 22_050  # steps a symbol, samples a step, Hz


def tiny_piper(folder: Path, *, durations: bool = True, speakers: int = 1) -> Path:
    """A Piper voice that hums a tone for as long as STEP steps a symbol would last."""
    from onnx import TensorProto as T
    from onnx import helper as h

    known = {"half": [0.0], "step": [float(STEP)], "hop": [float(HOP)], "turn": [0.05]}
    constants = [h.make_tensor(k, T.FLOAT, [], v) for k, v in known.items()]
    constants += [
        h.make_tensor("one", T.INT64, [1], [1]),
        h.make_tensor("shape", T.INT64, [4], [1, 1, 1, -1]),
        h.make_tensor("zero", T.FLOAT, [], [0.0]),
        h.make_tensor("unit", T.FLOAT, [], [1.0]),
    ]
    nodes = [
        h.make_node("Cast", ["input"], ["ids"], to=T.FLOAT),
        h.make_node("Mul", ["ids", "zero"], ["none"]),
        h.make_node("Add", ["none", "step"], ["even"]),
        h.make_node("Gather", ["scales", "one"], ["slowness"]),
        h.make_node("Mul", ["even", "slowness"], ["long"]),
        h.make_node("Ceil", ["long"], ["durations"]),
        h.make_node("ReduceSum", ["durations"], ["steps"], keepdims=0),
        h.make_node("Mul", ["steps", "hop"], ["count"]),
        h.make_node("Range", ["zero", "count", "unit"], ["ramp"]),
        h.make_node("Mul", ["ramp", "turn"], ["phase"]),
        h.make_node("Sin", ["phase"], ["wave"]),
        h.make_node("Reshape", ["wave", "shape"], ["output"]),
    ]
    inputs = [
        h.make_tensor_value_info("input", T.INT64, [1, "n"]),
        h.make_tensor_value_info("input_lengths", T.INT64, [1]),
        h.make_tensor_value_info("scales", T.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(h.make_tensor_value_info("sid", T.INT64, [1]))
    outputs = [h.make_tensor_value_info("output", T.FLOAT, [1, 1, 1, "s"])]
    if durations:
        outputs.append(h.make_tensor_value_info("durations", T.FLOAT, [1, "n"]))
    graph = h.make_graph(nodes, "voice", inputs, outputs, constants)
    path = folder / "ru_RU-tiny.onnx"
    onnx.save(h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=9), path)
    table = {s: [i] for i, s in enumerate(["_", "^", "$", *IPA_RU])}
    config = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "ru"},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_id_map": table,
        "num_speakers": speakers,
        "speaker_id_map": {"anna": 0, "boris": 1} if speakers > 1 else {},
    }
    path.with_name(path.name + ".json").write_text(json.dumps(config), encoding="utf-8")
    return path


def tiny_vits(folder: Path, *, phonemize: bool = True) -> Path:
    """A VITS voice of a few thousand random weights, saved as transformers saves."""
    import torch
    from transformers.models.vits.configuration_vits import VitsConfig
    from transformers.models.vits.modeling_vits import VitsModel

    letters = IPA_RU if phonemize else "абвгдежзийклмнопрстуфхцчшщъыьэюя "
    vocabulary = {"_": 0} | {s: i for i, s in enumerate(letters, 1)}
    torch.manual_seed(3)
    config = VitsConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        ffn_dim=16, flow_size=16, spectrogram_bins=9, upsample_initial_channel=16,
        upsample_rates=[16, 16], upsample_kernel_sizes=[32, 32], resblock_kernel_sizes=[3],
        resblock_dilation_sizes=[[1, 3]], prior_encoder_num_flows=1,
        prior_encoder_num_wavenet_layers=1, posterior_encoder_num_wavenet_layers=1,
        duration_predictor_num_flows=1, duration_predictor_filter_channels=16,
        depth_separable_num_layers=1, use_stochastic_duration_prediction=False,
        sampling_rate=16_000,
    )  # fmt: skip
    VitsModel(config).save_pretrained(folder)
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    told = {"add_blank": True, "phonemize": phonemize, "language": "ru"}
    (folder / "tokenizer_config.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def opened(engine: str, **options: object) -> Voice:
    return open_voice({"default": {"ENGINE": engine, "OPTIONS": options}})


def said(voice: Voice, text: str) -> Spoken:
    return voice.speak(read_utterance(text, "ru"))


def test_piper_says_phones_and_words_at_the_times_its_network_tells(tmp_path: Path) -> None:
    spoken = said(opened("piper", model=str(tiny_piper(tmp_path))), "За\u0301мок, замо\u0301к.")
    assert spoken.sound.rate == HOUSE_RATE
    assert [w.text for w in spoken.words] == ["Замок,", "замок."]
    told = "".join(("ˈ" if p.stressed else "") + p.ipa for p in spoken.phones)
    assert told == "zˈɑmʌkzamˈok"
    first, second = spoken.phones[1], spoken.phones[2]
    # A symbol and the pad after it, STEP steps each.
    assert second.start - first.start == pytest.approx(2 * STEP * HOP / RATE, abs=1e-6)
    assert spoken.words[0].end < spoken.words[1].start <= spoken.sound.seconds
    assert np.abs(spoken.sound.samples).max() > 0.05


def test_piper_obeys_tempo_pauses_and_speakers(tmp_path: Path) -> None:
    path = str(tiny_piper(tmp_path, speakers=2))
    voice = opened("piper", model=path, speaker="boris")
    usual, slow = said(voice, "картина"), said(voice, "[slow]картина[/slow]")
    assert slow.words[0].end == pytest.approx(usual.words[0].end / 0.75, rel=0.03)
    parted = said(voice, "картина [pause 1.2] [nod] висит")
    assert parted.words[1].start - parted.words[0].end > 1.15
    assert parted.marks["nod#0"] == pytest.approx(parted.words[1].start, abs=0.3)
    with pytest.raises(OptionsRefused, match="Known: anna, boris"):
        opened("piper", model=path, speaker="clara")


def test_piper_without_durations_is_aligned(tmp_path: Path) -> None:
    voice = opened("piper", model=str(tiny_piper(tmp_path, durations=False)))
    spoken = said(voice, "картина висит")
    assert [w.text for w in spoken.words] == ["картина", "висит"]
    assert spoken.phones[-1].end <= spoken.sound.seconds + 0.02


def test_vits_reading_phonemes(tmp_path: Path) -> None:
    voice = opened("vits", folder=str(tiny_vits(tmp_path)))
    spoken = said(voice, "За\u0301мок. Да.")
    assert [p.ipa for p in spoken.phones if p.stressed] == ["ɑ", "ɑ"]
    assert [w.text for w in spoken.words] == ["Замок.", "Да."]
    assert all(p.end > p.start for p in spoken.phones)
    again = said(voice, "За\u0301мок. Да.")
    assert np.array_equal(spoken.sound.samples, again.sound.samples)
    with pytest.raises(OptionsRefused):
        opened("vits", folder=str(tmp_path), pitch=3)


def test_vits_reading_letters(tmp_path: Path) -> None:
    voice = opened("vits", folder=str(tiny_vits(tmp_path, phonemize=False)))
    assert [w.text for w in said(voice, "за\u0301мок стоит").words] == ["замок", "стоит"]
    with pytest.raises(TextRefused, match="knows none of the sounds"):
        voice.speak(read_utterance("hello", "en"))


def test_missing_and_broken_files_are_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"nobody\.onnx.*Piper voice"):
        opened("piper", model=str(tmp_path / "nobody.onnx"))
    with pytest.raises(WeightsMissing, match=r"lacks config\.json, .*VITS voice"):
        opened("vits", folder=str(tmp_path / "nobody"))
    path = tiny_piper(tmp_path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(WeightsMissing, match="cannot be read"):
        opened("piper", model=str(path))
    path.with_name(path.name + ".json").write_text("{}")
    with pytest.raises(WeightsMissing, match="cannot be read"):
        opened("piper", model=str(path))
    for name in ("config.json", "vocab.json", "tokenizer_config.json", "model.safetensors"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(WeightsMissing, match="cannot be read"):
        opened("vits", folder=str(tmp_path))


def test_a_vits_file_that_lacks_weights_is_not_filled_with_noise(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = tiny_vits(tmp_path) / "model.safetensors"
    tensors = load_file(weights)
    kept = {k: v for k, v in tensors.items() if not k.startswith("decoder.conv_pre")}
    assert len(kept) < len(tensors)
    save_file(kept, weights, metadata={"format": "pt"})
    with pytest.raises(WeightsMissing, match=r"decoder\.conv_pre"):
        opened("vits", folder=str(tmp_path))


@pytest.mark.parametrize(
    ("engine", "library"), [("piper", "onnxruntime"), ("vits", "transformers")]
)
def test_a_missing_library_is_named(
    tmp_path: Path, engine: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "piper":
        options = {"model": str(tiny_piper(tmp_path))}
    else:
        options = {"folder": str(tiny_vits(tmp_path))}
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ToolMissing, match=f"pip install {library}"):
        opened(engine, **options)


def test_voices_laid_into_the_folder_are_found(tmp_path: Path) -> None:
    assert local_voices(tmp_path) == {}
    path = tiny_piper(tmp_path)
    (tmp_path / "lonely.onnx").write_bytes(b"")
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / "model.safetensors").write_bytes(b"")
    assert local_voices(tmp_path) == {
        "ru_RU-tiny": {"ENGINE": "piper", "OPTIONS": {"model": str(path)}},
        "anna": {"ENGINE": "vits", "OPTIONS": {"folder": str(tmp_path / "anna")}},
    }
