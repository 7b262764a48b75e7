from ocaq.privacy.models.asking import Code, Request
from ocaq.privacy.models.consent import Receipt
from ocaq.privacy.models.lawful import DirectoryOnly, Export, LawfulRequest
from ocaq.privacy.models.looks import Look, Looked
from ocaq.privacy.models.watching import Emergency, Review

__all__ = [
    "Code",
    "DirectoryOnly",
    "Emergency",
    "Export",
    "LawfulRequest",
    "Look",
    "Looked",
    "Receipt",
    "Request",
    "Review",
]
