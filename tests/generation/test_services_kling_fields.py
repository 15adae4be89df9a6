"""What Kling takes together, and how our brush and camera are told to it."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generation.camerawork.reading import read_camera
from generation.engines.kling import KlingEngine, KlingOptions
from generation.errors import BrushRefused, CameraRefused, OptionsRefused, RequestRefused
from generation.making import Request
from generation.services.kling_camera import camera_control
from generation.services.kling_fields import check_body
from generation.services.kling_models import CAPABILITY_MAP, MODELS, Choice, check_feature, price

PICTURE = np.random.default_rng(1).integers(0, 255, (320, 400, 3), np.uint8)
CLIP = Request("image-to-video", "the sea rises", picture=PICTURE, seconds=5.0)
WORDS = Request("text-to-video", "a sea", size=(1280, 720), seconds=5.0)
BOX = [[100, 100], [200, 100], [200, 200], [100, 200]]
BRUSH = {"version": 1, "picture": [400, 320], "origin": "top-left",
         "brush": [{"polygon": BOX, "path": [[150, 150], [180, 140], [250, 20]]}]}  # fmt: skip


def body(asked: Request, **options: Any) -> dict[str, Any]:
    """Return what would be sent."""
    return KlingEngine(KlingOptions(**options))._asked(asked).body


def decoded(text: str) -> Any:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))


def test_the_brush_is_told_from_below_on_the_picture_as_it_is_sent() -> None:
    sent = body(replace(CLIP, brush=BRUSH))
    (one,) = sent["dynamic_masks"]
    assert one["trajectories"] == [{"x": 150, "y": 170}, {"x": 180, "y": 180}, {"x": 250, "y": 300}]
    mask = decoded(one["mask"])
    assert mask.shape == decoded(sent["image"]).shape[:2] == (320, 400)
    assert mask[150, 150] == 255 and mask[50, 50] == 0 and "static_mask" not in sent
    still = {**BRUSH, "still": [[[0, 280], [399, 280], [399, 319], [0, 319]]]}
    sent = body(replace(CLIP, brush=still))
    static = decoded(sent["static_mask"])
    assert static.shape == mask.shape and static[300, 10] == 255 and static[10, 10] == 0


def test_a_large_picture_is_sent_smaller_and_its_brush_with_it() -> None:
    large = np.repeat(np.repeat(PICTURE, 10, 0), 10, 1)  # 4000 × 3200
    sent = body(replace(CLIP, picture=large, brush=BRUSH))
    picture, mask = decoded(sent["image"]), decoded(sent["dynamic_masks"][0]["mask"])
    assert picture.shape[:2] == mask.shape == (1638, 2048)
    first = sent["dynamic_masks"][0]["trajectories"][0]
    assert abs(first["x"] - 150 * 5.12) < 2 and abs(first["y"] - 170 * 5.12) < 3


def test_there_and_back_is_drawn_out_and_seventy_seven_points_are_the_most() -> None:
    def brushed(points: int, loop: str = "none") -> dict[str, Any]:
        path = [[100 + n, 100] for n in range(points)]
        return {**BRUSH, "brush": [{"polygon": BOX, "path": path, "loop": loop}]}

    sent = body(replace(CLIP, brush=brushed(39, "there-and-back")))
    way = sent["dynamic_masks"][0]["trajectories"]
    assert len(way) == 77 and way[0] == way[-1] and way[38]["x"] == 138
    assert len(body(replace(CLIP, brush=brushed(77)))["dynamic_masks"][0]["trajectories"]) == 77
    with pytest.raises(BrushRefused, match="a path of 39 points, or “once”"):
        body(replace(CLIP, brush=brushed(40, "there-and-back")))
    with pytest.raises(BrushRefused):
        body(replace(CLIP, brush=brushed(78)))
    with pytest.raises(BrushRefused, match="fade and begin anew"):
        body(replace(CLIP, brush=brushed(3, "travel")))
    with pytest.raises(BrushRefused, match="Kling cannot flow"):
        body(replace(CLIP, brush={**BRUSH, "flow": [{"polygon": BOX, "motion": "smoke"}]}))


@pytest.mark.parametrize(
    "more",
    [{"brush": BRUSH, "camera": "push in"}, {"brush": BRUSH, "end_picture": PICTURE},
     {"camera": "push in", "end_picture": PICTURE}],
)  # fmt: skip
def test_end_frame_brush_and_camera_exclude_one_another(more: dict[str, Any]) -> None:
    for one in more:
        body(replace(CLIP, **{one: more[one]}))
    with pytest.raises(RequestRefused, match="one of them"):
        body(replace(CLIP, **more))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("feature", ["camera", "brush", "end-frame"])
def test_the_capability_map(model: str, feature: Any) -> None:
    """As the document has it, cell by cell."""
    works = {
        ("camera", "kling-v1", "std", 5, "text2video"),
        ("camera", "kling-v1-5", "pro", 5, "image2video"),
        ("brush", "kling-v1", "std", 5, "image2video"),
        ("brush", "kling-v1", "pro", 5, "image2video"),
        ("brush", "kling-v1-5", "pro", 5, "image2video"),
        ("end-frame", "kling-v1", "std", 5, "image2video"),
        ("end-frame", "kling-v1", "pro", 5, "image2video"),
        *(("end-frame", f"kling-{name}", "pro", seconds, "image2video")
          for name in ("v1-5", "v1-6", "v2-1", "v2-5-turbo", "v2-6", "v3") for seconds in (5, 10)),
        *(("end-frame", "kling-v3", "std", seconds, "image2video") for seconds in (5, 10)),
    }  # fmt: skip
    for mode in ("std", "pro"):
        for seconds in (5, 10):
            for kind in ("image2video", "text2video"):
                choice = Choice(kind, model, mode, seconds)  # type: ignore[arg-type]
                if (feature, model, mode, seconds, kind) in works:
                    check_feature(feature, choice)
                else:
                    with pytest.raises(RequestRefused):
                        check_feature(feature, choice)
    assert all(row.model in MODELS for row in CAPABILITY_MAP)


def test_an_end_frame_of_v2_6_is_silent() -> None:
    options = {"model": "kling-v2-6", "mode": "pro"}
    assert "image_tail" in body(replace(CLIP, end_picture=PICTURE), **options)
    with pytest.raises(RequestRefused, match="end frame"):
        body(replace(CLIP, end_picture=PICTURE), **options, sound=True)
    assert body(CLIP, **options, sound=True)["sound"] == "on"


@pytest.mark.parametrize(
    ("sentence", "axis", "value"),
    [("push in", "zoom", -4), ("zoom in as far as it goes", "zoom", -10), ("pull out", "zoom", 4),
     ("pan right by 20 %", "pan", 10), ("pan left", "pan", -5), ("tilt up", "tilt", 5),
     ("tilt down by 1 %", "tilt", -1), ("truck left", "horizontal", -5),
     ("crane up", "vertical", 8), ("lower", "vertical", -8), ("roll right", "roll", 6),
     ("крен влево на 5°", "roll", -10)],
)  # fmt: skip
def test_a_move_is_one_axis(sentence: str, axis: str, value: int) -> None:
    control = camera_control(read_camera(sentence), "image2video", "kling-v1-5", 5)
    config = control.body["config"]
    assert {name: amount for name, amount in config.items() if amount} == {axis: value}
    assert len(config) == 6


def test_the_documents_disagree_and_the_effect_stays() -> None:
    for sentence, new, old in (("pan right", "pan", "tilt"), ("tilt up", "tilt", "pan")):
        plan = read_camera(sentence)
        newer = camera_control(plan, "image2video", "kling-v1-5", 5, "2026")
        older = camera_control(plan, "image2video", "kling-v1-5", 5, "2025")
        assert newer.body["config"][new] == older.body["config"][old] == 5
        assert newer.body["config"][old] == older.body["config"][new] == 0
        assert newer.effect == older.effect and "pan" not in newer.effect.en
    sent = body(replace(CLIP, camera="pan right"), camera_document="2025")
    assert sent["camera_control"]["config"]["tilt"] == 5


def test_presets_are_for_words_alone() -> None:
    options = {"model": "kling-v1", "mode": "std"}
    for sentence, preset in (
        ("push in while pan right", "right_turn_forward"),
        ("наезд и панорама влево", "left_turn_forward"),
        ("zoom in and tilt up", "forward_up"),
        ("pull out while crane down", "down_back"),
    ):
        sent = body(replace(WORDS, camera=sentence), **options)
        assert sent["camera_control"] == {"type": preset}, sentence
        with pytest.raises(CameraRefused, match="one move a clip"):
            body(replace(CLIP, camera=sentence))


@pytest.mark.parametrize(
    ("sentence", "nearest"),
    [("push in, then pan left 9 seconds", "pan left"), ("push in on the face", "push in"),
     ("orbit to the right", "truck right"), ("follow the face", "push in"),
     ("handheld push in", "push in"), ("push in and back", "push in"),
     ("pan right twice", "pan right"), ("static 5 seconds", "push in"),
     ("pan left and roll right", "pan left"), ("look at the left edge", "push in")],
)  # fmt: skip
def test_what_cannot_be_carried_over_is_refused_with_the_nearest(
    sentence: str, nearest: str
) -> None:
    with pytest.raises(CameraRefused, match="The nearest possible: “") as refusal:
        body(replace(CLIP, camera=sentence))
    assert refusal.value.nearest and refusal.value.nearest.en == nearest
    body(replace(CLIP, camera=nearest))  # and it can be


def test_what_is_not_quite_as_asked_is_told() -> None:
    engine = KlingEngine(KlingOptions(model="kling-v1"))
    for size, aspect, said in (((1920, 1080), "16:9", 0), ((1000, 900), "1:1", 1)):
        asked = engine._asked(replace(WORDS, size=size))
        assert (asked.body["aspect_ratio"], len(asked.notes)) == (aspect, said)
    asked = KlingEngine(KlingOptions())._asked(replace(CLIP, camera="pull out, 4 seconds"))
    told = " ".join(note.en for note in asked.notes)
    assert "whole clip, 5 s, not 4 s" in told and "Kling draws that" in told


@pytest.mark.parametrize(
    ("asked", "options", "words"),
    [
        (replace(CLIP, picture=None), {}, "picture"),
        (replace(CLIP, picture=PICTURE[:299]), {}, "300 px"),
        (replace(CLIP, picture=np.zeros((300, 760, 3), np.uint8)), {}, "2.5 to 1"),
        (replace(CLIP, end_picture=PICTURE[:200]), {}, "300 px"),
        (replace(CLIP, prompt="a" * 2501), {}, "2500"),
        (replace(CLIP, seconds=7.0), {}, "nearest possible: 5 s"),
        (replace(CLIP, seconds=4.5), {}, "whole seconds"),
        (replace(CLIP, fps=24.0), {}, "30 frames a second"),
        (replace(CLIP, mask=np.zeros((4, 4), np.uint8)), {}, "no mask"),
        (replace(WORDS, picture=PICTURE), {"model": "kling-v1-6"}, "no picture"),
        (WORDS, {}, "no video from text alone"),
        (replace(WORDS, prompt=""), {"model": "kling-v1"}, "“prompt” is missing"),
        (CLIP, {"model": "kling-v2-1", "cfg_scale": 0.5}, "cfg_scale"),
        (CLIP, {"model": "kling-v1-6", "sound": True}, "no sound"),
        (replace(CLIP, task="text-to-image"), {}, "makes image-to-video"),
    ],
)
def test_what_it_does_not_take_is_refused_before_money(
    asked: Request, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(RequestRefused, match=words):
        KlingEngine(KlingOptions(**options)).refuse(asked)


def test_lengths_are_text_and_options_are_checked() -> None:
    assert body(replace(CLIP, seconds=0.0))["duration"] == "5"
    assert body(replace(CLIP, seconds=13.0), model="kling-v3")["duration"] == "13"
    sent = body(replace(WORDS, size=(720, 1280), negative="rain"), model="kling-v1", cfg_scale=0.7)
    assert (sent["aspect_ratio"], sent["negative_prompt"], sent["cfg_scale"]) == (
        "9:16",
        "rain",
        0.7,
    )
    for wrong in ({"model": "kling-v9"}, {"mode": "best"}, {"cfg_scale": 1.5}):
        with pytest.raises(OptionsRefused):
            KlingOptions(**wrong)
    whole = body(CLIP)
    for name, value in (("duration", 5), ("image", "data:image/png;base64,AA"), ("seed", 1)):
        with pytest.raises(RequestRefused, match=name):
            check_body("image2video", {**whole, name: value})
    two = {"type": "simple", "config": {"pan": 1, "zoom": 1}}
    for control in (two, {"type": "simple"}, {"type": "down_back"}, {"type": "spin"}):
        with pytest.raises(RequestRefused, match="camera_control"):
            check_body("image2video", {**whole, "camera_control": control})


@pytest.mark.parametrize(
    ("choice", "units", "dollars"),
    [(Choice("image2video", "kling-v1", "std", 5), 1, 0.14),
     (Choice("image2video", "kling-v1-5", "pro", 5), 3.5, 0.49),
     (Choice("text2video", "kling-v2-6", "pro", 10, sound=True), 10, 1.4)],
)  # fmt: skip
def test_prices(choice: Choice, units: float, dollars: float) -> None:
    asked, cost = price(choice)
    assert (asked, cost.amount, cost.currency) == (units, dollars, "USD")


def test_what_a_model_can_do_is_told_before_it_is_asked() -> None:
    able = KlingEngine(KlingOptions()).capabilities()
    assert able.tasks == {"image-to-video"} and able.fps == (30.0,) and able.seconds == 10.0
    assert {"motion-brush", "camera", "end-frame", "guidance"} <= able.takes
    able = KlingEngine(KlingOptions(model="kling-v2-master", mode="std")).capabilities()
    assert able.tasks == {"image-to-video", "text-to-video"} and able.fps == (24.0,)
    assert able.takes == {"prompt", "negative"}
    assert KlingEngine(KlingOptions(model="kling-v3")).capabilities().seconds == 15.0
