from django.apps import AppConfig
from django.middleware import csrf

from ocaq.kernel.ids import random_text


class KernelConfig(AppConfig):
    name = "ocaq.kernel"
    label = "kernel"

    def ready(self) -> None:
        from ocaq.kernel import jobs, words  # noqa: F401, PLC0415 - declares the job and the sentences

        # Each first page makes two texts of 32 characters; Django asks the system for each character.
        csrf.get_random_string = random_text  # type: ignore[attr-defined]  # the stubs leave it out
