"""Each way of being wrong must be found, and nothing else."""

from ocaq.rehearsal import verdict
from ocaq.rehearsal.truth import DeedAnswered, Line, Numbers, Truth
from ocaq.rehearsal.verdict import Claims


def numbers_up_to(head: int) -> Numbers:
    numbers = Numbers()
    first = Line(0, "en", "stream", 0, 0.0)
    for number in range(1, head + 1):
        numbers.saw(number, first, b"%d" % number, at=float(number))
    return numbers


def line(*received: int, start: int = 0, ended_at: float | None = None) -> Line:
    one = Line(7, "en", "stream", start, 0.0, ended_at=ended_at)
    for number in received:
        one.got(number, number + 0.25)
    return one


def done(kind: str, *, key: str, ref: str | None = None, refused: str | None = None, **body: object) -> DeedAnswered:
    return DeedAnswered(kind, key, 201, refused, ref, body, 1, 0.0)


def person(
    country: str = "DE", *deeds: DeedAnswered, number: int = 1, here: tuple[float, float] | None = (0.0, 600.0)
) -> Truth:
    truth = Truth(number, country, "school", 1, registered=True, deeds=list(deeds))
    if here is not None:
        truth.beat(0, sent=here[0], done=here[0])
        for at in range(int(here[0]), int(here[1]) + 1, 25):
            truth.beat(0, sent=float(at), done=float(at))
    return truth


