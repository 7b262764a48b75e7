"""One log for each check: what both verifiers must refuse, the file and the page in the browser, and in which words."""

from tests.strangers.lying import (
    ABOUT,
    BY_COUNTRY,
    BY_KIND,
    COUNTED,
    COUNTRIES,
    FLOOR,
    FRESH,
    KEPT,
    KINDS,
    LANGUAGES,
    LISTED,
    LISTED_TOO,
    NET,
    PEOPLE,
    STAYED,
    Lie,
    added,
    counted_twice,
    flipped,
    published,
    quarter_told,
    said,
    true_log,
    written,
)

FORM = "Entry {} does not have the form it must have."
UNTOLD = "does not say how it was made"
TOTALS = "One count says two things that cannot both be true. "
LIES = [
    # files
    Lie(
        "a bit of an entry",
        PEOPLE,
        "is not the one that was logged",
        "Entry 0 is not the one that was logged",
        spoil=flipped("tile/entries/000.p/33", 100),
    ),
    Lie(
        "a bit of the tiles",
        PEOPLE,
        "do not lead to the signed root",
        "do not lead to the signed root",
        spoil=flipped("tile/0/000.p/33", 100),
    ),
    Lie(
        "a bit of the checkpoint", PEOPLE, "does not fit", "The signature does not fit", spoil=flipped("checkpoint", 30)
    ),
    Lie(
        "a missing file",
        PEOPLE,
        "tile/entries/000.p/33 is missing",
        "The file tile/entries/000.p/33 is missing.",
        spoil=lambda folder: (folder / "tile/entries/000.p/33").unlink(),
    ),
    Lie(
        "a shorter bundle",
        PEOPLE,
        "holds 32 entries instead of 33",
        "The file tile/entries/000.p/33 is not the one",
        spoil=lambda folder: (folder / "tile/entries/000.p/33").write_bytes(
            (folder / "tile/entries/000.p/33").read_bytes()[: -len(true_log().entries[-1]) - 2]
        ),
    ),
    # the form of entries
    Lie("no JSON at all", PEOPLE, "Entry 5 is not JSON.", FORM.format(KEPT), written(KEPT, b'{"at"', b'\xff"at"')),
    Lie("another spelling", PEOPLE, "written in its one right way", FORM.format(KEPT), written(KEPT, b'":', b'": ')),
    Lie(
        "a name twice",
        PEOPLE,
        "written in its one right way",
        FORM.format(KEPT),
        written(KEPT, b'"by"', b'"by":"guest","by"'),
    ),
    Lie(
        "a letter of no code",
        PEOPLE,
        "written in its one right way",
        FORM.format(KEPT),
        written(KEPT, b"k7m2", "ə".encode()),
    ),
    Lie("another version", PEOPLE, "is of version 2", FORM.format(KEPT), written(KEPT, b'"v":1', b'"v":2')),
    Lie(
        "a version that is true", PEOPLE, "is of version True", FORM.format(KEPT), written(KEPT, b'"v":1', b'"v":true')
    ),
    Lie(
        "a version with a fraction", PEOPLE, "is of version 1.0", FORM.format(KEPT), written(KEPT, b'"v":1', b'"v":1.0')
    ),
    Lie("a field too many", PEOPLE, "or has one too many", FORM.format(KEPT), written(KEPT, b'"v":1', b'"v":1,"w":1')),
    Lie("a field too few", PEOPLE, "lacks a field", FORM.format(KEPT), written(KEPT, b'"by":"account",', b"")),
    Lie(
        "an actor nobody knows",
        PEOPLE,
        "a field by of another form",
        FORM.format(KEPT),
        written(KEPT, b"account", b"user:12"),
    ),
    Lie(
        "a moment of another form",
        PEOPLE,
        "a field at of another form",
        FORM.format(KEPT),
        written(KEPT, b"00Z", b"00+00"),
    ),
    *(
        Lie(
            f"a moment that never was: {name}",
            PEOPLE,
            "at a moment that there never was",
            FORM.format(KEPT),
            written(KEPT, before, after),
        )
        for name, before, after in (
            ("an hour", b"T12:", b"T92:"),
            ("the end of a day", b"T12:00:00", b"T24:00:00"),
            ("a second", b":00Z", b":60Z"),
            ("a day", b"2026-12-19", b"2026-02-30"),
        )
    ),
    Lie(
        "a kind of another form",
        PEOPLE,
        "a field type of another form",
        FORM.format(KEPT),
        written(KEPT, b".kept", b""),
    ),
    Lie(
        "a seal of another form",
        PEOPLE,
        "a field commit of another form",
        FORM.format(KEPT),
        written(KEPT, b'"facts"', b'"commit":"0F","facts"'),
    ),
    Lie("words in a fact", PEOPLE, "neither integers nor codes", FORM.format(KEPT), said(KEPT, who="A Name")),
    Lie("a number beyond readers", PEOPLE, "neither integers nor codes", FORM.format(KEPT), said(KEPT, many=2**53)),
    Lie("an object as a fact", PEOPLE, "neither integers nor codes", FORM.format(KEPT), said(KEPT, who={"a": 1})),
    Lie("a name that is none", PEOPLE, "no lower-case identifier", FORM.format(KEPT), said(KEPT, Who=1)),
    Lie(
        "a correction of what comes",
        PEOPLE + 1,
        "corrects no entry that stands before it",
        "Entry 27 corrects no entry",
        added("evidence.entry.corrected", "log:entry", index=29, reason="x"),
        value=20,
    ),
    # how a figure is published
    *(
        Lie(f"a publication without {name}", PEOPLE, UNTOLD, FORM.format(PEOPLE), said(PEOPLE, **{name: None}))
        for name in (
            "about",
            "figure",
            "how",
            "of_type",
            "of_from",
            "of_to",
            "query",
            "number",
            "as_of",
            "definition",
            "value",
        )
    ),
    Lie("a way of counting nobody knows", PEOPLE, UNTOLD, FORM.format(PEOPLE), said(PEOPLE, how="guess")),
    Lie("a condition that is none", PEOPLE, UNTOLD, FORM.format(PEOPLE), said(PEOPLE, of_facts=["round"])),
    Lie("a number and a table", PEOPLE, UNTOLD, FORM.format(PEOPLE), said(PEOPLE, cells=["a:1"])),
    Lie("a table of no rows", BY_COUNTRY, UNTOLD, FORM.format(BY_COUNTRY), said(BY_COUNTRY, cells=[8])),
    Lie("a smallest that is no number", PEOPLE, UNTOLD, FORM.format(PEOPLE), said(PEOPLE, smallest="five")),
    Lie(
        "another query than its digest",
        PEOPLE,
        "the digest of the query",
        "another query than its digest",
        said(PEOPLE, query="0" * 64),
    ),
    Lie(
        "a query changed under its digest",
        PEOPLE,
        "the digest of the query",
        "another query than its digest",
        said(PEOPLE, of_facts=[ABOUT]),
    ),
    Lie(
        "entries to come",
        PEOPLE,
        "do not stand before it",
        "made from entries that do not stand before it",
        said(PEOPLE, of_to=PEOPLE + 1),
    ),
    Lie(
        "a range turned round",
        PEOPLE,
        "do not stand before it",
        "made from entries that do not stand before it",
        said(PEOPLE, of_from=9, of_to=3),
    ),
    Lie(
        "entries of others",
        PEOPLE,
        "is made from entries of others",
        "says it is about conference:x1, but",
        said(PEOPLE, about="conference:x1"),
    ),
    Lie(
        "a second reference",
        33,
        "a second time, as another figure",
        "Entry 33 publishes this figure a second time",
        published(PEOPLE, ref="figure:again"),
        value=20,
    ),
    Lie(
        "a reference for two",
        33,
        "under the reference of another figure",
        "Entry 33 publishes another figure under",
        published(PEOPLE, ref="figure:stayed", number=2, replaces=STAYED, figure="conference.others"),
        value=20,
    ),
    Lie(
        "a hidden publication",
        33,
        "its number is not next",
        "the number of entry 33 is not next",
        published(PEOPLE, number=3, replaces=PEOPLE),
        value=20,
    ),
    Lie(
        "a publication out of line",
        33,
        "its number is not next",
        "the number of entry 33 is not next",
        published(PEOPLE, number=2, replaces=STAYED),
        value=20,
    ),
    # what a figure comes to
    Lie(
        "a greater number",
        PEOPLE,
        "published as 21, but its entries give 20",
        "publishes 21, but its entries give 20",
        said(PEOPLE, value=21),
        value=21,
    ),
    Lie(
        "another number read back",
        LANGUAGES,
        "published as 5, but its entries give 4",
        "publishes 5, but its entries give 4",
        said(LANGUAGES, value=5),
        value=5,
    ),
    Lie(
        "a truth for a number", LANGUAGES, "published as True, but", "publishes true, but", said(LANGUAGES, value=True)
    ),
    Lie(
        "another table",
        BY_KIND,
        "was published as ['house:8'",
        "publishes house:8,school:3, but its entries give house:7",
        said(BY_KIND, cells=["house:8", "school:3"]),
        value=["house:8", "school:3"],
    ),
    Lie(
        "another order",
        BY_KIND,
        "was published as ['school:3'",
        "publishes school:3,house:7, but",
        said(BY_KIND, cells=["school:3", "house:7"]),
        value=["school:3", "house:7"],
    ),
    Lie(
        "another digest of a table",
        BY_KIND,
        "as another table than its entries give",
        "but its entries give house:7",
        said(BY_KIND, cells=None, cells_digest="0" * 64, cells_count=2),
    ),
    Lie(
        "an entry before the range",
        PEOPLE,
        "leaves out entry 0",
        "leaves out entry 0",
        said(PEOPLE, of_from=1, value=19),
        value=19,
    ),
    Lie(
        "an entry behind the range",
        PEOPLE,
        "leaves out entry 19",
        "leaves out entry 1",
        said(PEOPLE, of_to=15, value=15),
        value=15,
    ),
    Lie(
        "an entry corrected too late",
        PEOPLE + 1,
        "published as 19, but its entries give 20",
        "but its entries give 20",
        lambda log: (
            added("evidence.entry.corrected", "log:entry", index=3, reason="x")(log),
            said(PEOPLE + 1, of_to=PEOPLE, value=19)(log),
        ),
        value=19,
    ),
    Lie(
        "people of two rounds",
        34,
        "of more than one round",
        "Entry 33 says another round than an entry before it",
        counted_twice,
        value=21,
    ),
    Lie(
        "entries that do not exist",
        LANGUAGES,
        "do not exist",
        "made from entries that do not exist",
        written(NET, b"register.network.counted", b"register.other.counted"),
    ),
    Lie("fewer than it promised", BY_COUNTRY, "tells of 6, though", "tells of 6, though", said(BY_COUNTRY, smallest=7)),
    # one count
    *(
        Lie(f"a count that contradicts itself: {verifier}", STAYED, verifier, TOTALS + browser, said(index, **facts))
        for index, facts, verifier, browser in (
            (COUNTED, {"peak": 21}, "peak <= people", "peak: 21, people: 20"),
            (COUNTED, {"countries": 21}, "countries <= people", "countries: 21, people: 20"),
            (COUNTED, {"countries": 1}, "rows by_country <= countries", "rows by_country: 2, countries: 1"),
            (LISTED, {"by_country": ["de:9"]}, "sum by_country = people", "sum by_country: 21, people: 20"),
            (LISTED_TOO, {"by_capacity": ["house:19"]}, "sum by_capacity = people", "sum by_capacity: 19, people: 20"),
            (LISTED, {"by_item": ["i:21"]}, "most by_item <= people", "most by_item: 21, people: 20"),
            (FLOOR, {"answered": 10}, "answered <= asked", "answered: 10, asked: 9"),
            (FLOOR, {"spoke_countries": 5}, "spoke_countries <= spoke", "spoke_countries: 5, spoke: 4"),
            (FLOOR, {"poll": ["a:9", "b:4"]}, "sum poll <= voices", "sum poll: 13, voices: 12"),
        )
    ),
    Lie(
        "people without entries",
        STAYED,
        "but 19 entries stand for one each",
        "so many entries stand for one each: 19",
        written(KEPT, b"attendance.kept", b"attendance.lost"),
    ),
    Lie("a fact twice", STAYED, "says another peak than entry 20", "Entry 22 says another peak", said(LISTED, peak=17)),
    Lie(
        "a row twice",
        STAYED,
        "says a row of by_country for the second time",
        "Entry 23 says a row of by_country",
        said(LISTED_TOO, by_country=["tr:6", "de:1", "other:5"]),
    ),
    Lie(
        "a row without a number",
        STAYED,
        "a row that says no number",
        "Entry 22 says a row of by_country",
        said(LISTED, by_country=["de"]),
    ),
    Lie("a count of no round", STAYED, "does not say of which round", FORM.format(FLOOR), said(FLOOR, round="one")),
    # the register
    *(
        Lie(
            f"a network that contradicts itself: {verifier}",
            figure,
            verifier,
            TOTALS + browser,
            said(index, **facts),
            value=value,
        )
        for figure, index, facts, verifier, browser, value in (
            (
                BY_KIND,
                COUNTRIES,
                {"by_country": ["de:6", "tr:5"]},
                "sum by_country = communities",
                "sum by_country: 11, communities: 10",
                None,
            ),
            (
                LANGUAGES,
                KINDS,
                {"by_kind": ["house:8", "school:3"]},
                "sum by_kind = communities",
                "sum by_kind: 11, communities: 10",
                None,
            ),
            (FRESH, NET, {"countries": 11}, "countries <= communities", "countries: 11, communities: 10", None),
            (FRESH, NET, {"schools": 11}, "schools <= communities", "schools: 11, communities: 10", None),
            (
                FRESH,
                NET,
                {"school_countries": 5},
                "school_countries <= countries",
                "school_countries: 5, countries: 4",
                None,
            ),
        )
    ),
    Lie(
        "a quarter counted twice over",
        35,
        "says another events than entry 33",
        "Entry 34 says another events than an entry before it",
        quarter_told(then=12),
        value=12,
    ),
    Lie(
        "a kind of community changed",
        BY_KIND,
        "its entries give ['house:6', 'school:4']",
        "its entries give house:6,school:4",
        said(KINDS, by_kind=["house:6", "school:4"]),
    ),
    Lie("languages changed", LANGUAGES, "but its entries give 5", "but its entries give 5", said(NET, languages=5)),
    Lie("freshness changed", FRESH, "but its entries give 90", "but its entries give 90", said(NET, fresh=90)),
]
