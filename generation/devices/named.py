"""Which GPUs the machine has, as their driver calls them; torch is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generation.findings import Finding
from generation.types import Words

DRIVER = Path("/proc/driver/nvidia/gpus")


def gpu_names(driver: Path = DRIVER) -> tuple[str, ...]:
    """Return the models of NVIDIA's GPUs; empty where there is no driver, or it does not tell."""
    return tuple(_models(driver))


def gpu_finding(driver: Path = DRIVER) -> Finding:
    """Say which GPUs are here; none is needed for geometric animation."""
    names = gpu_names(driver)
    if names:
        told = ", ".join(names)
        return Finding("GPU", True, Words(told, told))
    return Finding(
        "GPU",
        False,
        Words("не найден", "none found"),
        Words(
            "Геометрической анимации он не нужен; нейросетям нужен GPU NVIDIA с драйвером.",
            "Geometric animation needs none; neural engines need an NVIDIA GPU and its driver.",
        ),
        required=False,
    )


def _models(driver: Path) -> Iterator[str]:
    for told in sorted(driver.glob("*/information")):
        for line in told.read_text(errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "Model":
                yield value.strip()
