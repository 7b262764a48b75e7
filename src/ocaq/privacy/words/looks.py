"""Sentences about looks: from which office, for what, how."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel import looking
from ocaq.kernel.refusals import declare

declare(
    {
        "reason-too-short": _("Write in a few words why you need to see this."),
        "reason-too-long": _("A reason has 300 characters at most."),
    }
)

looking.declare(
    {
        "roles": _("to look after who holds which role"),
        "mail": _("to see that letters arrive"),
        "erasing": _("to erase a record, as the person asked"),
        "conference": _("to prepare a conference and to help those who come"),
        "show": _("to run a conference: hands, questions and the floor"),
        "post": _("to keep the posts of the network up to date"),
        "likeness": _("to find entries that stand twice"),
        "import": _("to bring in a list that a community keeps"),
        "answer": _("to answer what the person asked of us"),
        "lawful": _("to answer a request under a law"),
    }
)
