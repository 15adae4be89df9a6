"""What the seal costs a group of pictures, beside drawing and encoding it in the same run."""

from __future__ import annotations

import statistics
import time
from typing import Any

from bench.record import append
from bench.rig import FPS, GOP, PICTURE, ROOT, SIZES, talking
from generation import SceneRecipe, open_picture, prepare_scene
from generation.fast.renderer import FastRenderer
from generation.live.messages import Seal, build_text
from generation.live.pace import GOP_SECONDS
from generation.live.seal import SEAL_SECONDS, Sealer
from generation.live.wire import Flags, Header, Kind, build_frame, digest_of
from generation.media.encode import open_canvas, open_encoder
from generation.scene.model import Scene
from tests.seals import ABOUT, MuseumKey

GOPS = 4  # and one before, dropped
MODELS = ROOT / "var/models/mediapipe"


def gop(scene: Scene, sealer: Sealer) -> dict[str, float]:
    """Draw, encode, digest and seal one group of pictures; return ms of each, and bytes."""
    renderer, canvas = FastRenderer(scene), open_canvas(scene.size)
    encoder = open_encoder("h264", scene.size, FPS)
    spent = dict.fromkeys(("draw", "encode", "digest", "seal", "video bytes", "seal bytes"), 0.0)
    pending: list[bytes] = []
    for seq in range(GOP):
        began = time.perf_counter()
        renderer.render(talking(seq / FPS), canvas.planes)
        drawn = time.perf_counter()
        data, key = encoder.encode(canvas, key=seq == 0)
        encoded = time.perf_counter()
        flags = Flags.KEY if key else Flags.NONE
        message = build_frame(Header(Kind.VIDEO, flags, 1, seq, 10**9 + seq, 0, 0), data)
        built = time.perf_counter()
        pending.append(digest_of(message))
        digested = time.perf_counter()
        for name, ms in (
            ("draw", drawn - began),
            ("encode", encoded - drawn),
            ("digest", digested - built),
        ):
            spent[name] += 1e3 * ms
        spent["video bytes"] += len(message)
        if len(pending) == round(SEAL_SECONDS * FPS):
            began = time.perf_counter()
            text = build_text(Seal(sealer.link(pending)))
            spent["seal"] += 1e3 * (time.perf_counter() - began)
            spent["seal bytes"] += len(text)
            pending = []
    return spent


def measure(size: tuple[int, int], museum: MuseumKey) -> dict[str, Any]:
    """Return the median figures of a group of pictures of one size, and their ratios."""
    picture = open_picture(PICTURE)
    scene = prepare_scene(picture.rgb, picture.sha256, SceneRecipe(size=size), MODELS).scene
    sealer = Sealer(museum, ABOUT)
    runs = [gop(scene, sealer) for _ in range(GOPS + 1)][1:]
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    sealed = middle["digest"] + middle["seal"]
    return {
        "size": list(scene.size),
        **{f"{name} ms": round(middle[name], 3) for name in ("draw", "encode", "digest", "seal")},
        "seal to encode": round(sealed / middle["encode"], 4),
        "seal to draw and encode": round(sealed / (middle["draw"] + middle["encode"]), 4),
        "seal bytes to video": round(middle["seal bytes"] / middle["video bytes"], 4),
        "seal bytes a second": round(middle["seal bytes"] / GOP_SECONDS),
    }


def opening(museum: MuseumKey) -> float:
    """Return the milliseconds a sealer takes to open: a key, and the museum's signature."""
    times = []
    for _ in range(50):
        began = time.perf_counter()
        Sealer(museum, ABOUT)
        times.append(1e3 * (time.perf_counter() - began))
    return round(statistics.median(times), 3)


def main() -> None:
    """Measure every size; keep and print the figures."""
    museum = MuseumKey()
    sizes = [measure(size, museum) for size in SIZES]
    append("seal", {"gop": GOP, "opening ms": opening(museum), "sizes": sizes})
    for row in sizes:
        print(row)


if __name__ == "__main__":
    main()
