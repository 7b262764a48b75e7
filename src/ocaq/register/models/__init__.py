from ocaq.register.models.activity import ActivityReport, Count
from ocaq.register.models.communities import (
    Affiliation,
    Area,
    Community,
    Contact,
    Decision,
    Hours,
    Kind,
    Name,
    Photo,
    Place,
    PlaceName,
    StateChange,
)
from ocaq.register.models.finding import SearchEntry, SearchKey, SearchWord
from ocaq.register.models.likeness import Likeness, Merge
from ocaq.register.models.lists import Batch, Line
from ocaq.register.models.names import NameKey
from ocaq.register.models.people import Letter, Paper, Person, PersonKey, Post
from ocaq.register.models.upkeep import Change, Group, Renewal, Verification

__all__ = [
    "ActivityReport",
    "Affiliation",
    "Area",
    "Batch",
    "Change",
    "Community",
    "Contact",
    "Count",
    "Decision",
    "Group",
    "Hours",
    "Kind",
    "Letter",
    "Likeness",
    "Line",
    "Merge",
    "Name",
    "NameKey",
    "Paper",
    "Person",
    "PersonKey",
    "Photo",
    "Place",
    "PlaceName",
    "Post",
    "Renewal",
    "SearchEntry",
    "SearchKey",
    "SearchWord",
    "StateChange",
    "Verification",
]
