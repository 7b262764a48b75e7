from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0002_sealed_letters"),
    ]

    operations = [
        # Going back, the columns are there again before their values are.
        migrations.AlterField("mail", "to_plain", models.EmailField(default="", max_length=254)),
        migrations.AlterField("mail", "text_plain", models.TextField(default="")),
        migrations.AlterField("mail", "html_plain", models.TextField(default="")),
        migrations.AlterField("attachment", "content_plain", models.BinaryField(default=b"")),
        *(migrations.RemoveField("mail", f"{name}_plain") for name in ("to", "text", "html")),
        migrations.RemoveField("attachment", "content_plain"),
    ]
