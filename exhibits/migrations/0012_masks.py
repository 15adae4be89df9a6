from pathlib import Path

from django.db import migrations, models

EARLIER = sorted(path.stem for path in Path(__file__).parent.glob("0*.py") if path.stem < "0012")


def field() -> models.JSONField:
    return models.JSONField(blank=True, null=True, verbose_name="parts corrected by hand")


class Migration(migrations.Migration):
    dependencies = [("exhibits", EARLIER[-1])]

    operations = [
        migrations.AddField(model_name=name, name="masks", field=field())
        for name in ("livingportrait", "version")
    ]
