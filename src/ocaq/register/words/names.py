"""Why two names were taken for one, or for two, as sentences."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Final[dict[str, str | Promise]] = {
    # The same name.
    "same-letters": _("The two are the same, letter for letter."),
    "same-but-marks": _("Only capitals, marks or look-alike letters differ."),
    "same-sounds": _("The letters stand for the same sounds in different writing habits."),
    "same-sounds-two-scripts": _("The letters of the two scripts stand for the same sounds."),
    "unwritten-vowels": _("The sounds agree; one script leaves short vowels unwritten."),
    "feminine-form": _("It is one family name, once in its feminine form."),
    "other-order": _("The parts are the same, in another order."),
    "joined": _("The parts are the same; one writes two of them as one word."),
    "initial": _("The full parts agree, and an initial fits the part it stands for."),
    "father-in-one": _("The parts agree; only one names the father."),
    "father-unmarked": _("The parts agree; one gives the father's name without saying that it is his."),
    "middle-in-one": _("The parts agree; one has a further name between them."),
    # Two names.
    "consonants-differ": _("A consonant differs that no writing habit exchanges."),
    "vowels-differ": _("The consonants are close, but the vowels make it another name."),
    "endings-differ": _("The endings of the family names differ."),
    "initials-differ": _("An initial does not fit the part it would stand for."),
    "initials-only": _("Initials alone say too little."),
    "fathers-differ": _("The fathers' names differ."),
    "son-or-daughter": _("One is a son, the other a daughter."),
    "part-missing": _("One has a part of the name that the other lacks."),
    "script-not-read": _("These rules do not read one of the scripts, and the letters differ."),
    "no-letters": _("One of the two is empty or holds no letters."),
}
