"""What reporting hears beside facts: that its own read models moved, in whichever process."""

from typing import Any

from shared.frame import Frame
from shared.web.live import Hub


def register(frame: Frame, hub: Hub) -> None:
    """Tell the pages of this process whenever a process of this service has moved on."""

    # Without a queue: every replica hears it, for every replica has pages of its own.
    @frame.broker.subscriber(f"live.{frame.parts.service}")
    async def moved(_: dict[str, Any]) -> None:
        """Wake the listening pages; what they show they fetch themselves."""
        hub.tell()
