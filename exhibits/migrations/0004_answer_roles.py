"""Let the roles see, write and approve answers; let the house portraits of a museum that was
opened before answer, too. Later only people change what they say."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.utils import timezone

from exhibits.accounts.roles import apply_roles
from exhibits.catalogue import house


def renew(apps, schema_editor):
    create_permissions(installed.get_app_config("exhibits"), verbosity=0)
    apply_roles()


def teach(apps, schema_editor):
    portraits = apps.get_model("exhibits", "LivingPortrait").objects
    answers = apps.get_model("exhibits", "Answer").objects
    for work in house.told()["works"]:
        portrait = portraits.filter(
            artwork__accession_number=work["accession_number"], approved_by__username="house"
        ).first()
        signed = {"approved_by": portrait and portrait.approved_by, "approved_at": timezone.now()}
        for told in house.answers(work) if portrait else []:
            answers.create(portrait=portrait, **told, **signed)


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0003_answers")]
    operations = [
        migrations.RunPython(renew, migrations.RunPython.noop),
        migrations.RunPython(teach, migrations.RunPython.noop),
    ]
