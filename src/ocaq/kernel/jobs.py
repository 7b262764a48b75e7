"""Work that repeats: old pages leave the database's files."""

from ocaq.kernel.erasure import shed_old_pages
from ocaq.kernel.worker import every


@every(3600.0)
def shed_pages() -> bool:
    return shed_old_pages()
