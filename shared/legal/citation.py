"""Where a rule comes from: an act of `acts.yaml` and a provision in it."""

import msgspec


class Citation(msgspec.Struct, frozen=True):
    """An act by its key in `acts.yaml` (`LKN`) and the provision (`Đ27`)."""

    act: str
    provision: str

    def __str__(self) -> str:
        return f"{self.act} {self.provision}"


class RuleApplied(msgspec.Struct, frozen=True, kw_only=True):
    """A rule row that took part in a decision, as it stood on that day."""

    rule: str
    """Id of the row, as in the rule book."""
    version: int
    basis: Citation
    confidence: str
    """`primary`, `secondary`, `memory` or `inference`: below primary a lawyer must sign."""
