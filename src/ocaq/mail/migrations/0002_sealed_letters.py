from django.db import migrations

import ocaq.kernel.sealing

COLUMNS = ("to", "text", "html")


def seal(apps, schema_editor):
    mails = apps.get_model("mail", "Mail").objects
    for pk, to, text, html in mails.values_list("pk", *(f"{name}_plain" for name in COLUMNS)).iterator(chunk_size=200):
        mails.filter(pk=pk).update(to=to, to_mark=ocaq.kernel.sealing.mark(to), text=text, html=html)
    files = apps.get_model("mail", "Attachment").objects
    for pk, content in files.values_list("pk", "content_plain").iterator(chunk_size=50):
        files.filter(pk=pk).update(content=bytes(content))


def open_again(apps, schema_editor):
    mails = apps.get_model("mail", "Mail").objects
    for pk, to, text, html in mails.values_list("pk", *COLUMNS).iterator(chunk_size=200):
        mails.filter(pk=pk).update(to_plain=to, text_plain=text, html_plain=html)
    files = apps.get_model("mail", "Attachment").objects
    for pk, content in files.values_list("pk", "content").iterator(chunk_size=50):
        files.filter(pk=pk).update(content_plain=content)


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0001_mail"),
    ]

    operations = [
        *(migrations.RenameField("mail", name, f"{name}_plain") for name in COLUMNS),
        migrations.RenameField("attachment", "content", "content_plain"),
        *(migrations.AddField("mail", name, ocaq.kernel.sealing.SealedColumn()) for name in COLUMNS),
        migrations.AddField("mail", "to_mark", ocaq.kernel.sealing.MarkColumn(of="to", default=""), False),
        migrations.AddField("attachment", "content", ocaq.kernel.sealing.SealedBytesColumn()),
        migrations.RunPython(seal, open_again),
    ]
