from django.db import migrations, models


def learn_anew(apps, _editor):
    """The job counts the words of every community when it learns them again."""
    apps.get_model("register", "Community").objects.update(found_as=0)


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0005_what_the_directory_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchword',
            name='bodies',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(learn_anew, migrations.RunPython.noop),
    ]
