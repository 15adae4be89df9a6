"""WebCodecs codec strings, read from the stream or computed from the picture's size."""

from __future__ import annotations

_SPS = 7  # nal_unit_type, ITU-T H.264 table 7-1

# level × 10, luma samples per second, luma samples per picture: VP9 levels, annex A
_VP9_LEVELS = (
    (10, 829_440, 36_864),
    (11, 2_764_800, 73_728),
    (20, 4_608_000, 122_880),
    (21, 9_216_000, 245_760),
    (30, 20_736_000, 552_960),
    (31, 36_864_000, 983_040),
    (40, 83_558_400, 2_228_224),
    (41, 160_432_128, 2_228_224),
    (50, 311_951_360, 8_912_896),
    (51, 588_251_136, 8_912_896),
)


def avc_decoder(annex_b: bytes) -> str | None:
    """Return ``avc1.PPCCLL`` from the first sequence parameter set, None without one.

    RFC 6381 §3.3: profile_idc, the constraint flags and level_idc in hexadecimal.
    """
    at = annex_b.find(b"\0\0\1")
    while at >= 0:
        unit = annex_b[at + 3 : at + 7]
        if len(unit) == 4 and unit[0] & 31 == _SPS:
            return f"avc1.{unit[1:4].hex()}"
        at = annex_b.find(b"\0\0\1", at + 3)
    return None


def vp9_decoder(size: tuple[int, int], fps: float) -> str:
    """Return ``vp09.00.LL.08``: profile 0, the least level that holds this picture, 8 bits."""
    samples = size[0] * size[1]
    for level, rate, picture in _VP9_LEVELS:
        if samples <= picture and samples * fps <= rate:
            return f"vp09.00.{level}.08"
    return "vp09.00.52.08"
