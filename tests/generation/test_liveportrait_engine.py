"""LivePortrait as an engine: tiny random weights from disk, a real scene, real frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from generation.engines.liveportrait import LivePortraitEngine, LivePortraitOptions
from generation.engines.looks import open_look, wanted_look
from generation.engines.rig import RigEngine, RigOptions
from generation.errors import (
    DeviceLost,
    FaceNotTrusted,
    MemoryShort,
    OptionsRefused,
    WeightsMissing,
)
from generation.finish.model import PAINTING
from generation.liveportrait import device as devices
from generation.liveportrait.device import Device, open_device
from generation.liveportrait.network import LivePortrait
from generation.liveportrait.performer import LiveFace
from generation.liveportrait.posing import openings_of, points_of
from generation.liveportrait.templates import Template, write_template
from generation.media.yuv import empty_planes, planes_from_rgb
from generation.protocols import Performer
from generation.registry import open_engine
from generation.scene.model import Scene
from generation.types import NO_CUE, REST, TRACK_RATE, Cue, Planes, Pose, Timeline
from tests.tiny_weights import write_weights

Faces = Callable[[str], Scene]
FPS = 30


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with weights of the published layout, tiny and random."""
    return write_weights(tmp_path_factory.mktemp("liveportrait"))


@pytest.fixture(scope="module")
def device(weights: Path) -> Iterator[Device]:
    found = open_device(weights, "cpu", "auto")
    yield found
    found.close()


def still(seconds: float) -> Timeline:
    """No life of its own, but blinks."""
    return Timeline(seconds, {"life": np.zeros(int(seconds * TRACK_RATE) + 1, np.float32)})


def played(performer: Performer, frames: int, **told: float) -> list[Planes]:
    timeline = still(frames / FPS)
    for axis, value in told.items():
        ramp = np.minimum(np.arange(len(timeline.tracks["life"])) / 20, 1) * value
        timeline = Timeline(timeline.duration, {**timeline.tracks, axis: ramp.astype(np.float32)})
    performer.ready(timeline)
    out, shown = empty_planes(*performer.size), []
    for n in range(frames):
        performer.frame(n / FPS, Cue(timeline=timeline, position=n / FPS), out)
        shown.append(Planes(*(plane.copy() for plane in out)))
    return shown


def opened(weights: Path, scene: Scene, **options: object) -> Performer:
    own = {
        "default": {"ENGINE": "liveportrait", "OPTIONS": {"weights": str(weights), "device": "cpu"}}
    }
    return open_engine(own, options=options).prepare(scene, seed=3)


