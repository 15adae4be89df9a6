"""What was approved becomes the first published version of its portrait; the drafts stay. The
roles learn of versions and verdicts."""

import hashlib
import json

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from exhibits.accounts.roles import apply_roles

LOOKS = ("engine", "options", "face", "points", "beard", "ground", "touch_x", "touch_y", "seed")
SAID = ("question_ru", "question_en", "language", "text", "recording_sha256", "sources", "position")
SOFTWARE = "0.2.0"


def publish(apps, schema_editor):
    portraits = apps.get_model("exhibits", "LivingPortrait").objects
    versions = apps.get_model("exhibits", "Version").objects
    answers = apps.get_model("exhibits", "Answer").objects
    for portrait in portraits.filter(approved_at__isnull=False, approved_by__isnull=False):
        signed = list(portrait.answers.filter(approved_at__isnull=False))
        looks = {name: getattr(portrait, name) for name in LOOKS}
        told = [{name: getattr(answer, name) for name in SAID} for answer in signed]
        whole = looks | {"picture": portrait.image.stored_sha256, "answers": told}
        text = json.dumps(whole, sort_keys=True, ensure_ascii=False)
        version = versions.create(
            portrait=portrait,
            image=portrait.image,
            number=1,
            author=portrait.approved_by,
            software=SOFTWARE,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            state="published",
            state_at=portrait.approved_at,
            **looks,
        )
        for answer, said in zip(signed, told, strict=True):
            answers.create(portrait=portrait, version=version, recording=answer.recording, **said)


def renew(apps, schema_editor):
    create_permissions(installed.get_app_config("exhibits"), verbosity=0)
    apply_roles()


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0007_versions")]
    operations = [
        migrations.RunPython(publish, migrations.RunPython.noop),
        migrations.RunPython(renew, migrations.RunPython.noop),
    ]
