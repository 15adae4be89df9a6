from django.db import migrations, models


def field() -> models.JSONField:
    return models.JSONField(blank=True, null=True, verbose_name="parts corrected by hand")


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0011_chains")]

    operations = [
        migrations.AddField(model_name=name, name="masks", field=field())
        for name in ("livingportrait", "version")
    ]