def test_it_begins_as_the_painting_and_moves(face_scene: Faces, weights: Path) -> None:
    scene = face_scene("lady")
    frames = played(opened(weights, scene), 20, yaw=6.0, jaw=0.5)
    painting = planes_from_rgb(scene.rgb)
    assert all(np.array_equal(a, b) for a, b in zip(frames[0], painting, strict=True))
    assert np.abs(frames[-1].y.astype(int) - painting.y).max() > 40
    again = played(opened(weights, scene), 20, yaw=6.0, jaw=0.5)
    for one, other in zip(frames, again, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_only_the_face_is_the_networks(face_scene: Faces, weights: Path, device: Device) -> None:
    """Outside its box every frame is the rig's own, drawn from the pose without the face."""
    scene = face_scene("lady")
    assert scene.head is not None
    box = LiveFace(scene, scene.head, device).box
    last = played(opened(weights, scene), 12, yaw=6.0)[-1].y.astype(int)
    outside = np.ones(last.shape, bool)
    outside[box.top : box.bottom, box.left : box.right] = False
    painting = planes_from_rgb(scene.rgb).y
    assert outside.any() and (last[outside] == painting[outside]).all()


def test_back_at_rest_the_painting_is_back_bit_for_bit(face_scene: Faces, device: Device) -> None:
    scene = face_scene("lady")
    assert scene.head is not None
    face, painting = LiveFace(scene, scene.head, device), planes_from_rgb(scene.rgb)
    out = Planes(*(plane.copy() for plane in painting))
    away, changes = [], []
    for n in range(40):
        left, news = face.follow(n / FPS, Pose(yaw=5, breath=0.3) if 5 <= n < 20 else REST)
        assert left == (Pose(breath=0.3) if 5 <= n < 20 else REST)
        if news:
            face.paste(painting, out)
        changes.append(news)
        away.append(int(np.abs(out.y.astype(int) - painting.y).max()))
    assert away[:5] == [0] * 5 and away[19] > 20 and away[-1] == 0
    assert not any(changes[:5]) and not any(changes[31:]), "at rest nothing is drawn"
    assert away[5] < away[8] < away[13], "it comes in little by little"


def test_alone_and_in_company_the_same_face_is_drawn(face_scene: Faces, weights: Path) -> None:
    network = LivePortrait.load(weights)
    scene = face_scene("lady")
    assert scene.head is not None
    device = Device(network)
    face = LiveFace(scene, scene.head, device)
    features, sitter = face._portrayed
    poses = [Pose(yaw=4), Pose(jaw=0.7), Pose(blink_r=1.0, blink_l=1.0, press=0.5)]
    asks = [
        devices.Draw(features, sitter, points_of(sitter, pose), openings_of(sitter, pose))
        for pose in poses
    ]
    together = devices._drawn(network, network.render, asks)
    for ask, drawn in zip(asks, together, strict=True):
        (alone,) = devices._drawn(network, network.render, [ask])
        for one, other in zip(alone.planes, drawn.planes, strict=True):
            assert np.abs(one.astype(int) - other).max() <= 1
    assert np.abs(together[0].planes.y.astype(int) - together[1].planes.y).max() > 10
    rest = asks[2]._replace(openings=sitter.openings)
    (still,) = devices._drawn(network, network.render, [rest])
    assert np.abs(together[2].planes.y.astype(int) - still.planes.y).max() > 2, "eyes shut"
    moved = network.stitch(sitter.points, asks[0].points)
    frame = network.render(features, sitter.points, moved)[0].permute(1, 2, 0)
    wanted = planes_from_rgb((frame * 255).round().byte().numpy())
    assert np.abs(together[0].planes.y.astype(int) - wanted.y).max() <= 1
    assert np.abs(together[0].planes.u.astype(int) - wanted.u).max() <= 1
    device.close()


def test_a_gaze_follows_the_finger(face_scene: Faces, weights: Path) -> None:
    scene, shown = face_scene("lady"), []
    for gaze in (NO_CUE, Cue(gaze=(1.0, 0.4))):
        performer, out = opened(weights, scene), empty_planes(*scene.size)
        for n in range(20):
            performer.frame(n / FPS, gaze, out)
        shown.append(out.y.astype(int))
    assert np.abs(shown[0] - shown[1]).max() > 10


def test_a_template_moves_a_face_that_would_rest(
    face_scene: Faces, weights: Path, tmp_path: Path
) -> None:
    count = 50
    t = np.linspace(0, 1, count, dtype=np.float32)
    turn = np.tile(np.eye(3, dtype=np.float32), (count, 1, 1))
    shift = np.stack([0.2 * t, 0 * t, 0 * t], 1)
    template = Template(25, turn, np.zeros((count, 21, 3), np.float32), shift, np.ones_like(t))
    write_template(template, tmp_path / "away.npz")
    scene = face_scene("lady")
    frames = played(opened(weights, scene, template=str(tmp_path / "away.npz")), 25)
    assert np.abs(frames[-1].y.astype(int) - frames[0].y).max() > 20


def test_fps_asks_the_network_less_often(face_scene: Faces, device: Device) -> None:
    scene, counts = face_scene("lady"), []
    assert scene.head is not None
    for fps in (0, 10):
        face = LiveFace(scene, scene.head, device, fps=fps)
        drawn = 0
        for n in range(30):
            before = face._drawn
            face.follow(n / FPS, Pose(yaw=0.2 * n + 0.1))
            drawn += face._drawn is not before
        counts.append(drawn)
    assert counts[0] >= 28 and 9 <= counts[1] <= 11


def test_what_is_missing_is_said_in_one_sentence(
    face_scene: Faces, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    scene = face_scene("lady")
    with pytest.raises(WeightsMissing, match="models add"):
        LivePortraitEngine(LivePortraitOptions()).prepare(scene, seed=1)
    with pytest.raises(WeightsMissing, match="models add"):
        opened(tmp_path, scene)
    with pytest.raises(OptionsRefused, match="gpu"):
        LivePortraitOptions(device="gpu")
    with pytest.raises(OptionsRefused):
        LivePortraitOptions(dtype="int4")  # type: ignore[arg-type]
    found = {f.name: f for f in LivePortraitEngine.check(LivePortraitOptions())}
    assert not found["LivePortrait"].ok and "models add" in found["LivePortrait"].remedy.en  # type: ignore[union-attr]
    own = LivePortraitOptions(weights=str(weights), device="cpu")
    assert all(f.ok or not f.required for f in LivePortraitEngine.check(own))
    files = LivePortraitEngine(own).weights()
    assert len(files) == 5 and all(len(sha) == 64 for _, sha in files)


def test_a_painting_without_a_face_is_refused(
    house: Callable[..., np.ndarray], weights: Path
) -> None:
    from generation.scene.build import build_scene

    scene = build_scene(house("sea", 240), "0" * 64, None, None, (240, 240))
    with pytest.raises(FaceNotTrusted):
        opened(weights, scene)


def test_one_device_serves_everybody_and_is_loaded_anew_after_it_broke(
    face_scene: Faces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = write_weights(tmp_path)
    scene = face_scene("lady")
    assert scene.head is not None
    one, other = (open_device(weights, "cpu", "float32") for _ in range(2))
    assert one is other
    face = LiveFace(scene, scene.head, one)

    def broken(*given: object) -> torch.Tensor:
        raise RuntimeError("CUDA error: an illegal memory access was encountered\nmore")

    def full(*given: object) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(LivePortrait, "stitch", full)
    face.follow(0.0, Pose(yaw=1))
    with pytest.raises(MemoryShort):
        face.follow(0.1, Pose(yaw=2))
    assert open_device(weights, "cpu", "float32") is one, "memory comes back"
    monkeypatch.setattr(LivePortrait, "stitch", broken)
    with pytest.raises(DeviceLost, match="illegal memory access"):
        face.follow(0.2, Pose(yaw=3))
    monkeypatch.undo()
    fresh = open_device(weights, "cpu", "float32")
    assert fresh is not one
    LiveFace(scene, scene.head, fresh).follow(0.0, Pose(yaw=1))
    for device in (one, fresh):
        device.close()


def test_the_rig_alone_is_as_it_was(face_scene: Faces) -> None:
    scene = face_scene("lady")
    frames = played(RigEngine(RigOptions()).prepare(scene, seed=3), 6, yaw=4.0)
    assert np.array_equal(frames[0].y, planes_from_rgb(scene.rgb).y)


def test_a_ground_flows_under_the_face_and_shows_through_at_rest(
    face_scene: Faces, device: Device
) -> None:
    """The sky behind the lady moves: outside the face, and at rest all over, as without it."""
    scene = face_scene("lady")
    assert scene.head is not None
    width, height = scene.size
    sky = [[0, 0], [width, 0], [width, height // 3], [0, height // 3]]
    arrow = [20, height // 6, 90, height // 6]
    wanted = wanted_look(PAINTING, {"flow": [{"polygon": sky, "arrows": [arrow], "motion": "cut"}]})
    faces: list[LiveFace] = []

    def open_face(painted: Scene) -> LiveFace:
        assert painted.head is not None
        faces.append(LiveFace(painted, painted.head, device))
        return faces[0]

    with_face = open_look(scene, wanted, "auto", "catmull-rom", seed=1, open_face=open_face)
    alone = open_look(scene, wanted, "auto", "catmull-rom", seed=1)
    one, other = empty_planes(*scene.size), empty_planes(*scene.size)
    box, seen = faces[0].box, []
    for n in range(24):
        pose = Pose(jaw=0.5) if n >= 12 else REST
        with_face.draw(n / FPS, pose, {"flow": 1.0}, one)
        alone.draw(n / FPS, REST, {"flow": 1.0}, other)
        differs = one.y != other.y
        seen.append(bool(differs.any()))
        differs[box.top : box.bottom, box.left : box.right] = False
        assert not differs.any()
    assert not any(seen[:12]) and all(seen[14:])
    assert (other.y != planes_from_rgb(scene.rgb).y).any(), "something flows"
