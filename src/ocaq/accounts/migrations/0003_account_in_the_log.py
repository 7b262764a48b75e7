from django.db import migrations, models
from django.db.models import F

import ocaq.evidence.commitments
import ocaq.kernel.ids


def give_each_its_own(apps, schema_editor):
    """A default would be worked out once for all rows."""
    users, grants = apps.get_model("accounts", "User").objects, apps.get_model("accounts", "RoleGrant").objects
    users.update(opened_at=F("joined_at"))
    for pk in users.values_list("pk", flat=True):
        users.filter(pk=pk).update(pseudonym=ocaq.kernel.ids.new_ref())
    for pk in grants.values_list("pk", flat=True):
        grants.filter(pk=pk).update(salt=ocaq.evidence.commitments.new_salt())


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_address_as"),
    ]

    operations = [
        migrations.AddField("user", "opened_at", models.DateTimeField(null=True)),
        migrations.AddField("user", "pseudonym", models.CharField(max_length=12, null=True)),
        migrations.AddField("rolegrant", "salt", models.BinaryField(max_length=32, null=True)),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            "user", "pseudonym", models.CharField(default=ocaq.kernel.ids.new_ref, max_length=12, unique=True)
        ),
        migrations.AlterField(
            "rolegrant", "salt", models.BinaryField(default=ocaq.evidence.commitments.new_salt, max_length=32)
        ),
    ]
