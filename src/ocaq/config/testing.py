"""Loaded by pytest before settings are: every test process gets a data folder of its own, removed at its end."""

import atexit
import os
import shutil
import tempfile

os.environ["OCAQ_MODE"] = "test"
os.environ["OCAQ_LOG"] = "plain"
os.environ["OCAQ_DATA"] = tempfile.mkdtemp(prefix="ocaq-test-")
atexit.register(shutil.rmtree, os.environ["OCAQ_DATA"], ignore_errors=True)
