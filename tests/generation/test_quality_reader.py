"""Reading clips: what is a clip, what is not, and what is said about it."""

from __future__ import annotations

import json
import wave

import av
import cv2
import numpy as np
import pytest

from generation.errors import ClipRefused
from generation.quality import reader
from generation.quality.measure import Wanted, compare_clips, measure_clip
from generation.quality.reader import open_clip
from generation.quality.table import measures_json, measures_table
from tests.generation.planted_clips import FPS, write_clip

BLACK = np.zeros((32, 48, 3), np.uint8)


def refusal(path) -> str:
    with pytest.raises(ClipRefused) as caught:
        measure_clip(path, Wanted())
    words = caught.value.for_people
    assert path.name in words.ru and path.name in words.en
    return words.en


def test_frames_come_in_order_with_their_times_and_planes(house, tmp_path) -> None:
    rgb = house("lady", 240)
    path = write_clip(tmp_path / "a.mp4", [np.roll(rgb, i, 1) for i in range(5)])
    with open_clip(path) as clip:
        assert clip.size == (180, 240) and clip.fps == FPS
        frames = list(clip.frames())
    assert [f.index for f in frames] == [0, 1, 2, 3, 4]
    assert [f.time for f in frames] == pytest.approx([0, 0.04, 0.08, 0.12, 0.16])
    with av.open(str(path)) as container:
        coded = [f.to_ndarray()[:240] for f in container.decode(video=0)]
    for frame, luma in zip(frames, coded, strict=True):
        assert np.array_equal(frame.luma, luma)
        assert frame.rgb.shape == (240, 180, 3)
        assert np.abs(frame.rgb.astype(int) - np.roll(rgb, frame.index, 1)).mean() < 3


@pytest.mark.parametrize("name", ["still.png", "still.jpg"])
def test_a_picture_is_a_clip_of_one_frame(name: str, house, tmp_path) -> None:
    cv2.imwrite(str(tmp_path / name), house("lady", 240)[..., ::-1])
    found = measure_clip(tmp_path / name, Wanted(loop=True))
    assert found.frames == 1 and found.flashes is not None and found.flashes.safe
    assert found.loop is None and set(found.missing) == {"flicker", "loop", "motion"}


def test_a_gif_is_a_clip_too(tmp_path) -> None:
    frames = [np.full((33, 47, 3), v, np.uint8) for v in (0, 90, 200)]  # odd sides
    with av.open(str(tmp_path / "a.gif"), "w") as out:
        stream = out.add_stream("gif", rate=10, width=47, height=33)
        stream.pix_fmt = "rgb8"
        for rgb in frames:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb).reformat(format="rgb8")))
        out.mux(stream.encode())
    found = measure_clip(tmp_path / "a.gif", Wanted())
    assert (found.width, found.height, found.frames) == (47, 33, 3)


def test_what_is_no_clip_is_refused_in_words(tmp_path) -> None:
    (tmp_path / "text.mp4").write_text("no clip at all")
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "folder.mp4").mkdir()
    for name in ("text.mp4", "empty.mp4", "folder.mp4", "absent.mp4"):
        assert "cannot be measured" in refusal(tmp_path / name)
    assert refusal(tmp_path / "absent.mp4").endswith("there is no such file.")


def test_sound_alone_is_refused(tmp_path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(bytes(16000))
    assert refusal(tmp_path / "a.wav").endswith("it holds no picture.")


def test_a_cut_off_clip_is_refused_or_measured_never_a_crash(tmp_path, house) -> None:
    rgb = house("lady", 240)
    whole = write_clip(tmp_path / "a.mkv", [np.roll(rgb, i, 1) for i in range(6)]).read_bytes()
    for share in (0.02, 0.2, 0.5, 0.9):
        cut = tmp_path / f"cut{share}.mkv"
        cut.write_bytes(whole[: int(share * len(whole))])
        try:
            assert 1 <= measure_clip(cut, Wanted()).frames <= 6
        except ClipRefused as error:
            assert cut.name in error.for_people.ru


def test_a_playlist_does_not_reach_the_network(tmp_path) -> None:
    playlist = tmp_path / "a.m3u8"
    playlist.write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    assert "a.m3u8" in refusal(playlist)


def test_too_long_and_too_large_are_refused(tmp_path, monkeypatch) -> None:
    path = write_clip(tmp_path / "a.mp4", [BLACK] * 4)
    monkeypatch.setattr(reader, "MOST_FRAMES", 3)
    assert refusal(path).endswith("it has more than 3 frames.")
    monkeypatch.setattr(reader, "LONGEST_SIDE", 40)
    assert "48×32" in refusal(path)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_table_and_the_json_tell_the_same(language: str, tmp_path) -> None:
    clip = write_clip(tmp_path / "a.mp4", [BLACK] * 12)
    other = write_clip(tmp_path / "b.mp4", [BLACK] * 12)
    found = compare_clips(clip, other, Wanted(loop=True))
    table, tree = measures_table(found, language), json.loads(measures_json(found))
    assert "a.mp4" in table and "b.mp4" in table and "48×32, 25" in table
    assert ("безопасно" in table) is (language == "ru")
    assert "∞" in table and tree["difference"]["psnr"]["pooled"] == "inf"
    assert tree["difference"]["ssim"]["mean"] == pytest.approx(1)
    assert tree["clip"]["flashes"]["safe"] is True
    assert tree["clip"]["loop"] is None and set(tree["clip"]["missing"]["loop"]) == {"ru", "en"}
    assert tree["clip"]["missing"]["loop"][language] in table
