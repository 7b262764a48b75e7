from django.db import migrations, models

from ocaq.kernel.sealing import mark
from ocaq.register.rules.keys import LONGEST_KEY, heard_of, keys_of


def write_keys(apps, _editor):
    """Keys of people say how a name sounds; some names sound otherwise than they were heard before."""
    PersonKey = apps.get_model("register", "PersonKey")
    for person in apps.get_model("register", "Person").objects.iterator():
        heard, held = heard_of(person.name), set(person.keys.values_list("key", flat=True))
        person.keys.update(heard=heard)
        lines = [f"+{mark(person.phone)[:LONGEST_KEY - 1]}"] if person.phone else []
        PersonKey.objects.bulk_create(
            PersonKey(named=person, key=key, heard=heard) for key in (*keys_of(person.name), *lines) if key not in held
        )


def learn_anew(apps, _editor):
    """The job writes the words of every community again, with the skeletons they have now."""
    for table in ("SearchEntry", "SearchKey", "SearchWord"):
        apps.get_model("register", table).objects.all().delete()
    apps.get_model("register", "Community").objects.update(found_as=0)


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0008_told_and_asked'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='personkey',
            name='personkey_key',
        ),
        migrations.RemoveField(
            model_name='personkey',
            name='born',
        ),
        migrations.AddField(
            model_name='personkey',
            name='heard',
            field=models.CharField(default='', max_length=60),
        ),
        migrations.AddIndex(
            model_name='personkey',
            index=models.Index(fields=['key', 'heard', 'named'], name='personkey_key'),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
        migrations.RunPython(learn_anew, migrations.RunPython.noop),
    ]
