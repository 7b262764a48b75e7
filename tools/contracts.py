"""An import contract of our own: two institutions meet only through their public faces."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PublicFaces(Contract):
    """Between two of `domains`, only the rooms in `faces` may be imported.

    `also_open` names further modules of the house that any domain may import, e.g. a registry that domains add to.
    """

    root = fields.StringField()
    domains = fields.ListField(subfield=fields.StringField())
    faces = fields.ListField(subfield=fields.StringField())
    also_open = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - the signature is theirs
        names: Any = self.domains
        found: list[tuple[str, str, int | None]] = [
            (importer, imported, _line(graph, importer, imported))
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_trespass(importer, imported, set(names))
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def _is_trespass(self, importer: str, imported: str, domains: set[str]) -> bool:
        opened: Any = self.also_open or []
        faces: Any = self.faces
        mine, theirs = self._domain(importer), self._domain(imported)
        if mine not in domains or theirs not in domains or mine == theirs or ".tests" in importer:
            return False
        rooms = imported.removeprefix(f"{self.root}.{theirs}").split(".")
        return not (len(rooms) > 1 and rooms[1] in faces) and imported not in opened

    def _domain(self, module: str) -> str:
        parts = module.removeprefix(f"{self.root}.").split(".")
        return parts[0]

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, line in check.metadata["found"]:
            output.print_error(f"{importer} (line {line}) imports {imported}, which is not a public face.")


def _line(graph: ImportGraph, importer: str, imported: str) -> int | None:
    details = graph.get_import_details(importer=importer, imported=imported)
    return details[0]["line_number"] if details else None
