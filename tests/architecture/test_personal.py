"""Every field that could say something of one person is declared: why it is kept, until when, what erases it."""

from collections.abc import Collection, Iterator
from importlib import import_module

from django.apps import apps
from django.db.models import BinaryField, CharField, Field, ForeignKey, GenericIPAddressField, JSONField, TextField

from ocaq.accounts.models import User
from ocaq.kernel.personal import declared
from tests.architecture.beside import BESIDE

TELLING = (BinaryField, CharField, GenericIPAddressField, JSONField, TextField)
# Codes, references and texts of the institution itself. A new field is declared in its domain's personal.py, or here.
IMPERSONAL = {
    "auth.Group": "name",
    "auth.Permission": "name codename",
    "contenttypes.ContentType": "app_label model",
    "kernel.OutboxMessage": "topic body last_error",
    "evidence.Entry": "kind subject body leaf",
    "evidence.Head": "edge note trouble",
    "evidence.Key": "verifier",
    "evidence.Cosigned": "note",
    "live.Channel": "name",
    "live.Event": "channel kind",
    "intake.Receipt": "kind",
    "mail.Mail": "template state last_error",
    "mail.Attachment": "content_type",
    "mfa.Authenticator": "type",
    "conference.Conference": "ref slug title slogan about template state entry zone languages",
    "conference.Item": "ref kind title subtitle media_url media_kind sound_url script notes cues",
    "conference.Tally": "attendance floor asked",
    "conference.Question": "state",
    "conference.Hand": "state",
    "conference.Poll": "ref question state",
    "conference.PollOption": "ref text",
    "conference.Reaction": "kind",
    "conference.Registration": "state notice_version",
    "conference.Show": "plan",
    "conference.LogLine": "kind",
    "conference.Readiness": "department state",
    "conference.SpeakerMessage": "text",
    "conference.Words": "language text key salt",
    "privacy.DirectoryOnly": "country why",
    "privacy.Emergency": "ref office country",
    "privacy.Export": "ref kind",
    "privacy.LawfulRequest": "ref key authority state why",
    "privacy.Look": "ref office role purpose how",
    "privacy.Receipt": "notice version purpose",
    "privacy.Request": "ref kind state",
    "privacy.Review": "ref verdict",
    "register.ActivityReport": "key quarter taught",
    "register.Area": "country",
    "register.Batch": "ref key digest country kind columns state",
    "register.Change": "ref key group state",
    "register.Community": (
        "ref slug country title about state street postcode shown hours_note languages taught founded"
    ),
    "register.Contact": "way value label",
    "register.Count": "about facts",
    "register.Decision": "ref taken_by number title address",
    "register.Kind": "code title plural",
    "register.Likeness": "ref about country code answer",
    "register.Line": "verdict choice state",
    "register.Merge": "ref",
    "register.Name": "text language use",
    "register.Photo": "ref digest described",
    "register.Place": "ref country name zone",
    "register.PlaceName": "fold",
    "register.Post": "ref office source",
    "register.Renewal": "ref line_mark secret_digest",
    "register.SearchKey": "skeleton",
    "register.SearchWord": "spelling fold",
    "register.StateChange": "state source",
    "register.Verification": "group office",
    "report.Figure": "ref code about",
    "report.Publication": "meaning cells facts",
}


def _tells(field: Field) -> bool:
    return isinstance(field, TELLING) or (isinstance(field, ForeignKey) and field.related_model is User)


def test_every_telling_field_is_declared_or_known_to_tell_nothing() -> None:
    known = {(one.table, name) for one in declared() for name in one.fields}
    impersonal = {(table, name) for table, names in IMPERSONAL.items() for name in names.split()}
    telling = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if _tells(field)
    }

    assert sorted(telling - known - impersonal) == []
    assert sorted(impersonal - telling) == []
    assert sorted(impersonal & known) == []


def _of_people(tables: Collection[str]) -> Iterator[tuple[str, Field]]:
    """Yield every column of each table that keeps something of people, or leads to one that does; no plain keys."""
    for model in apps.get_models(include_auto_created=True):
        columns = [field for field in model._meta.local_concrete_fields if not field.primary_key]
        leads = any(field.is_relation and field.related_model._meta.label in tables for field in columns)
        if leads or model._meta.label in tables:
            yield from ((model._meta.label, field) for field in columns)


def test_every_other_column_beside_people_is_known_too() -> None:
    """A date, a number, a yes or the row it leads to tells of somebody as a text does, once it stands in their row."""
    known = {(one.table, name) for one in declared() for name in one.fields}
    beside = [(table, name) for rows in BESIDE.values() for table, names in rows.items() for name in names.split()]
    columns = {
        (table, field.name) for table, field in _of_people({table for table, _name in known}) if not _tells(field)
    }

    assert sorted(columns - known - set(beside)) == []
    assert sorted(set(beside) - columns) == []
    assert sorted(known & set(beside)) == []
    assert len(beside) == len(set(beside))


def test_a_day_that_somebody_adds_to_a_person_is_seen() -> None:
    columns = {(table, field.name) for table, field in _of_people({"register.Person"})}

    assert {
        ("register.Person", "changed_at"),
        ("register.PersonKey", "named"),
        ("register.Post", "starts_on"),
    } <= columns
    assert not any(table == "register.Place" for table, _name in columns)


def test_what_is_declared_exists() -> None:
    for one in declared():
        model = apps.get_model(one.table)
        for name in one.fields:
            model._meta.get_field(name)


def test_no_field_is_declared_twice() -> None:
    fields = [(one.table, name) for one in declared() for name in one.fields]

    assert len(fields) == len(set(fields))


def test_what_erases_a_field_exists() -> None:
    for one in declared():
        module, _, name = one.erased_by.rpartition(".")
        assert callable(getattr(import_module(module), name)), one.erased_by


def test_each_says_for_what_and_whom() -> None:
    for one in declared():
        assert str(one.purpose).strip()
        assert one.days is None or one.days > 0
