"""Draw every pose of a mouth and a face on pictures, one row a picture: look before you trust.

Usage: ``python -m scripts.contact_sheet OUT.png PICTURE… [--set mouth|face]``; PICTURE:0.4 has
a beard. ``--weights NAME`` lets LivePortrait draw the faces.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

from generation import Scene, SceneRecipe, open_picture, prepare_scene
from generation.engines.liveportrait import LivePortraitEngine, LivePortraitOptions
from generation.engines.looks import OpenFace, open_look, wanted_look
from generation.finish.model import PAINTING
from generation.media.yuv import empty_planes, rgb_from_planes
from generation.rig.clamp import clamp_pose
from generation.rig.visemes import VISEMES, viseme_pose
from generation.types import Bytes2D, Pose

MODELS = Path(__file__).parent.parent / "var/models/mediapipe"
CELL = 200  # px
SIZE = (720, 960)

MOUTH: Mapping[str, Pose] = {
    **{name: viseme_pose(name) for name in VISEMES},
    **{f"jaw {j:g}": Pose(jaw=j) for j in (0.25, 0.5, 0.75, 1.0)},
    "smile .5": Pose(smile=0.5),
    "smile 1": Pose(smile=1.0),
    "teeth .5": Pose(smile=0.5, teeth=0.5),
    "teeth 1": Pose(smile=1.0, teeth=1.0),
    "laugh": Pose(smile=1.0, teeth=1.0, jaw=0.45),
}
FACE: Mapping[str, Pose] = {
    "rest": Pose(),
    "blink .5": Pose(blink_r=0.5, blink_l=0.5),
    "blink 1": Pose(blink_r=1.0, blink_l=1.0),
    "gaze left": Pose(gaze_x=-0.8),
    "gaze right": Pose(gaze_x=0.8),
    "gaze up": Pose(gaze_y=-0.8),
    "gaze down": Pose(gaze_y=0.8),
    "brows up": Pose(brow_r=1.0, brow_l=1.0),
    "frown": Pose(brow_r=-0.7, brow_l=-0.7),
    "one brow": Pose(brow_r=1.0, brow_l=-0.5),
    "smile": Pose(smile=1.0),
    "smile, teeth": Pose(smile=1.0, teeth=1.0, cheek=0.4),
    "a": viseme_pose("a"),
    "i": viseme_pose("i"),
    "u": viseme_pose("u"),
    "a, yaw 12": viseme_pose("a").with_(yaw=12.0, pitch=-3.0),
    "o, yaw -12": viseme_pose("o").with_(yaw=-12.0, pitch=3.0, brow_r=0.5, brow_l=0.5),
    "teeth, roll": Pose(smile=1.0, teeth=1.0, roll=6.0, yaw=6.0, gaze_x=-0.5),
}
SETS = {"mouth": MOUTH, "face": FACE}


def region(scene: Scene, wide: bool) -> tuple[int, int, int]:
    """Return left, top and side in px of the square to show: the head, or the mouth alone."""
    assert scene.head is not None
    head, width = scene.head, scene.head.face_width
    if wide:
        (x, y), side = head.centre, 1.75 * width
        y = y + 0.12 * width
    else:
        points = head.landmarks.points
        (x, y), side = points[[61, 291, 2, 17], :2].mean(0), 0.62 * width
    return int(x - side / 2), int(y - side / 2), int(side)


def cut(frame: Bytes2D, left: int, top: int, side: int) -> Bytes2D:
    """Return a square of a frame as a cell, edges repeated."""
    padded = cv2.copyMakeBorder(frame, side, side, side, side, cv2.BORDER_REPLICATE)
    square = padded[top + side : top + 2 * side, left + side : left + 2 * side]
    way = cv2.INTER_AREA if side > CELL else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(square, (CELL, CELL), interpolation=way), np.uint8)


def row(scene: Scene, poses: Mapping[str, Pose], wide: bool, open_face: OpenFace | None) -> Bytes2D:
    """Draw one scene in every pose, clamped as the director would; (CELL, CELL * n, 3)."""
    wanted, out, place = wanted_look(PAINTING, None), empty_planes(*scene.size), region(scene, wide)
    look = open_look(scene, wanted, "fast", "catmull-rom", seed=1, open_face=open_face)
    cells = []
    for number, pose in enumerate(poses.values()):
        for moment in (2.0 * number, 2.0 * number + 1):  # a drawn face comes in within a second
            look.draw(moment, clamp_pose(pose, scene), {}, out)
        cells.append(cut(rgb_from_planes(out), *place))
    return np.hstack(cells)


def heading(names: Mapping[str, Pose], width: int) -> Bytes2D:
    """Return the names of the columns, (18, width, 3)."""
    strip = np.full((18, width, 3), 255, np.uint8)
    for i, name in enumerate(names):
        cv2.putText(strip, name, (i * CELL + 4, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1)
    return strip


def main() -> int:
    """Draw the sheet the arguments ask for; pictures without a face are left out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("pictures", type=Path, nargs="+", metavar="PICTURE[:BEARD]")
    parser.add_argument("--set", choices=SETS, default="mouth")
    parser.add_argument("--weights", help="of LivePortrait: a registered name, or a folder")
    options = parser.parse_args()
    neural = LivePortraitOptions(weights=options.weights) if options.weights else None
    open_face = LivePortraitEngine(neural).opener() if neural else None
    poses, rows = SETS[options.set], list[Bytes2D]()
    for told in options.pictures:
        path, _, beard = str(told).partition(":")
        picture = open_picture(Path(path))
        recipe = SceneRecipe(size=SIZE, beard=float(beard or 0))
        scene = prepare_scene(picture.rgb, picture.sha256, recipe, MODELS).scene
        if scene.head is not None:
            rows.append(row(scene, poses, options.set == "face", open_face))
    sheet = np.vstack([heading(poses, rows[0].shape[1]), *rows])
    cv2.imwrite(str(options.out), sheet[..., ::-1])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
