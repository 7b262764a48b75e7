"""Every word the islands say; a test holds them against `islands/shared/word-codes.json`, made from their sources."""

from collections.abc import Callable, Mapping
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from ocaq.conference.words.console_words import CONSOLE, CONSOLE_PLURALS
from ocaq.kernel.places import language_name, plural_form

Forms = dict[str, str]

ROOM: Mapping[str, str | Promise] = {
    "text.comma": _(", "),  # between names that stand one after the other
    # the line
    "line.connecting": _("Connecting"),
    "line.live_text": _("Line good, text"),
    "line.live_sound": _("Line good, sound"),
    "line.live_picture": _("Line good, picture"),
    "line.catching_up": _("The line broke off. Catching up."),
    "line.polling": _("Line weak: looking every few seconds"),
    "line.offline": _("No line. The page goes on by itself when it is back."),
    "line.closed": _("Your entry to the hall has ended."),
    "line.enter_again": _("Enter again"),
    "time.in_capital": _("%(time)s in the capital"),
    # the phases
    "phase.before": _("Doors closed"),
    "phase.doors": _("Doors open"),
    "phase.on_air": _("On air"),
    "phase.held": _("Pause"),
    "phase.ended": _("Ended"),
    # the kinds of items
    "kind.opening": _("Opening"),
    "kind.anthem": _("Anthem"),
    "kind.silence": _("Silence"),
    "kind.film": _("Film"),
    "kind.address": _("Address"),
    "kind.speech": _("Speech"),
    "kind.greeting": _("Greeting"),
    "kind.music": _("Music"),
    "kind.medals": _("Medals"),
    "kind.exchange": _("Exchange of views"),
    "kind.poll": _("Poll"),
    "kind.answers": _("Answers"),
    "kind.break": _("Break"),
    "kind.closing": _("Closing"),
    # the stage
    "stage.now": _("On stage now"),
    "stage.held": _("A pause"),
    "stage.place": _("%(kind)s %(n)s of %(of)s"),
    "stage.left": _("time left"),
    "stage.over": _("over its time by"),
    "stage.language": _("Language: %(language)s"),
    "stage.begins": _("It begins at %(time)s, %(there)s in the capital."),
    "stage.ended": _("The conference has ended. Thank you for being here."),
    "stage.after": _("Report of the day"),
    # how to follow
    "follow.label": _("How to follow"),
    "follow.text": _("Text"),
    "follow.sound": _("Sound"),
    "follow.picture": _("Picture"),
    "price.text": _("1 MB an hour"),
    "price.sound": _("14 MB an hour"),
    "price.picture": _("450 MB an hour"),
    "media.none": _("This part has neither sound nor picture. Follow the words."),
    "media.no_sound": _("This part has no sound of its own. Choose the picture, or follow the words."),
    "media.no_picture": _("This part has no picture. Choose the sound, or follow the words."),
    "media.no_hls": _("This browser cannot play the stream. Follow the words, or open the page in another browser."),
    "media.failed": _("This could not be played. Follow the words; it is tried again with the next part."),
    "media.label": _("Sound or picture: %(title)s"),
    "media.play": _("Play"),
    # what is said
    "words.label": _("The words"),
    "words.none": _("Nobody has written words for this part yet."),
    "words.own": _("In the language of the speaker"),
    "words.interpreted": _("Interpreted"),
    "words.interpreted_by": _("Interpreted by %(name)s"),
    # reactions, and what rests
    "reaction.applause": _("Applause"),
    "reaction.thanks": _("Thank you"),
    "reaction.agree": _("I agree"),
    "rests.anthem": _("During the anthem everything else rests."),
    "rests.silence": _("During the silence everything else rests."),
    "rests.screening": _("While something is shown everything else rests."),
    "rests.presentation": _("While honours are presented questions, votes and hands rest."),
    "deed.not_done": _("This was not done. Try once more."),
    # who is here
    "count.at": _("Counted at %(time)s"),
    "count.how": _("how we know"),
    "count.what": _("Counts"),
    "count.what_long": _(
        "People whose page or sound was open in the last minute, each once, on however many devices. Counted every ten "
        "seconds; fewer than five are not told."
    ),
    "count.country": _("Country"),
    "count.country_long": _(
        "As declared by each person. A light says that somebody is there; it grows in steps from ten people on."
    ),
    "count.few": _("Fewer than five people are in the hall."),
    "world.dark": _("Map of the world’s land. Lights kindle as people come in."),
    # the programme
    "programme.title": _("Programme"),
    "programme.your_time": _("your time"),
    "programme.skipped": _("left out"),
    "programme.on_time": _("Running on time."),
    "programme.stays": _("%(title)s stays at %(time)s."),
    # the floor
    "floor.title": _("The floor"),
    "floor.open": _("Open"),
    "floor.closed": _("Not open now"),
    "hand.topic": _("What you want to speak about"),
    "hand.raise": _("Raise my hand"),
    "hand.lower": _("Take my hand down"),
    "hand.waiting": _("Your hand is kept on this device and goes up when the line is back."),
    "hand.place": _("Your place in the queue: %(place)s."),
    "hand.called": _("You are next. Make ready to speak."),
    "hand.speaking": _("You have the floor."),
    "hand.you": _("You"),
    "hand_state.called": _("next"),
    "hand_state.speaking": _("speaking"),
    "queue.rule": _("Order: first those who have not spoken, then countries in turn."),
    "tabs.label": _("Questions and poll"),
    # questions
    "questions.title": _("Questions"),
    "questions.ask": _("Ask the chair"),
    "questions.send": _("Send"),
    "questions.none": _("No question is shown yet."),
    "questions.closed": _("No more questions are taken today."),
    "questions.waiting": _("waits for the line"),
    "questions.moderated": _("sent; a moderator reads it first"),
    "questions.taken": _("Being answered"),
    "questions.answered": _("Answered."),
    # the poll
    "poll.title": _("Poll"),
    "poll.none": _("There is no poll now."),
    "poll.open": _("The poll is open; you can change your choice."),
    "poll.closed": _("The poll is closed."),
    "poll.shown": _("Results are shown because the director shows them."),
    "poll.hidden": _("Results are not shown yet."),
    "poll.few": _("Fewer than five people have voted; nothing more is told of it yet."),
    "poll.waiting": _("Your choice waits for the line."),
    "poll.share": _("%(n)s %%"),
    # the minute of silence
    "hush.together": _("%(people)s in %(countries)s stand together."),
    "hush.few": _("All who are here stand together."),
    "hush.rest": _("Messages, reactions and sounds rest. The page comes back by itself."),
    "hush.leave": _("Leave quietly"),
    # the bar of phones
    "dock.label": _("Parts of the hall"),
    "dock.stage": _("Stage"),
    "dock.programme": _("Programme"),
    "dock.floor": _("Floor"),
    "dock.questions": _("Questions"),
    "dock.map": _("Map"),
}

