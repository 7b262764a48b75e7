from django.db import migrations, models

import ocaq.evidence.commitments
import ocaq.kernel.ids


def give_each_its_own(apps, schema_editor):
    """A default would be worked out once for all rows."""
    registrations = apps.get_model("conference", "Registration").objects
    for pk in registrations.values_list("pk", flat=True):
        registrations.filter(pk=pk).update(
            pseudonym=ocaq.kernel.ids.new_ref(), salt=ocaq.evidence.commitments.new_salt()
        )


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0004_show_plan"),
    ]

    operations = [
        migrations.AddField("registration", "pseudonym", models.CharField(max_length=12, null=True)),
        migrations.AddField("registration", "salt", models.BinaryField(max_length=32, null=True)),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            "registration",
            "pseudonym",
            models.CharField(default=ocaq.kernel.ids.new_ref, max_length=12, unique=True),
        ),
        migrations.AlterField(
            "registration", "salt", models.BinaryField(default=ocaq.evidence.commitments.new_salt, max_length=32)
        ),
    ]
