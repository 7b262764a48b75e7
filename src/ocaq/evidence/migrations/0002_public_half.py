import json
from datetime import UTC

from django.db import migrations, models

PUBLIC = {"user": "account", "registration": "participant", "anonymous": "guest"}


def write_bodies(apps, schema_editor):
    entries = apps.get_model("evidence", "Entry").objects.filter(body="")
    batch = []
    for entry in entries.iterator(chunk_size=2000):
        kind = entry.by.partition(":")[0]
        half = {
            "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "by": PUBLIC.get(kind, entry.by),
            "facts": entry.facts,
            "ref": entry.subject,
            "type": entry.kind,
            "v": 1,
        }
        # Everything in it is ASCII and whole numbers, where this is the canonical spelling.
        entry.body = json.dumps(half, separators=(",", ":"), sort_keys=True)
        batch.append(entry)
        if len(batch) == 2000:
            entries.model.objects.bulk_update(batch, ["body"], batch_size=400)
            batch = []
    entries.model.objects.bulk_update(batch, ["body"], batch_size=400)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entry", name="body", field=models.TextField(default=""), preserve_default=False
        ),
        migrations.RunPython(write_bodies, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex(model_name="entry", name="evidence_en_kind_484500_idx"),
        migrations.RemoveField(model_name="entry", name="facts"),
        migrations.AddField(
            model_name="entry", name="index", field=models.BigIntegerField(null=True, unique=True)
        ),
        migrations.AddField(model_name="entry", name="leaf", field=models.BinaryField(max_length=32, null=True)),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["kind", "index"], name="evidence_en_kind_edc0d8_idx")
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("index__isnull", True)), fields=["id"], name="evidence_entry_unplaced"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("index__isnull", True), ("leaf__isnull", True)),
                    models.Q(("index__gte", 0), ("leaf__isnull", False)),
                    _connector="OR",
                ),
                name="evidence_entry_placed_with_leaf",
            ),
        ),
    ]