# Called with a sample of each plural category; `%(n)s` stays for the page to fill.
ROOM_PLURALS: Mapping[str, Callable[[int], str]] = {
    "count.people": lambda n: ngettext("person", "people", n),
    "count.countries": lambda n: ngettext("country", "countries", n),
    "hush.people": lambda n: ngettext("%(n)s person", "%(n)s people", n),
    "hush.countries": lambda n: ngettext("%(n)s country", "%(n)s countries", n),
    "world.label": lambda n: ngettext(
        "Map of the world’s land with a light for the %(n)s country where people are present.",
        "Map of the world’s land with a light for each of the %(n)s countries where people are present.",
        n,
    ),
    "line.waiting": lambda n: ngettext(
        "%(n)s thing you did waits to be sent.", "%(n)s things you did wait to be sent.", n
    ),
    "hand.wait": lambda n: ngettext("About %(n)s minute.", "About %(n)s minutes.", n),
    "poll.votes": lambda n: ngettext("%(n)s person has voted.", "%(n)s people have voted.", n),
    "programme.ran": lambda n: ngettext("ran %(n)s minute", "ran %(n)s minutes", n),
    "programme.late": lambda n: ngettext("Running %(n)s minute late.", "Running %(n)s minutes late.", n),
    "programme.ahead": lambda n: ngettext("Running %(n)s minute early.", "Running %(n)s minutes early.", n),
    "questions.more": lambda n: ngettext("Show %(n)s more", "Show %(n)s more", n),
    "questions.vote": lambda n: ngettext("I want this answered: %(n)s voice", "I want this answered: %(n)s voices", n),
    "queue.more": lambda n: ngettext("and %(n)s more", "and %(n)s more", n),
}


@cache
def island_words(language: str, *, console: bool = False) -> dict[str, str | Forms]:
    """Return {code: text}, and {code: {plural category: text}} where a number decides, in one language."""
    # Browsers know the names of languages in few languages themselves.
    words: dict[str, str | Forms] = {
        f"language.{code}": language_name(code, language) for code, _name in settings.LANGUAGES
    }
    with override(language):
        for texts in (ROOM, CONSOLE) if console else (ROOM,):
            words |= {code: str(text) for code, text in texts.items()}
        for plurals in (ROOM_PLURALS, CONSOLE_PLURALS) if console else (ROOM_PLURALS,):
            words |= {
                code: {category: form(n) for category, n in _samples(language).items()}
                for code, form in plurals.items()
            }
    return words


@cache
def _samples(language: str) -> dict[str, int]:
    """Return {plural category: a whole number of it}; a category of fractions alone speaks as 0 does."""
    samples = {"other": 0}
    for n in range(200, -1, -1):
        samples[plural_form(n, language)] = n
    return samples
