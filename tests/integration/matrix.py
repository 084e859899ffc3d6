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
    missing: bool = False
    """It is asked about something that is not there: who may ask is told so."""


TOO_EARLY = {"on": "2001-01-01"}
"""An act of a day before the case: the domain refuses it, after everybody else has said yes."""

WHY = TOO_EARLY | {"reason": "x"}
STRUCK = WHY | {"paused_on": "2001-01-01"}
TO_ONESELF = {"officer": "{self}"}
TO_ITSELF = {"with_petition": "{petition}"}
"""A link of a petition with itself: refused, after everybody else has said yes."""
NONE = "00000000-0000-7000-8000-000000000000"

NO_FILE = {"not taken": "<html>"}
SOME_FILE = {"attachment_id": "0b9a3a2e-6f0c-4a55-9a3e-1b7f4c7b8a01"}
NEVER = {
    "reason_code": "VERIFY", "reason": "Để xác minh", "scope": ["name"], "until": "2001-01-01T00:00:00Z",
}  # fmt: skip
"""A reveal that ends before it begins: refused, after everybody else has said yes."""
NEVER_REFUSED = {"ground": "REFUSE_9_1", "refused_at": "2001-01-01T00:00:00Z"}
"""A visitor of long ago: refused, after everybody else has said yes."""
REVEAL = {"reveal_id": NONE}
NOBODY = {"officer": NONE}
A_BODY, NO_BODY = {"code": "25585"}, {"code": "NO-BODY", "act": "rename"}
A_YEAR = {"year": "2026", "version": "1"}
NO_PROPOSAL = {"year": "2026", "version": "999"}
NO_DAYS = {"days": [], "source": ""}
"""A calendar that nobody gave a source: refused, after everybody else has said yes."""
A_ROLE = {"role": "auditor", "agency": "80"}
TO_ERASE = {"ground": "retention_ended", "reference": "1/QĐ"}
"""Of a petition that is still open: refused, after everybody else has said yes."""