def claims(**changes: object) -> Claims:
    fields: dict[str, object] = {
        "persons": {("DE", "school"): 1},
        "registered": {("DE", "school"): 1},
        "person_minutes": {"DE": 10.5},
        "question_votes": {},
        "poll_votes": {},
        "questions": 0,
        "hands": 0,
        "reactions": {},
    }
    return Claims(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_line_with_every_number_once_has_no_fault() -> None:
    judged = verdict.judge_line(line(3, 4, 5, start=2), numbers_up_to(5), head=5)

    assert (judged.due, judged.delivered, judged.lost, judged.doubled, judged.faults) == (3, 3, 0, 0, [])


def test_a_lost_event_in_the_middle_is_found() -> None:
    judged = verdict.judge_line(line(1, 2, 4, 5), numbers_up_to(5), head=5)

    assert (judged.due, judged.lost) == (5, 1)
    assert "missing [3]" in judged.faults[0]


def test_a_lost_event_at_the_end_is_found() -> None:
    assert verdict.judge_line(line(1, 2, 3), numbers_up_to(5), head=5).lost == 2


def test_an_event_that_nobody_at_all_received_is_found() -> None:
    numbers = numbers_up_to(5)
    del numbers.first_seen[3]

    assert verdict.judge_delivery([line(1, 2, 4, 5)], numbers, head=5).lost == 1


def test_a_doubled_event_is_found() -> None:
    judged = verdict.judge_line(line(1, 2, 2, 3), numbers_up_to(3), head=3)

    assert (judged.delivered, judged.lost, judged.doubled) == (3, 0, 1)


def test_an_event_already_in_the_snapshot_counts_as_doubled() -> None:
    assert verdict.judge_line(line(2, 3, start=2), numbers_up_to(3), head=3).doubled == 1


def test_events_out_of_order_are_found() -> None:
    assert verdict.judge_line(line(1, 3, 2), numbers_up_to(3), head=3).faults


def test_what_a_snapshot_covered_is_neither_lost_nor_delivered() -> None:
    one = line(1)
    one.reloaded(4)
    one.got(5, 5.0)

    judged = verdict.judge_line(one, numbers_up_to(5), head=5)

    assert (judged.due, judged.delivered, judged.lost, judged.by_snapshot) == (2, 2, 0, 3)


def test_who_left_early_is_due_only_what_was_out_before() -> None:
    assert verdict.judge_line(line(1, 2, ended_at=7.9), numbers_up_to(9), head=9).lost == 0
    assert verdict.judge_line(line(1, ended_at=7.9), numbers_up_to(9), head=9).lost == 1


def test_events_that_differ_within_a_language_are_found() -> None:
    numbers = numbers_up_to(2)
    numbers.saw(2, line(), b"something else", at=3.0)

    assert "events [2]" in verdict.judge_delivery([line(1, 2)], numbers, head=2).faults[0]


def test_latency_leaves_out_lines_that_were_dark() -> None:
    bright, dark = line(1, 2), line(1, 2)
    dark.went_dark(1.9)
    dark.came_back(2.2)

    assert verdict.latencies_ms([bright], {2: 2.0}) == [250.0]
    assert verdict.latencies_ms([dark], {2: 2.0}) == []


def test_percentiles_are_of_nearest_rank() -> None:
    assert verdict.percentile(list(range(1, 101)), 0.99) == 99
    assert verdict.percentile([], 0.5) is None


def test_a_miscounted_vote_is_found_either_way() -> None:
    voters = [person("DE", done("question-vote", key=f"k{n}", question="q", on=True), number=n) for n in range(3)]

    assert verdict.compare_counts(voters, claims(question_votes={"q": 3})) == []
    assert (
        str(verdict.compare_counts(voters, claims(question_votes={"q": 4}))[0])
        == "votes on question q: really 3, reported 4"
    )
    assert len(verdict.compare_counts(voters, claims(question_votes={"q": 2}))) == 1
    assert len(verdict.compare_counts(voters, claims())) == 1


def test_a_vote_taken_back_a_changed_voice_and_a_refused_one_are_counted_right() -> None:
    one = person(
        "DE",
        done("question-vote", key="a", question="q", on=True),
        done("question-vote", key="b", question="q", on=False),
        done("poll-vote", key="c", poll="p", option="x"),
        done("poll-vote", key="d", poll="p", option="y"),
        done("poll-vote", key="e", refused="poll-not-open", poll="p", option="x"),
    )

    assert verdict.compare_counts([one], claims(poll_votes={"y": 1})) == []
    assert len(verdict.compare_counts([one], claims(poll_votes={"x": 1}))) == 2


def test_a_repeat_with_the_same_key_counts_once() -> None:
    one = person("DE", done("question", key="a", text="?"), done("question", key="a", text="?"))

    assert verdict.compare_counts([one], claims(questions=1)) == []
    assert len(verdict.compare_counts([one], claims(questions=2))) == 1


def test_a_deed_never_answered_may_count_or_not() -> None:
    one = person("DE")
    one.unanswered.append(("hand", "k", {"topic": ""}))

    assert verdict.compare_counts([one], claims(hands=0)) == []
    assert verdict.compare_counts([one], claims(hands=1)) == []
    assert len(verdict.compare_counts([one], claims(hands=2))) == 1


def test_repeats_must_be_answered_alike() -> None:
    alike = person("DE", done("hand", key="a", ref="h1"), done("hand", key="a", ref="h1"))
    unlike = person("DE", done("hand", key="b", ref="h1"), done("hand", key="b", ref="h2"))

    assert verdict.repeats_answered_differently([alike, unlike]) == ["b"]


def test_attendance_by_country_and_capacity_must_be_exact() -> None:
    assert verdict.compare_attendance([person()], claims(), end=700) == []
    assert len(verdict.compare_attendance([person()], claims(persons={("DE", "school"): 2}), end=700)) == 1
    assert len(verdict.compare_attendance([person()], claims(persons={("DE", "house"): 1}), end=700)) == 2
    assert len(verdict.compare_attendance([person()], claims(registered={}), end=700)) == 1


def test_minutes_may_differ_by_a_lease_and_no_more() -> None:
    one = person(here=(0, 600))  # 10 minutes between beats, 11 with the lease that follows

    for minutes in (10.0, 11.0):
        assert verdict.compare_attendance([one], claims(person_minutes={"DE": minutes}), end=1000) == []
    for minutes in (9.0, 12.0):
        assert len(verdict.compare_attendance([one], claims(person_minutes={"DE": minutes}), end=1000)) == 1


def test_two_devices_at_once_are_one_person_and_one_time() -> None:
    one = person(here=(0, 600))
    for at in range(300, 901, 25):
        one.beat(1, sent=float(at), done=float(at))

    assert one.bounds_s(2000) == (900, 960)


def test_a_goodbye_ends_presence_at_once_and_a_return_begins_another() -> None:
    one = person(here=(0, 100))
    one.left(0, sent=110, done=111)
    one.beat(0, sent=300, done=301)
    one.left(0, sent=400, done=401)

    assert one.bounds_s(2000) == (110 + 99, 111 + 101)
