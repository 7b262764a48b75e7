from django.db import migrations

import ocaq.kernel.sealing

TABLES = ("registration", "invitation")


def seal(apps, schema_editor):
    for name in TABLES:
        rows = apps.get_model("conference", name).objects
        for pk, address in rows.exclude(email_plain="").values_list("pk", "email_plain").iterator():
            rows.filter(pk=pk).update(email=address, email_mark=ocaq.kernel.sealing.mark(address))


def open_again(apps, schema_editor):
    for name in TABLES:
        rows = apps.get_model("conference", name).objects
        for pk, address in rows.exclude(email_mark="").values_list("pk", "email").iterator():
            rows.filter(pk=pk).update(email_plain=address)


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0010_asked_in_the_tally"),
    ]

    operations = [
        migrations.RemoveIndex("registration", "conference__confere_083bda_idx"),
        *(migrations.RenameField(table, "email", "email_plain") for table in TABLES),
        *(migrations.AddField(table, "email", ocaq.kernel.sealing.SealedColumn()) for table in TABLES),
        *(
            migrations.AddField(table, "email_mark", ocaq.kernel.sealing.MarkColumn(of="email", default=""), False)
            for table in TABLES
        ),
        migrations.RunPython(seal, open_again),
    ]
