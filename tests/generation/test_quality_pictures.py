"""PSNR and SSIM against scikit-image's, on pictures and through a clip."""

from __future__ import annotations

import math

import av
import cv2
import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from generation.quality.measure import Wanted, compare_clips
from generation.quality.psnr import psnr
from generation.quality.ssim import ssim
from tests.generation.planted_clips import write_clip


def by_another_hand(a: np.ndarray, b: np.ndarray) -> float:
    return structural_similarity(
        a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255
    )


def pairs(house) -> list[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(3)
    grey = cv2.cvtColor(house("lady", 240), cv2.COLOR_RGB2GRAY)
    noisy = np.clip(grey + rng.normal(0, 9, grey.shape), 0, 255).astype(np.uint8)
    return [
        (grey, noisy),
        (grey, cv2.GaussianBlur(grey, (0, 0), 2)),
        (grey, np.roll(grey, 3, 1)),
        (grey, 255 - grey),
        (grey, np.full_like(grey, 128)),
        (rng.integers(0, 256, (11, 37), np.uint8), rng.integers(0, 256, (11, 37), np.uint8)),
    ]


def test_psnr_and_ssim_agree_with_scikit_image(house) -> None:
    for a, b in pairs(house):
        assert psnr(a, b) == pytest.approx(peak_signal_noise_ratio(a, b, data_range=255), abs=1e-6)
        assert ssim(a, b) == pytest.approx(by_another_hand(a, b), abs=1e-6)


def test_psnr_agrees_on_colour_too(house) -> None:
    a = house("sea", 240)
    b = cv2.medianBlur(a, 5)
    assert psnr(a, b) == pytest.approx(peak_signal_noise_ratio(a, b, data_range=255), abs=1e-6)


def test_equal_pictures_are_infinitely_close() -> None:
    flat = np.full((20, 20), 7, np.uint8)
    assert psnr(flat, flat) == math.inf
    assert ssim(flat, flat) == pytest.approx(1, abs=1e-12)


def test_pictures_of_different_shape_are_not_compared() -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        psnr(np.zeros((4, 4), np.uint8), np.zeros((4, 5), np.uint8))
    with pytest.raises(ValueError, match="at least 11 px"):
        ssim(np.zeros((10, 20), np.uint8), np.zeros((10, 20), np.uint8))


def coded_luma(path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray()[: frame.height] for frame in container.decode(video=0)]


def test_two_clips_are_compared_on_the_luma_as_coded(house, tmp_path) -> None:
    rgb = house("lady", 240)
    frames = [np.roll(rgb, i, 1) for i in range(6)]
    good = write_clip(tmp_path / "good.mp4", frames)
    poor = write_clip(tmp_path / "poor.mp4", frames, options={"crf": "38"})
    found = compare_clips(poor, good, Wanted()).difference
    a, b = coded_luma(poor), coded_luma(good)
    assert found.frames == 6 and found.psnr is not None and found.ssim is not None
    assert found.psnr.pooled == pytest.approx(
        peak_signal_noise_ratio(np.stack(a), np.stack(b), data_range=255), abs=1e-6
    )
    similar = [by_another_hand(*pair) for pair in zip(a, b, strict=True)]
    assert found.ssim.mean == pytest.approx(np.mean(similar), abs=1e-6)
    assert found.ssim.lowest == pytest.approx(min(similar), abs=1e-6)


def test_a_clip_is_compared_with_the_painting(house, tmp_path) -> None:
    rgb = house("lady", 240)
    cv2.imwrite(str(tmp_path / "painting.png"), house("lady")[..., ::-1])
    soft = cv2.GaussianBlur(rgb, (0, 0), 1.2)
    clip = write_clip(tmp_path / "clip.mp4", [rgb, rgb, soft, rgb])
    found = compare_clips(clip, tmp_path / "painting.png", Wanted())
    assert found.other is None and found.other_name == "painting.png"
    assert found.difference.frames == 4
    assert found.difference.psnr is not None and found.clip.sharpness is not None
    assert found.difference.psnr.lowest < 34 < found.difference.psnr.pooled + 6
    assert found.clip.sharpness.lowest < 0.7
    assert found.clip.sharpness.highest == pytest.approx(1, abs=0.05)
    assert found.clip.sharpness.pop > 0.3


def test_clips_that_cannot_be_paired_say_why(tmp_path) -> None:
    small = write_clip(tmp_path / "small.mp4", [np.zeros((32, 48, 3), np.uint8)] * 3)
    large = write_clip(tmp_path / "large.mp4", [np.zeros((64, 48, 3), np.uint8)] * 3)
    found = compare_clips(small, large, Wanted(vmaf=True))
    assert found.other is not None and found.other.height == 64
    assert found.difference.psnr is None and found.difference.vmaf is None
    assert set(found.difference.missing) == {"psnr", "ssim", "vmaf"}
    assert found.difference.missing["psnr"].en == "sizes differ: 48×32 and 48×64"
