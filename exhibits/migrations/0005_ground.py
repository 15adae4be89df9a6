"""One drawing for all that moves in a painting: brush and flow; flowing regions become it."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def redraw(apps: Any, schema_editor: Any) -> None:
    """Turn each flowing region, 0..1 with one direction, into a drawing in pixels."""
    for portrait in apps.get_model("exhibits", "LivingPortrait").objects.exclude(ground=None):
        told, size = portrait.ground, (portrait.image.width, portrait.image.height)
        if not isinstance(told, dict) or "polygon" not in told:
            continue
        corners = [[round(x * size[0]), round(y * size[1])] for x, y in told["polygon"]]
        x, y = (sum(axis) / len(corners) for axis in zip(*corners, strict=True))
        across, down = told.get("direction", (1, 0))
        length = 0.1 * size[0] / max(abs(across), abs(down), 1e-6)
        end = [x + across * length, y + down * length]
        end = [round(min(max(v, 0), limit)) for v, limit in zip(end, size, strict=True)]
        flow = {"polygon": corners, "motion": "water", "found_still": False}
        flow["arrows"] = [[round(x), round(y), *end]]
        portrait.ground = {"version": 1, "picture": list(size), "flow": [flow]}
        portrait.save(update_fields=["ground"])


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0004_answer_roles")]

    operations = [
        migrations.RenameField("livingportrait", "flow", "ground"),
        migrations.AlterField(
            "livingportrait",
            "ground",
            models.JSONField(blank=True, null=True, verbose_name="brush and flow"),
        ),
        migrations.RunPython(redraw, migrations.RunPython.noop),
    ]
