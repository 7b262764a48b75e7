"""A browser's long name for itself as a few words a person knows."""

from django.utils.translation import gettext as _

# Order matters: most browsers also claim to be Chrome and Safari.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser", "Yandex"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_named(user_agent: str) -> str:
    """Return e.g. "Firefox, Android"; "Unknown device" when neither is known."""
    known = [next((word for sign, word in table if sign in user_agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return _(", ").join(word for word in known if word) or _("Unknown device")
