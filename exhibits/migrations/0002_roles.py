"""Create the four roles as groups."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from exhibits.accounts.roles import apply_roles, forget_roles


def create(apps, schema_editor):
    # Django makes permissions only after all migrations; groups need them now.
    create_permissions(installed.get_app_config("exhibits"), verbosity=0)
    apply_roles()


def remove(apps, schema_editor):
    forget_roles()


class Migration(migrations.Migration):
    dependencies = [
        ("exhibits", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create, remove)]
