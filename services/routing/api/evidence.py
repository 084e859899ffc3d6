"""Papers that show something: only those of the same petition do."""

from typing import Annotated

from pydantic import StringConstraints

from services.routing.api.acts import Common
from services.routing.deps import Collaborators
from services.routing.projections.worklist import CaseRow
from shared.contracts.intake import AttachmentAdded
from shared.errors import Kind, Refusal

Evidence = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9a-f-]*$")]


class EvidenceUnknown(Refusal):
    """The petition has no such paper."""

    code = "evidence-unknown"
    kind = Kind.NOT_FOUND


async def must_be_there(evidence: str, row: CaseRow, routing: Collaborators) -> Common:
    """
    Return nothing more to know, if the paper is one of the petition's; none is fine, too.

    Raises:
        EvidenceUnknown: it is not.
    """
    if not evidence:
        return {}
    if evidence not in await papers(row.petition_id, routing):
        raise EvidenceUnknown(
            "Hồ sơ không có giấy tờ này; hãy thêm vào trước.", field="evidence"
        )
    return {}


async def papers(petition_id: str, routing: Collaborators) -> list[str]:
    """Return the ids of the papers that came with a petition, or were added to it."""
    facts = [heard.fact for heard in await routing.queries.timeline(petition_id)]
    return [fact.attachment_id for fact in facts if isinstance(fact, AttachmentAdded)]
