"""The verifier as a module, loaded by its file: it is no package and belongs to none."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

FILE = Path(__file__).resolve().parents[2] / "verifier/ocaq_verify.py"


def load() -> ModuleType:
    if "ocaq_verify" not in sys.modules:
        spec = importlib.util.spec_from_file_location("ocaq_verify", FILE)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["ocaq_verify"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["ocaq_verify"])
    return sys.modules["ocaq_verify"]
