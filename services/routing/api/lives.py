"""Every act from a dispute about whose it is to the last item of execution, by name."""

from collections.abc import Mapping
from typing import TypeAlias

from services.routing.api import custody, ending, execution, inquiry, settling
from services.routing.api.acts import ActIn
from services.routing.api.custody import CustodyName
from services.routing.api.ending import EndingName
from services.routing.api.execution import ExecutionName
from services.routing.api.inquiry import InquiryName
from services.routing.api.settling import SettlingName

LifeName: TypeAlias = CustodyName | SettlingName | EndingName | InquiryName | ExecutionName
BODIES: Mapping[str, type[ActIn]] = {
    **custody.BODIES,
    **settling.BODIES,
    **ending.BODIES,
    **inquiry.BODIES,
    **execution.BODIES,
}
HEADS_ONLY = (
    custody.HEADS_ONLY
    | settling.HEADS_ONLY
    | ending.HEADS_ONLY
    | inquiry.HEADS_ONLY
    | execution.HEADS_ONLY
)
ROUTERS = (custody.router, settling.router, ending.router, inquiry.router, execution.router)
