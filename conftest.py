"""Every test run gets a data folder of its own, so that runs side by side never meet."""

import os
import tempfile

os.environ.setdefault("OCAQ_MODE", "test")
os.environ.setdefault("OCAQ_DATA", tempfile.mkdtemp(prefix="ocaq-test-"))
os.environ.setdefault("OCAQ_LOG", "plain")
os.environ["DJANGO_SETTINGS_MODULE"] = "ocaq.config.settings"
