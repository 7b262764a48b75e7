"""The `ocaq` command. Only the standard library is imported before a command runs, so that `help` needs nothing."""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from ocaq.config.trouble import Trouble


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="ocaq",
        description="One system for an institution that keeps a people abroad together.",
        add_help=False,
        formatter_class=_side_by_side,
        epilog="`ocaq help COMMAND` tells more about one command. Settings: docs/operations/settings.md.",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_running(commands)
    _add_setting_up(commands)
    _add_trying(commands)
    _add_keeping(commands)
    _add_mail(commands)
    _add_field_keys(commands)
    _add_checking(commands)
    _add_developing(commands)
    told = commands.add_parser("help", help="explain a command", description="Explain a command, or list them all.")
    told.add_argument("about", nargs="?", metavar="COMMAND", help="the command to explain")
    return top


def _side_by_side(prog: str) -> argparse.HelpFormatter:
    formatter = argparse.HelpFormatter(prog, max_help_position=18, width=110)
    formatter._action_max_length = 12  # argparse forgets that the longest command is indented
    return formatter


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add(commands: Commands, name: str, short: str, more: str, run: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=short, description=more)
    command.set_defaults(run=run)
    return command


def _add_running(commands: Commands) -> None:
    demo = _add(
        commands,
        "demo",
        "try Ocaq out with a made-up institution",
        "Set up a made-up institution and serve it on this"
        " machine only. Asks nothing; stop it with Ctrl-C. Nothing leaves the machine: mail waits at /demo/outbox/.",
        "demo:demo",
    )
    demo.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    demo.add_argument(
        "--data",
        type=Path,
        default=None,
        help="folder of the database and files (var/demo in a checkout, else ocaq-demo)",
    )
    serve = _add(
        commands,
        "serve",
        "serve for real, as the settings say",
        "Serve pages, live streams, intake and jobs in one process,"
        " or a part of them. SIGTERM stops cleanly; a second one stops at once.",
        "serve:serve",
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    serve.add_argument(
        "--role",
        choices=["all", "web", "live", "intake", "worker"],
        default=None,
        help="what this process does (OCAQ_ROLE, else all); parts need PostgreSQL and Redis",
    )
    rehearse = commands.add_parser(
        "rehearse",
        help="bring synthetic people to a conference and count what arrives",
        description="Bring synthetic people through the public pages to a conference, call its whole programme, and"
        " judge by what they themselves saw; status 1 if anything was lost, doubled or miscounted. Without a URL on a"
        " server of its own: `ocaq rehearse --people 1000 --countries 86`. `ocaq rehearse --help` lists the options.",
        add_help=False,
    )
    rehearse.set_defaults(run="cli:rehearse", passes_on=True)


def _add_setting_up(commands: Commands) -> None:
    _add(
        commands,
        "prepare",
        "bring database and files to this version",
        "Apply migrations and collect static files, once, before"
        " processes with a part as their role start. `serve` with the role all does it by itself.",
        "serve:prepare",
    )
    appoint = _add(
        commands,
        "appoint",
        "give somebody a role, the first one too",
        "Give an address a role in the whole institution; its holder signs in with a code sent to it.",
        "appoint:appoint",
    )
    appoint.add_argument("role", choices=["staff", "director", "crew", "coordinator"], help="the role")
    appoint.add_argument("email", metavar="ADDRESS", help="mail address of the person")


def _add_trying(commands: Commands) -> None:
    names = _add(
        commands,
        "names",
        "say which pairs of names are one name",
        "Read a CSV file with the columns left and right, and print left, right, verdict (same or different),"
        " score (0 to 1) and reason. Any two scripts; needs no database and sends nothing anywhere.",
        "names:names",
    )
    names.add_argument("file", type=Path, metavar="FILE", help="the CSV file, in UTF-8")
    names.add_argument(
        "--bodies",
        metavar="PLACES",
        help="they are names of bodies in one place; its names, divided by commas: Köln,Cologne,Кёльн",
    )
    names.add_argument("--language", default="en", metavar="CODE", help="language of the reasons: az, en, ru … (en)")


def _add_keeping(commands: Commands) -> None:
    backup = _add(
        commands,
        "backup",
        "write everything into one file",
        "Write the database and all files into one .tar with a digest of each, while the server runs.",
        "backup:backup",
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="the .tar to write; must not exist yet")
    backup.add_argument("--data", type=Path, default=None, help="data folder to back up (OCAQ_DATA)")
    restore = _add(
        commands,
        "restore",
        "bring a backup back",
        "Check every digest of a backup, restore it, and check the result. The server must be stopped.",
        "backup:restore",
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="the .tar that `backup` wrote")
    restore.add_argument("--data", type=Path, default=None, help="data folder to restore into (OCAQ_DATA)")
    restore.add_argument("--force", action="store_true", help="replace what is there")

    _add(
        commands,
        "shed",
        "leave nothing of erased people in the database's files",
        "Write the tables that hold people into new files, without the old bytes of what was erased, and let go of the"
        " database's log. On PostgreSQL each table is locked meanwhile: at a quiet hour. Status 1: some of it is left.",
        "shedding:shed",
    )


def _add_mail(commands: Commands) -> None:
    mail = _add(
        commands,
        "mail",
        "take a report of a mail that did not arrive",
        "bounced: read one message that came back from the standard input, as a mail server pipes it, and write down"
        " that the mail it is about did not arrive. Status 75: not now, the server tries again.",
        "returned:mail",
    )
    mail.add_argument("what", choices=["bounced"], help="what to do")
    mail.add_argument("--to", default="", metavar="ADDRESS", help="address it came to, if the server says so")


def _add_field_keys(commands: Commands) -> None:
    keys = _add(
        commands,
        "keys",
        "make or change the keys that seal lines of people",
        "new: print a line for OCAQ_FIELD_KEYS. rotate: seal everything with the first of those keys.",
        "fieldkeys:keys",
    )
    keys.add_argument("what", choices=["new", "rotate"], help="what to do")


def _add_checking(commands: Commands) -> None:
    log = commands.add_parser(
        "log",
        help="keep the evidence log: check it, change its key, recover it",
        description="Check the evidence log of this Ocaq, change the key that signs it, or recover it;"
        " `ocaq log --help` tells how.",
        add_help=False,
    )
    log.set_defaults(run="cli:log", passes_on=True)
    verify = commands.add_parser(
        "verify",
        help="check an evidence log and every figure made from it, of this Ocaq or another",
        description="Check an evidence log and the figures made from it; `ocaq verify --help` tells how to ask.",
        add_help=False,
    )
    verify.set_defaults(run="cli:verify", passes_on=True)


def _add_developing(commands: Commands) -> None:
    for name, short, more in (
        (
            "test",
            "run the everyday tests (checkout only); further arguments go to pytest",
            "Run the everyday tests. What follows goes to pytest: `ocaq test src/ocaq/kernel -x`.",
        ),
        (
            "check",
            "lint, types, contracts, templates, migrations, catalogues, front end (checkout only)",
            "Run every check of the source tree, one line each, or those named: `ocaq check lint types`.",
        ),
        (
            "bench",
            "run the benchmark named, or list them (checkout only)",
            "Run the benchmark named, beside its floor and its peer; without a name, list them.",
        ),
    ):
        commands.add_parser(name, help=short, description=more, add_help=False).set_defaults(
            run=f"develop:{name}", passes_on=True
        )
    manage = commands.add_parser(
        "manage",
        help="Django's own commands",
        description="Run one of Django's own commands; `ocaq manage help` lists them.",
        add_help=False,
    )
    manage.set_defaults(run="cli:manage", passes_on=True)


def rehearse(options: argparse.Namespace) -> int:
    return int(import_module("ocaq.rehearsal.cli").main(options.rest) or 0)


def log(options: argparse.Namespace) -> int:
    from ocaq.config import logbook  # noqa: PLC0415

    return logbook.main(options.rest)


def verify(options: argparse.Namespace) -> int:
    """Run the verifier by itself, without anything of Ocaq and without any installed package."""
    program = str(import_module("ocaq.evidence.verifier").program())
    return subprocess.run([sys.executable, "-I", "-S", program, *options.rest], check=False).returncode


def manage(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from ocaq.config.house import open_house  # noqa: PLC0415

    open_house()
    execute_from_command_line(["ocaq manage", *options.rest])
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    top = parser()
    if not given or given[0] in {"help", "-h", "--help"}:
        return _help(top, given[1:2])
    options, rest = top.parse_known_args(given)
    if rest and not hasattr(options, "passes_on"):
        top.error(f"not understood: {' '.join(rest)}")
    options.rest = given[1:]
    module, function = options.run.split(":")
    run: Callable[[argparse.Namespace], int] = getattr(import_module(f"ocaq.config.{module}"), function)
    try:
        return run(options)
    except KeyboardInterrupt:
        return 130
    except Trouble as error:
        print(f"ocaq: {error}", file=sys.stderr)
        return 1


def _help(top: argparse.ArgumentParser, about: Sequence[str]) -> int:
    if about and about[0] != "help":
        return _explain(top, about[0])
    top.print_help()
    return 0


def _explain(top: argparse.ArgumentParser, name: str) -> int:
    for action in top._actions:  # argparse offers no other way to a subparser
        if isinstance(action, argparse._SubParsersAction) and name in action.choices:
            action.choices[name].print_help()
            return 0
    print(f"ocaq: there is no command {name}; `ocaq help` lists them.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
