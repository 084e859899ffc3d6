"""
Who may do what: the whole table, by hand, so that a mistake in the code is no mistake here.

Roles: R reception · P processing · H head · I inspectorate · A auditor · D administrator · C custodian.
A row with `petition` is asked about petitions in four places: the officer's own body, a
subordinate one, another, and their own body though the officer is in conflict with the matter.
"""

from dataclasses import dataclass, field
from typing import Any

ROLES = {
    "R": "reception",
    "P": "processing",
    "H": "head",
    "I": "inspectorate",
    "A": "auditor",
    "D": "administrator",
    "C": "custodian",
}
EVERYBODY_SIGNED_IN = "RPHIADC"
READS, WORKS, HEADS = "RPHIA", "PH", "H"


@dataclass(frozen=True)
class Row:
    """One endpoint; `body` is one that changes nothing even where it is allowed."""

    service: str
    endpoint: str
    roles: str
    petition: bool = False
    body: Any = None
    form: dict[str, str] | None = None
    query: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=lambda: {"action": "answer"})
    """What stands in the path besides the petition."""


TOO_EARLY = {"on": "2001-01-01"}
"""An act of a day before the case: the domain refuses it, after everybody else has said yes."""

TO_ONESELF = {"officer": "matrix-officer"}
"""Nobody was ever appointed under this id: it is refused, after everybody else has said yes."""
NONE = "00000000-0000-7000-8000-000000000000"

NO_FILE = {"not taken": "<html>"}
SOME_FILE = {"attachment_id": "0b9a3a2e-6f0c-4a55-9a3e-1b7f4c7b8a01"}

# fmt: off
MATRIX = [
    Row("routing",   "GET /api/routing/worklist",                            READS),
    Row("routing",   "GET /desk",                                            READS),
    Row("routing",   "GET /api/routing/petitions/{petition_id}",             READS, petition=True),
    Row("routing",   "GET /desk/petitions/{petition_id}",                    READS, petition=True),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/{action}",   WORKS, petition=True, body=TOO_EARLY),
    Row("routing",   "POST /desk/petitions/{petition_id}/{action}",          WORKS, petition=True, form=TOO_EARLY),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/assign",     WORKS, petition=True, body=TO_ONESELF),
    Row("routing",   "POST /desk/petitions/{petition_id}/assign",            WORKS, petition=True, form=TO_ONESELF),
    Row("routing",   "POST /api/routing/assignments",                        WORKS, body={"petition_ids": [NONE], **TO_ONESELF}),
    Row("routing",   "POST /desk/assignments",                               WORKS, form={"petition_id": NONE, **TO_ONESELF}),
    Row("routing",   "GET /api/routing/notices",                             READS),
    Row("routing",   "POST /api/routing/notices/seen",                       READS, body={"upto": 0}),
    Row("routing",   "GET /api/routing/views",                               READS),
    Row("routing",   "POST /api/routing/views",                              READS, body={"name": "x", "query": "no=filter"}),
    Row("routing",   "POST /api/routing/views/{view_id}/delete",             READS, body={}, path={"view_id": "x"}),
    Row("routing",   "GET /desk/fresh",                                      READS, query={"since": "2026-11-23T00:00:00Z"}),
    Row("routing",   "GET /notices",                                         EVERYBODY_SIGNED_IN),
    Row("routing",   "GET /notices/count",                                   EVERYBODY_SIGNED_IN),
    Row("routing",   "GET /desk/notices",                                    EVERYBODY_SIGNED_IN),
    Row("routing",   "POST /notices/seen",                                   EVERYBODY_SIGNED_IN, form={"upto": "0"}),
    Row("routing",   "GET /views",                                           EVERYBODY_SIGNED_IN),
    Row("routing",   "POST /views",                                          READS, form={"name": "x", "query": "no=filter"}),
    Row("routing",   "POST /views/{view_id}/delete",                         READS, form={}, path={"view_id": "x"}),
    Row("intake",    "GET /api/intake/petitions/{petition_id}/attachments",  "RPHI", petition=True),
    Row("intake",    "PUT /api/intake/petitions/{petition_id}/attachments/{attachment_id}", "RPH", petition=True, body=NO_FILE, path=SOME_FILE),
    Row("intake",    "GET /papers/{petition_id}",                            "RPHI", petition=True),
    Row("deadlines", "GET /api/deadlines/petitions/{petition_id}/clocks",    READS, petition=True),
    Row("reporting", "GET /api/reporting/dashboard",                         READS),
    Row("reporting", "GET /api/reporting/petitions/{petition_id}/timeline",  "PHIA", petition=True),
    Row("reporting", "GET /dashboard",                                       READS),
    Row("reporting", "GET /dashboard/figures",                               READS),
]
# fmt: on

STREAMS = {
    "routing GET /desk/live",
    "reporting GET /dashboard/live",
    "intake GET /api/intake/petitions/{petition_id}/attachments/{attachment_id}",
}
"""
Last as long as a page: who may open them is tested, not read to their end. A file cannot be
fetched before it came: `test_attachments.py` asks who may.
"""