# fmt: off
MATRIX = [
    Row("routing",   "GET /api/routing/worklist",                            READS),
    Row("routing",   "GET /desk",                                            READS),
    Row("routing",   "GET /api/routing/petitions/{petition_id}",             READS, petition=True),
    Row("routing",   "GET /desk/petitions/{petition_id}",                    READS, petition=True),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/{action}",   WORKS, petition=True, body=TOO_EARLY),
    Row("routing",   "POST /desk/petitions/{petition_id}/{action}",          WORKS, petition=True, form=TOO_EARLY),
    Row("routing",   "POST /desk/petitions/{petition_id}/{action}",          HEADS, petition=True, form=STRUCK, path={"action": "strike-pause"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/request-designation", WORKS, petition=True, body=WHY),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/designate",  HEADS, petition=True, body=WHY | {"to_agency": "TN-S-NV"}),
    Row("routing",   "POST /desk/petitions/{petition_id}/{action}",          HEADS, petition=True, form=WHY | {"to_agency": "TN-S-NV"}, path={"action": "designate"}),
    Row("routing",   "GET /api/routing/petitions/{petition_id}/custody",     READS, petition=True),
    Row("routing",   "GET /api/routing/petitions/{petition_id}/designation", READS, petition=True),
    Row("routing",   "GET /api/routing/petitions/{petition_id}/links",       READS, petition=True),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/link",       WORKS, petition=True, body=TO_ITSELF),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/unlink",     WORKS, petition=True, body=TO_ITSELF | {"reason": "khác thửa"}),
    Row("routing",   "GET /desk/petitions/{petition_id}/duplicates",         READS, petition=True),
    Row("routing",   "POST /desk/petitions/{petition_id}/duplicates/{what}", WORKS, petition=True, form=TO_ITSELF, path={"what": "link"}),
    Row("routing",   "POST /desk/petitions/{petition_id}/duplicates/{what}", WORKS, petition=True, form=TO_ITSELF, path={"what": "unlink"}),
    Row("routing",   "POST /desk/petitions/{petition_id}/here",              READS, petition=True, form={}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/pause",      WORKS, petition=True, body=WHY | {"ground": "other_body"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/resume",     WORKS, petition=True, body=TOO_EARLY),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/strike-pause",     HEADS, petition=True, body=STRUCK),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/extend",     WORKS, petition=True, body=WHY | {"days": 30, "complexity": "complex"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/strike-extension", HEADS, petition=True, body=WHY | {"number": 1}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/complexity", WORKS, petition=True, body=TOO_EARLY),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/notify",     WORKS, petition=True, body=TOO_EARLY | {"what": "decision"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/publish",    WORKS, petition=True, body=TOO_EARLY | {"form": "posted"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/signers", WORKS, petition=True, body=TOO_EARLY | {"count": 2}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/withdraw", WORKS, petition=True, body=TOO_EARLY),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/notify-signer", WORKS, petition=True, body=TOO_EARLY | {"signer": 1, "what": "decision"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/continue", WORKS, petition=True, body=WHY | {"ground": "coerced"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/discontinue", WORKS, petition=True, body=WHY | {"ground": "dead"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/amend", WORKS, petition=True, body=WHY | {"cause": "law"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/revoke", WORKS, petition=True, body=WHY | {"cause": "law"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/appeal", WORKS, petition=True, body=TOO_EARLY),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/lawsuit", WORKS, petition=True, body=TOO_EARLY | {"court_accepted_on": "2001-01-01"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/reexamine", WORKS, petition=True, body=WHY | {"finding": "kept"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/check", WORKS, petition=True, body=WHY | {"finding": "no_signs", "follow_up": "none"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/refer-crime", WORKS, petition=True, body=WHY | {"to": "procuracy", "file": "x"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/verify", WORKS, petition=True, body=TOO_EARLY | {"lead": NONE, "contents": "x", "until_on": "2001-01-01"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/record-verification", WORKS, petition=True, body=TOO_EARLY | {"findings": "x"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/ask-information", WORKS, petition=True, body=TOO_EARLY | {"of_agency": "25585", "what": "x", "due_on": "2001-01-01"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/answer-information", WORKS, petition=True, body=TOO_EARLY | {"number": 1}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/plan-dialogue", WORKS, petition=True, body=TOO_EARLY | {"held_on": "2001-01-01"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/hold-dialogue", WORKS, petition=True, body=TOO_EARLY | {"agreement": "agreed", "record": "x"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/miss-dialogue", WORKS, petition=True, body=TOO_EARLY | {"absent": "petitioner"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/urge", HEADS, petition=True, body=WHY),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/report", WORKS, petition=True, body=WHY | {"progress": "x"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/place", HEADS, petition=True, body=WHY | {"place": "ahead"}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/plan-backlog", WORKS, petition=True, body=TOO_EARLY | {"due_on": "2001-01-01", "leader": NONE}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/execute", WORKS, petition=True, body=WHY),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/fulfil", WORKS, petition=True, body=TOO_EARLY | {"item": 1}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/strike-fulfilment", HEADS, petition=True, body=WHY | {"item": 1, "entry": 1}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/cancel-execution", WORKS, petition=True, body=WHY),
    Row("routing",   "GET /api/routing/petitions/{petition_id}/guidance", WORKS, petition=True),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/guidance", WORKS, petition=True, body={"answers": {}}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/accept-proposal", WORKS, petition=True, body={"number": 9}),
    Row("routing",   "POST /api/routing/petitions/{petition_id}/override-proposal", WORKS, petition=True, body={"number": 9, "did": "FILE", "reason": "x"}),
    Row("routing",   "GET /desk/petitions/{petition_id}/guidance", WORKS, petition=True),
    Row("routing",   "POST /desk/petitions/{petition_id}/guidance", WORKS, petition=True, form={}),
    Row("routing",   "POST /desk/petitions/{petition_id}/guidance/accept", WORKS, petition=True, form={"number": "9"}),
    Row("routing",   "POST /desk/petitions/{petition_id}/guidance/override", WORKS, petition=True, form={"number": "9", "did": "FILE", "reason": "x"}),
    Row("routing",   "GET /api/routing/agreement", READS),
    Row("routing",   "GET /desk/agreement", READS),
    Row("routing",   "GET /api/routing/executions", READS),
    Row("routing",   "GET /api/routing/backlog", READS),
    Row("routing",   "GET /executions", READS),
    Row("routing",   "GET /backlog", READS),
    Row("routing",   "POST /desk/petitions/{petition_id}/{action}", HEADS, petition=True, form=WHY | {"place": "ahead"}, path={"action": "place"}),
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
    Row("intake",    "GET /api/intake/petitions/{petition_id}/candidates",   "RPHI", petition=True),
    Row("intake",    "POST /api/intake/receptions/refusals",                 "RPH", body=NEVER_REFUSED),
    Row("intake",    "GET /api/intake/receptions/refusals",                  "RPH"),
    Row("intake",    "GET /receptions",                                      "RPH"),
    Row("intake",    "POST /receptions",                                     "RPH", form={"ground": "none"}),
    Row("intake",    "POST /api/intake/candidates",                          "RPH", body={"kind_claimed": "complaint"}),
    Row("intake",    "POST /lodge/alike",                                    "RPH", form={"kind_claimed": "complaint", "summary": "x"}),
    Row("intake",    "GET /papers/{petition_id}",                            "RPHI", petition=True),
    Row("intake",    "POST /api/intake/search",                              "RPHI", body={"q": "Không Có Ai"}),
    Row("intake",    "GET /search",                                          "RPHI"),
    Row("intake",    "POST /search",                                         "RPHI", form={"q": "Không Có Ai"}),
    Row("intake",    "POST /api/intake/petitions/{petition_id}/reveals",     "PHI", petition=True, body=NEVER),
    Row("intake",    "GET /reveals/ask/{petition_id}",                       "PHI", petition=True),
    Row("intake",    "POST /reveals/ask/{petition_id}",                      "PHI", petition=True, form={"days": "0"}),
    Row("intake",    "GET /api/intake/reveals",                              "PHIAC"),
    Row("intake",    "GET /reveals",                                         "PHIAC"),
    Row("intake",    "POST /api/intake/reveals/{reveal_id}/approve",         "C", body={}, path=REVEAL, missing=True),
    Row("intake",    "POST /api/intake/reveals/{reveal_id}/refuse",          "C", body={}, path=REVEAL, missing=True),
    Row("intake",    "POST /api/intake/reveals/{reveal_id}/end",             "PHIAC", body={}, path=REVEAL, missing=True),
    Row("intake",    "POST /api/intake/reveals/{reveal_id}/view",            "PHI", body={}, path=REVEAL, missing=True),
    Row("intake",    "POST /reveals/{reveal_id}/view",                       "PHI", form={}, path=REVEAL, missing=True),
    Row("intake",    "POST /reveals/{reveal_id}/{decision}",                 "PHIAC", form={}, path=REVEAL | {"decision": "end"}, missing=True),
    Row("intake",    "POST /api/intake/petitions/{petition_id}/erasure",     "C", petition=True, body=TO_ERASE),
    Row("intake",    "POST /api/intake/petitions/{petition_id}/erasure/confirm",  "C", petition=True, body={}),
    Row("intake",    "POST /api/intake/petitions/{petition_id}/erasure/withdraw", "C", petition=True, body={}),
    Row("intake",    "GET /api/intake/erasures",                             "C"),
    Row("intake",    "GET /custody",                                         "C"),
    Row("intake",    "POST /custody/erasures",                               "C", form={"code": "0000-0000-0000", **TO_ERASE}, missing=True),
    Row("intake",    "POST /custody/erasures/{petition_id}/confirm",         "C", petition=True, form={}),
    Row("intake",    "POST /custody/erasures/{petition_id}/withdraw",        "C", petition=True, form={}),
    Row("routing",   "POST /sign-out",                                       EVERYBODY_SIGNED_IN, form={}),
    Row("routing",   "GET /account",                                         EVERYBODY_SIGNED_IN),
    Row("routing",   "POST /account/password",                               EVERYBODY_SIGNED_IN, form={"present": "wrong"}),
    Row("routing",   "POST /account/sessions",                               EVERYBODY_SIGNED_IN, form={"key": "none"}),
    Row("routing",   "POST /account/told",                                   EVERYBODY_SIGNED_IN, form={"upto": "2001-01-01T00:00:00Z"}),
    Row("routing",   "GET /account/factor",                                  EVERYBODY_SIGNED_IN),
    Row("routing",   "POST /account/factor",                                 EVERYBODY_SIGNED_IN, form={"sealed": "none"}),
    Row("routing",   "POST /account/factor/change",                          EVERYBODY_SIGNED_IN, form={"what": "off", "present": "wrong"}),
    Row("routing",   "POST /account/relatives",                              EVERYBODY_SIGNED_IN, form={"relation": "none"}),
    Row("routing",   "GET /people",                                          "HD"),
    Row("routing",   "POST /people/search",                                  "HD", form={"q": "không ai"}),
    Row("routing",   "GET /people/new",                                      "D"),
    Row("routing",   "POST /people/new",                                     "D", form={}),
    Row("routing",   "GET /people/{officer}",                                "D", path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/roles",                         "D", form=A_ROLE, path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/roles/withdraw",                "D", form=A_ROLE, path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/move",                          "D", form={"agency": "25585", "post": "head"}, path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/password",                      "D", form={}, path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/factor",                        "D", form={}, path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/disable",                       "D", form={}, path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/enable",                        "D", form={}, path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/oidc",                          "D", form={"oidc_login": "x"}, path=NOBODY, missing=True),
    Row("routing",   "POST /people/{officer}/leave",                         "D", form={}, path=NOBODY, missing=True),
    Row("routing",   "GET /api/routing/directory",                           EVERYBODY_SIGNED_IN),
    Row("routing",   "GET /api/routing/directory/{code}",                    EVERYBODY_SIGNED_IN, path=A_BODY),
    Row("routing",   "POST /api/routing/directory/preview",                  "D", body={}),
    Row("routing",   "POST /api/routing/directory/import",                   "D", body={}, query={"fingerprint": "0" * 64}),
    Row("routing",   "POST /api/routing/directory/{code}/{act}",             "D", body=TOO_EARLY, path=NO_BODY, missing=True),
    Row("routing",   "GET /directory",                                       EVERYBODY_SIGNED_IN),
    Row("routing",   "GET /directory/bodies/{code}",                         EVERYBODY_SIGNED_IN, path=A_BODY),
    Row("routing",   "GET /directory/import",                                "D"),
    Row("routing",   "POST /directory/import",                               "D", form={}),
    Row("routing",   "POST /directory/import/take",                          "D", form={}),
    Row("routing",   "POST /directory/bodies/{code}/{act}",                  "D", form={}, path=NO_BODY, missing=True),
    Row("reporting", "GET /gallery",                                         "D"),
    Row("deadlines", "GET /api/deadlines/petitions/{petition_id}/clocks",    READS, petition=True),
    Row("deadlines", "GET /clocks",                                          READS),
    Row("deadlines", "GET /clocks/count",                                    READS),
    Row("deadlines", "GET /clocks/month",                                    READS),
    Row("deadlines", "GET /clocks/of/{petition_id}",                         READS, petition=True),
    Row("deadlines", "GET /clocks/feed",                                     READS),
    Row("deadlines", "POST /clocks/feed",                                    READS, form={}),
    Row("deadlines", "POST /clocks/feed/end",                                READS, form={}),
    Row("deadlines", "GET /rules",                                           READS),
    Row("deadlines", "GET /rules/{clock}",                                   READS, path={"clock": "KN.L1.SETTLE"}),
    Row("deadlines", "GET /api/deadlines/calendars",                         EVERYBODY_SIGNED_IN),
    Row("deadlines", "GET /api/deadlines/calendars/{year}",                  EVERYBODY_SIGNED_IN, path=A_YEAR),
    Row("deadlines", "GET /api/deadlines/calendars/{year}/{version}",        EVERYBODY_SIGNED_IN, path=A_YEAR),
    Row("deadlines", "POST /api/deadlines/calendars/{year}",                 "DI", body=NO_DAYS, path=A_YEAR),
    Row("deadlines", "POST /api/deadlines/calendars/{year}/file",            "DI", body=NO_DAYS, query={"source": "x"}, path=A_YEAR),
    Row("deadlines", "GET /api/deadlines/calendars/{year}/{version}/preview", "DHI", path=NO_PROPOSAL, missing=True),
    Row("deadlines", "POST /api/deadlines/calendars/{year}/{version}/approve", "HI", body={"instead_of": 0}, path=NO_PROPOSAL, missing=True),
    Row("deadlines", "POST /api/deadlines/calendars/{year}/{version}/reject", "DHI", body={"reason": "x"}, path=NO_PROPOSAL, missing=True),
    Row("deadlines", "GET /api/deadlines/rederiving",                        EVERYBODY_SIGNED_IN),
    Row("deadlines", "POST /api/deadlines/what-if",                          "DHI", body={"rule": {"id": "KN.SUE", "valid_from": "2199-01-01"}}),
    Row("deadlines", "GET /api/deadlines/what-if/{trial_id}",                "DHI", path={"trial_id": NONE}, missing=True),
    Row("deadlines", "GET /calendars",                                       EVERYBODY_SIGNED_IN),
    Row("deadlines", "GET /calendars/progress",                              EVERYBODY_SIGNED_IN),
    Row("deadlines", "GET /calendars/trials/{trial_id}",                     "DHI", path={"trial_id": NONE}, missing=True),
    Row("deadlines", "GET /calendars/{year}",                                EVERYBODY_SIGNED_IN, path=A_YEAR),
    Row("deadlines", "GET /calendars/{year}/{version}",                      EVERYBODY_SIGNED_IN, path=A_YEAR),
    Row("deadlines", "GET /calendars/{year}/propose",                        "DI", path=A_YEAR),
    Row("deadlines", "POST /calendars/{year}/propose",                       "DI", form={"source": ""}, path=A_YEAR),
    Row("deadlines", "POST /calendars/{year}/file",                          "DI", form={"source": ""}, path=A_YEAR),
    Row("deadlines", "POST /calendars/{year}/{version}/approve",             "HI", form={"instead_of": "0"}, path=NO_PROPOSAL, missing=True),
    Row("deadlines", "POST /calendars/{year}/{version}/reject",              "DHI", form={"reason": "x"}, path=NO_PROPOSAL, missing=True),
    Row("deadlines", "GET /rules/what-if",                                   "DHI"),
    Row("deadlines", "POST /rules/what-if",                                  "DHI", form={"rule": "KN.NO"}),
    Row("deadlines", "POST /rules/what-if/days",                             "DHI", form={"year": "x"}),
    Row("deadlines", "GET /rules/what-if/{trial_id}",                        "DHI", path={"trial_id": NONE}, missing=True),
    Row("reporting", "GET /api/reporting/dashboard",                         READS),
    Row("reporting", "GET /api/reporting/sentinel",                          READS),
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
