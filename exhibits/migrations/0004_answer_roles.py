"""Let the roles see, write and approve answers."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from exhibits.accounts.roles import apply_roles


def renew(apps, schema_editor):
    create_permissions(installed.get_app_config("exhibits"), verbosity=0)
    apply_roles()


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0003_answers")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
