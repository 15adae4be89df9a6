"""Bytes per frame at a measured PSNR: each codec over the same seconds of a living portrait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from bench.record import append
from generation import Cue, SceneRecipe, open_engine, open_picture, prepare_scene
from generation.media.encode import Encoded, open_canvas, open_encoder

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "exhibits/catalogue/house_collection/fayum.jpg"
FPS, SECONDS, GOP = 30, 12, 60
SIZE = (720, 960)
DECODERS = {"h264": "h264", "vp9": "vp9", "jpeg": "mjpeg"}


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Return luma PSNR in dB, 99 where equal."""
    error = float(np.mean((a.astype(np.float64) - b) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


def cues() -> Iterator[tuple[float, Cue]]:
    """Yield a visit: four seconds alone, four with a finger going round, four alone."""
    for i in range(FPS * SECONDS):
        t = i / FPS
        here = 4 <= t < 8
        gaze = (0.5 + 0.4 * np.cos(2 * t), 0.5 + 0.3 * np.sin(2 * t)) if here else None
        yield t, Cue(gaze=gaze)


def luma(decoder: av.CodecContext, data: bytes, full_range: bool) -> np.ndarray:
    """Return the decoded luma of one packet, in limited range."""
    frame = decoder.decode(av.Packet(data))[0]
    plane = frame.planes[0]
    y = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:, : frame.width]
    return 16 + y * (219 / 255) if full_range else y


def measure(codec: str) -> dict[str, float]:
    """Return what one codec needs for the visit."""
    recipe = SceneRecipe(size=SIZE)
    picture = open_picture(PICTURE)
    scene = prepare_scene(picture.rgb, picture.sha256, recipe, ROOT / "var/models/mediapipe").scene
    performer = open_engine({"default": {"ENGINE": "rig"}}).prepare(scene, seed=1)
    canvas = open_canvas(performer.size)
    encoder = open_encoder(codec, performer.size, FPS)
    decoder = av.CodecContext.create(DECODERS[codec], "r")
    sizes: list[int] = []
    quality: list[float] = []
    ticks = 0
    for t, cue in cues():
        ticks += 1
        if not performer.frame(t, cue, canvas.planes):
            continue
        packet: Encoded = encoder.encode(canvas, key=len(sizes) % GOP == 0)
        sizes.append(len(packet.data))
        shown = luma(decoder, packet.data, codec == "jpeg")
        quality.append(psnr(canvas.planes.y, shown))
    return {
        "ticks": ticks,
        "sent": len(sizes),
        "kB_per_sent_frame": round(float(np.mean(sizes)) / 1000, 2),
        "kB_per_second": round(sum(sizes) / 1000 / SECONDS, 1),
        "psnr_dB": round(float(np.mean(quality)), 2),
        "worst_psnr_dB": round(min(quality), 2),
    }


def main() -> None:
    """Measure every codec and print the ratios to H.264."""
    found = {codec: measure(codec) for codec in DECODERS}
    base = found["h264"]["kB_per_second"]
    for codec, row in found.items():
        told = "  ".join(f"{name} {value}" for name, value in row.items())
        print(f"{codec:5s} {told}  ({row['kB_per_second'] / base:.1f}x H.264)")
    append("bytes", {"size": list(SIZE), "fps": FPS, "codecs": found})


if __name__ == "__main__":
    main()
