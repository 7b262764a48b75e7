from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from ocaq.design.forms import CodeInput, DatePartsField


class Sample(forms.Form):
    name = forms.CharField(label="Your name", help_text="In any script.")
    mail = forms.EmailField(label="Your mail address", required=False)
    code = forms.RegexField(
        r"^\d{6}$", label="The code", widget=CodeInput(), error_messages={"invalid": "The code has six digits."}
    )
    way = forms.ChoiceField(label="How", choices=[("t", "Text"), ("s", "Sound")], widget=forms.RadioSelect())
    born = DatePartsField(label="Born")
    agree = forms.BooleanField(label="I agree")


def test_summary_and_field_say_the_same_words_and_are_linked() -> None:
    form = Sample({"code": "48217", "born_day": "31", "born_month": "2", "born_year": "1991"})
    page = Template("{% error_summary form %}{{ form }}").render(Context({"form": form}))
    for anchor, sentence in [
        ("id_name", "Write an answer: Your name"),
        ("id_code", "The code has six digits."),
        ("id_way_0", "Choose an answer: How"),
        ("id_born_0", "There is no such day in this month."),
        ("id_agree", "Tick this to go on: I agree"),
    ]:
        assert f'<a href="#{anchor}">{sentence}</a>' in page
        assert page.count(f'id="{anchor}"') == 1
        assert page.count(sentence) == 2
    assert "5 answers need another look" in page


def test_hint_and_error_are_read_out_with_the_field() -> None:
    page = Template("{{ form }}").render(Context({"form": Sample({})}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<p class="hint" id="id_name_helptext">In any script.</p>' in page


def test_form_without_errors_has_no_summary() -> None:
    assert Template("{% error_summary form %}").render(Context({"form": Sample()})) == ""


def test_controls_carry_class_and_direction() -> None:
    page = Template("{{ form }}").render(Context({"form": Sample()}))
    assert 'type="email" name="mail" maxlength="320" id="id_mail" class="in" dir="ltr"' in page
    assert 'class="in code"' in page.replace('class="code in"', "")
    assert 'autocomplete="one-time-code"' in page
    assert page.count('class="pick"') == 3


def test_groups_are_fieldsets_with_legends() -> None:
    page = Template("{{ form.way.as_field_group }}").render(Context({"form": Sample()}))
    assert page.startswith("<fieldset")
    assert "<legend>How</legend>" in page


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("3", "14", "1991"), "The month is a number from 1 to 12."),
        (("30", "2", "1991"), "There is no such day in this month."),
        (("3", "", "1991"), "Write the day, the month and the year as numbers."),
        (("x", "1", "1991"), "Write the day, the month and the year as numbers."),
        (("1", "1", "0"), "There is no such day in this month."),
    ],
)
def test_dates_in_parts_say_which_part_is_wrong(parts: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(forms.ValidationError, match=sentence):
        DatePartsField().clean(list(parts))


def test_dates_in_parts() -> None:
    assert DatePartsField().clean(["3", "12", "1991"]) == date(1991, 12, 3)
    assert DatePartsField(required=False).clean(["", "", ""]) is None
