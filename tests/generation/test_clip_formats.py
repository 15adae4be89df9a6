"""Every format, decoded again: frames, moments, samples, levels, sizes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from generation.errors import EncoderFailed
from generation.media.moving import GIF, WEBP
from generation.media.yuv import planes_from_rgb, rgb_from_planes
from generation.offline import frame_count, frame_rate, write_timeline
from generation.presenter.moment import best_moment
from generation.types import Caption, Sound, Timeline
from tests.generation.clip_players import (
    RATE,
    Flasher,
    clicks,
    pictures_of,
    psnr,
    sound_of,
)

MOMENTS = (0.48, 1.48, 2.44)  # on frames of 25 a second, and beyond the first piece's end
SECONDS = 3.0


@pytest.fixture(scope="module")
def painting(house) -> np.ndarray:
    return np.ascontiguousarray(house("lady", 200)[:, :148])


@pytest.fixture
def timeline() -> Timeline:
    return Timeline(SECONDS, {}, clicks(MOMENTS, SECONDS))


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_a_click_is_heard_with_its_flash(suffix, painting, timeline, tmp_path) -> None:
    path = tmp_path / f"clip{suffix}"
    assert write_timeline(Flasher(painting, MOMENTS), timeline, path, fps=25) == (path,)
    moments, frames = pictures_of(path)
    assert np.allclose(moments, np.arange(75) / 25, atol=1e-3)
    seen = [m for m, frame in zip(moments, frames, strict=True) if frame[8:24, 8:24].mean() > 180]
    begins, samples = sound_of(path)
    assert begins == 0
    loud = np.flatnonzero(np.abs(samples[:, 0]) > 0.3)
    heard = loud[np.diff(loud, prepend=-RATE) > RATE // 10] / RATE
    assert len(seen) == len(heard) == 3
    assert np.abs(np.array(seen) - heard).max() <= 0.005
    # The last AAC packet is longer than what the edit list plays of it.
    assert 0 <= len(samples) - SECONDS * RATE < 1024
    assert psnr(frames[0], planes_from_rgb(painting).y) > 38


def test_levels_and_channels_are_kept(painting, timeline, tmp_path) -> None:
    path = tmp_path / "clip.mp4"
    write_timeline(Flasher(painting), timeline, path, fps=25)
    _, samples = sound_of(path)
    given = timeline.sound.samples[2000:40_000, 1]
    heard = samples[2000:40_000, 1]
    assert abs(20 * np.log10(np.std(heard) / np.std(given))) < 0.1
    quiet = samples[30_000:60_000, 0]  # between two clicks of the left channel
    assert np.std(quiet) < 0.002


@pytest.mark.parametrize(("seconds", "wanted"), [(0.3, 48_000), (2.0, 48_000)])
def test_the_sound_lasts_as_long_as_the_pictures(seconds, wanted, painting, tmp_path) -> None:
    """Short sound is followed by silence, long sound is cut, another rate is converted."""
    tone = Sound(0.2 * np.ones((round(seconds * 16_000), 1), np.float32), 16_000)
    path = tmp_path / "clip.webm"
    write_timeline(Flasher(painting), Timeline(1.0, {}, tone), path, fps=10)
    _, samples = sound_of(path)
    assert len(samples) == wanted and samples.shape[1] == 1


def test_the_performer_is_told_every_moment(painting, timeline, tmp_path) -> None:
    player = Flasher(painting)
    write_timeline(player, timeline, tmp_path / "clip.mp4", fps=20)
    assert player.readied == [timeline]
    assert [cue.position for cue in player.asked] == [i / 20 for i in range(60)]
    assert all(cue.timeline is timeline for cue in player.asked)


@pytest.mark.parametrize(("suffix", "form", "fps"), [(".gif", GIF, 12.5), (".webp", WEBP, 20)])
def test_animated_pictures(suffix, form, fps, painting, timeline, tmp_path) -> None:
    path, drawn = tmp_path / f"clip{suffix}", list[int]()
    write_timeline(Flasher(painting, MOMENTS, 0.1), timeline, path, fps=25, progress=drawn.append)
    assert sum(drawn) == frame_count(path, SECONDS, 25) == round(SECONDS * fps)
    assert float(frame_rate(path, 25)) == fps
    assert path.stat().st_size < 400_000
    with Image.open(path) as image:
        assert image.info["loop"] == 0 and image.size == (148, 200)
        assert image.n_frames > 3
        first = np.asarray(image.convert("RGB"))
    assert psnr(first, painting) > (29 if suffix == ".gif" else 33)


def test_a_large_animated_picture_is_made_smaller(house, timeline, tmp_path) -> None:
    path = tmp_path / "clip.gif"
    write_timeline(Flasher(house("sea", 1200)), replace(timeline, duration=0.2), path, fps=10)
    with Image.open(path) as image:
        assert max(image.size) == GIF.side


def test_the_file_is_made_again_while_it_is_too_heavy(monkeypatch, painting, tmp_path) -> None:
    from generation import offline

    form = GIF._replace(bytes=9_000)
    monkeypatch.setitem(offline._FORMS, ".gif", offline._FORMS[".gif"]._replace(moving=form))
    wide = np.tile(painting, (2, 3, 1))
    path = tmp_path / "clip.gif"
    with pytest.raises(EncoderFailed, match="too long"):
        write_timeline(Flasher(wide), Timeline(0.2), path, fps=10)
    assert list(tmp_path.iterdir()) == []


def test_a_still_is_the_best_moment(painting, tmp_path) -> None:
    blink = np.zeros(300, np.float32)
    blink[:250] = 1.0
    timeline = Timeline(SECONDS, {"blink_r": blink, "blink_l": blink})
    assert best_moment(timeline) == 2.5 and best_moment(Timeline(SECONDS)) == 0
    player = Flasher(painting, (2.48,), 0.2)
    write_timeline(player, timeline, tmp_path / "still.png", fps=25)
    with Image.open(tmp_path / "still.png") as image:
        got = np.asarray(image)
    assert got[4:28, 4:28].mean() > 230
    planes = planes_from_rgb(painting)
    assert np.array_equal(got[40:], rgb_from_planes(planes)[40:])
    write_timeline(Flasher(painting), Timeline(1.0), tmp_path / "still.jpg", fps=25)
    with Image.open(tmp_path / "still.jpg") as image:
        assert image.format == "JPEG" and image.size == (148, 200)


def test_captions_beside_the_clip(painting, tmp_path) -> None:
    said = (
        Caption(0.25, 1.5, "Мы — из дома у моря.", "ru"),
        Caption(3725.5, 3727.0, "Вы?", "ru"),
        Caption(0.25, 1.5, "From <the> sea & back.", "en"),
    )
    path = tmp_path / "clip.mp4"
    written = write_timeline(
        Flasher(painting), Timeline(0.2, captions=said), path, fps=5, captions="beside"
    )
    assert {p.name for p in written} == {
        "clip.mp4", "clip.ru.vtt", "clip.ru.txt", "clip.en.vtt", "clip.en.txt",
    }  # fmt: skip
    ru = (tmp_path / "clip.ru.vtt").read_text().replace("\u00a0", " ")
    assert ru == (
        "WEBVTT\n\n00:00:00.250 --> 00:00:01.500\nМы — из дома у моря.\n\n"
        "01:02:05.500 --> 01:02:07.000\nВы?\n"
    )
    assert "From &lt;the&gt; sea &amp; back." in (tmp_path / "clip.en.vtt").read_text()
    assert (tmp_path / "clip.ru.txt").read_text() == "Мы — из дома у моря.\n\nВы?\n"


@pytest.mark.parametrize(
    ("name", "seconds", "fps", "channels", "word"),
    [
        ("clip.avi", 1.0, 25, 0, ".webm"),
        ("clip.mp4", 1.0, 0, 0, "1 to 60"),
        ("clip.mp4", 1.0, 61, 0, "1 to 60"),
        ("clip.gif", 61.0, 1, 0, "MP4"),
        ("clip.mp4", 0.2, 5, 3, "channels"),
        ("no/clip.mp4", 0.2, 5, 0, "No such file"),
    ],
)
def test_what_cannot_be_is_refused(name, seconds, fps, channels, word, painting, tmp_path) -> None:
    sound = Sound(np.zeros((100, channels), np.float32), RATE) if channels else None
    with pytest.raises(EncoderFailed, match=word) as caught:
        write_timeline(Flasher(painting), Timeline(seconds, {}, sound), tmp_path / name, fps=fps)
    assert caught.value.for_people.ru and list(tmp_path.iterdir()) == []
