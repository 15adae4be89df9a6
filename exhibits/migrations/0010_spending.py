"""What paid services cost; curators and all others may read it."""

import django.db.models.deletion
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from exhibits.accounts.roles import apply_roles


def renew(apps, schema_editor):
    create_permissions(installed.get_app_config("exhibits"), verbosity=0)
    apply_roles()


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0009_approvals")]

    operations = [
        migrations.CreateModel(
            name='Month',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField(unique=True)),
            ],
            options={
                'verbose_name': 'month',
                'verbose_name_plural': 'months',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=64, unique=True, verbose_name='order')),
                ('service', models.CharField(max_length=60, verbose_name='service')),
                ('about', models.CharField(blank=True, max_length=120, verbose_name='for')),
                ('estimate', models.DecimalField(decimal_places=4, max_digits=12, verbose_name='estimate, USD')),
                ('actual', models.DecimalField(decimal_places=4, max_digits=12, null=True, verbose_name='real cost, USD')),
                ('state', models.CharField(choices=[('reserved', 'set aside'), ('settled', 'spent'), ('released', 'given back')], db_index=True, default='reserved', max_length=8, verbose_name='state')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='ordered')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled')),
                ('door_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('knocked_at', models.DateTimeField(editable=False, null=True)),
                ('month', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exhibits.month', verbose_name='month')),
            ],
            options={
                'verbose_name': 'expense',
                'verbose_name_plural': 'expenses',
                'ordering': ['-asked_at'],
                'default_permissions': ('view',),
            },
        ),
        migrations.RunPython(renew, migrations.RunPython.noop),
    ]
