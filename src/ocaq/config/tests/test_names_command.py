"""`ocaq names`: any list of pairs, no database, a clear sentence for a file that is none."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest


def _names(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OCAQ_", "DJANGO_"))}
    environment["OCAQ_DATABASE"] = "postgresql://nobody@127.0.0.1:1/nowhere"
    command = [sys.executable, "-m", "ocaq.config.cli", "names", str(file), *more]
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def _written(folder: Path, content: str | bytes) -> Path:
    file = folder / "pairs.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize(
    "content",
    [
        "left,right\nƏliyev,Алиев\nƏliyev,Vəliyev\n",
        "\ufeffLeft;Right\r\nƏliyev;Алиев\r\n\r\nƏliyev;Vəliyev\r\n",
        "row\tright\tnote\tleft\n1\tАлиев\tx\tƏliyev\n2\tVəliyev\t\tƏliyev\n",
        "\ufeffleft,right\nƏliyev,Алиев\nƏliyev,Vəliyev\n".encode("utf-16-le"),
    ],
)
def test_every_pair_gets_a_verdict_a_score_and_a_reason(tmp_path, content) -> None:
    done = _names(_written(tmp_path, content))

    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert (done.returncode, done.stderr) == (0, "")
    assert rows[0] == ["left", "right", "verdict", "score", "reason"]
    assert [row[:3] for row in rows[1:]] == [["Əliyev", "Алиев", "same"], ["Əliyev", "Vəliyev", "different"]]
    assert float(rows[1][3]) > 0.9
    assert float(rows[2][3]) < 0.6
    assert rows[2][4] == "A consonant differs that no writing habit exchanges."


def test_formulas_come_out_as_text(tmp_path) -> None:
    done = _names(_written(tmp_path, 'left,right\n"=HYPERLINK(""x"")",@Əli\n-1,\n'))

    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert rows[1][:2] == ['\'=HYPERLINK("x")', "'@Əli"]
    assert rows[2] == ["'-1", "", "different", "0.000", "One of the two is empty or holds no letters."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty. Its first line names the columns left and right."),
        ("left,right\n", "names its columns and holds no pair below them."),
        ("a,b\nƏli,Али\n", "The first line must name one column left and one column right; it reads: a,b"),
        ("left,left,right\n", "The first line must name one column left and one column right"),
        ("left,right\nƏli," + "a" * 201, "Line 2: a name is longer than 200 characters."),
        ("left,right\nƏli," + "a" * 200_000, "Line 2 is not CSV: field larger than field limit"),
        ('left,right\n"Əli,Али\n', "Line 2 is not CSV: unexpected end of data."),
        ("left,right\nƏli,Али\nРза,Reza\n".encode("cp1251", "replace"), "is not written in UTF-8 (line 2)."),
        (b"PK\x03\x04\xff\xfe\x00", "is not written in UTF-8 (line 1)."),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(tmp_path, content, sentence) -> None:
    done = _names(_written(tmp_path, content))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ocaq: ")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there(tmp_path) -> None:
    assert _names(tmp_path / "none.csv").stderr == f"ocaq: There is no file {tmp_path}/none.csv.\n"
    assert _names(tmp_path).stderr == f"ocaq: {tmp_path} cannot be read: Is a directory.\n"


def test_a_language_that_is_not_there(tmp_path) -> None:
    done = _names(_written(tmp_path, "left,right\nƏli,Али\n"), "--language", "xx")

    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no language xx; there are " in done.stderr


def test_bodies_are_judged_by_what_their_names_mean(tmp_path) -> None:
    pairs = "left,right\nKöln Azərbaycan Evi,Дом Азербайджана в Кёльне\n“Çinar” Birliyi,Chinar Youth Union\n"

    done = _names(_written(tmp_path, pairs), "--bodies", "Köln,Кёльн")

    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert [row[2] for row in rows[1:]] == ["same", "different"]
    assert rows[2][4] == "They are for different people or purposes."
