from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0008_published")]
    operations = [
        migrations.RemoveField(
            model_name='answer',
            name='approved_at',
        ),
        migrations.RemoveField(
            model_name='answer',
            name='approved_by',
        ),
        migrations.RemoveField(
            model_name='livingportrait',
            name='approved_at',
        ),
        migrations.RemoveField(
            model_name='livingportrait',
            name='approved_by',
        ),
    ]
