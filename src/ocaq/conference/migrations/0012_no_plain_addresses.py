from django.db import migrations, models

TABLES = ("registration", "invitation")


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0011_sealed_addresses"),
    ]

    operations = [
        # Going back, the column is there again before its values are.
        *(migrations.AlterField(table, "email_plain", models.EmailField(blank=True, default="", max_length=254)) for table in TABLES),
        *(migrations.RemoveField(table, "email_plain") for table in TABLES),
    ]
