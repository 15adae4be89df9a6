"""docs/services.md says what the tables say."""

from __future__ import annotations

from pathlib import Path

from generation.services.bfl_fields import ENDPOINTS, PRICES_READ
from generation.services.kling_fields import NARROWEST, SMALLEST
from generation.services.kling_models import CAPABILITY_MAP, MODELS, UNIT
from generation.services.pictures import LONGEST

PAGE = (Path(__file__).parent.parent.parent / "docs" / "services.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|")
]


def row(first: str, cells: int) -> list[str]:
    (found,) = [one for one in ROWS if one[0] == first and len(one) == cells]
    return found


def test_prices() -> None:
    assert PRICES_READ == "2026-02" and "February 2026" in PAGE
    for name, endpoint in ENDPOINTS.items():
        told = row(name, 2)[1]
        assert told.startswith(f"${endpoint.dollars:g}"[:5]), name
        assert ("each megapixel" in told) is bool(endpoint.further)
    for name, model in MODELS.items():
        _, std, pro, loud = row(name, 4)
        assert (float(std), float(pro)) == (model.units["std"], model.units["pro"]), name
        assert loud == ", ".join(f"{units:g}" for units in model.sounding.values())
    assert f"${UNIT}" in PAGE


def test_ranges() -> None:
    for name, endpoint in ENDPOINTS.items():
        if name == "flux-kontext-max":
            continue  # told with flux-kontext-pro
        shown = name.replace("flux-kontext-pro", "flux-kontext-pro, -max")
        _, size, guidance, steps, _ = row(shown, 5)
        for told, field in ((guidance, "guidance"), (steps, "steps")):
            one = endpoint.fields.get(field)
            assert told == (f"{one.low:g}–{one.high:g}" if one else ""), (name, field)
        if "width" in endpoint.fields and "as" not in size:
            one = endpoint.fields["width"]
            assert size == f"{one.low}–{one.high}, multiples of {one.multiple}", name


def test_what_works_where() -> None:
    for feature, first in (("brush", "motion brush"), ("end-frame", "end frame")):
        told = row(first, 2)[1]
        models = {one.model.removeprefix("kling-") for one in CAPABILITY_MAP
                  if one.feature == feature}  # fmt: skip
        names = {name.removeprefix("kling-") for name in MODELS}
        words = set(told.replace(",", " ").replace(";", " ").split())
        assert words & names == models, feature
    cfg = {name.removeprefix("kling-") for name, model in MODELS.items() if model.cfg}
    assert set(row("`cfg_scale`", 2)[1].split(", ")) == cfg
    loud = {name.removeprefix("kling-") for name, model in MODELS.items() if model.sounding}
    assert set(row("sound", 2)[1].split(", ")) == loud
    silent = [name for name, model in MODELS.items() if "text2video" not in model.kinds]
    assert silent == ["kling-v1-5", "kling-v2-1"] and "all but v1-5 and v2-1" in PAGE
    assert f"{SMALLEST} px" in PAGE and f"{NARROWEST:g} to 1" in PAGE and f"{LONGEST} px" in PAGE
