from typing import Any

from django.db import migrations, models


def in_two_languages(apps: Any, _schema: Any) -> None:
    """Warnings of steps made before were one language's text: keep it for both."""
    for step in apps.get_model("exhibits", "ChainStep").objects.all():
        told = step.made.get("warnings", [])
        if any(isinstance(one, str) for one in told):
            both = [{"ru": one, "en": one} if isinstance(one, str) else one for one in told]
            step.made["warnings"] = both
            step.save(update_fields=["made"])


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0012_masks")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="weights",
            field=models.JSONField(
                editable=False, null=True, verbose_name="weights it was saved with"
            ),
        ),
        migrations.RunPython(in_two_languages, migrations.RunPython.noop),
    ]
