"""What the style page shows."""

from typing import Any


def everything() -> dict[str, Any]:
    return {}
