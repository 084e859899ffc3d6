"""Everything intake can say about visitors who were not received."""

from shared.contracts.intake import ReceptionRefused

__all__ = ["ReceptionRefused"]
