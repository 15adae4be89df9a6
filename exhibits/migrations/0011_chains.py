import uuid
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exhibits', '0010_spending'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Film',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('draws', models.CharField(max_length=9, verbose_name='what it is')),
                ('steps', models.JSONField(default=list, verbose_name='steps')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='accepted')),
            ],
            options={
                'verbose_name': 'film',
                'verbose_name_plural': 'films',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ChainRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('artwork', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='chains', to='exhibits.artwork', verbose_name='artwork')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('image', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='exhibits.artworkimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'chain',
                'verbose_name_plural': 'chains',
                'ordering': ['-created_at'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ChainStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('variant', models.PositiveSmallIntegerField(default=0, verbose_name='try')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('engine', models.CharField(blank=True, max_length=40, verbose_name='engine')),
                ('options', models.JSONField(default=dict, verbose_name='engine options')),
                ('request', models.JSONField(default=dict, verbose_name='request')),
                ('file', models.CharField(blank=True, max_length=100, verbose_name='file')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('input_sha256', models.CharField(blank=True, max_length=64)),
                ('told', models.JSONField(default=dict, verbose_name='how it was made')),
                ('made', models.JSONField(default=dict, verbose_name='what was made')),
                ('made_at', models.DateTimeField(null=True, verbose_name='made')),
                ('input', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='exhibits.chainstep')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exhibits.job')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='exhibits.chainrun')),
            ],
            options={
                'ordering': ['number', 'variant'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('run', 'number', 'variant'), name='chain_step_place_once')],
            },
        ),
    ]
