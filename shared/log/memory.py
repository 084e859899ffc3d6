"""The log in memory: the twin that tests use; it passes the same contract suite."""

from shared.envelope import Heard
from shared.errors import Conflict
from shared.ids import new_id
from shared.log.saying import Answered, Saying


class MemoryLog:
    """One service's facts in a list."""

    def __init__(self, *, service: str) -> None:
        self.service = service
        self.said: list[Heard] = []
        self._answers: dict[str, Answered] = {}

    async def load(self, stream: str) -> list[Heard]:
        """Return the facts of a stream, oldest first."""
        return [heard for heard in self.said if heard.stream == stream]

    async def answered(self, command_id: str) -> Answered | None:
        """Return what the command of this id led to, if it was carried out."""
        return self._answers.get(command_id)

    async def append(self, saying: Saying) -> int:
        """Append and return the position of the last fact; see `Log.append`."""
        versions = [heard.version for heard in self.said if heard.stream == saying.stream]
        if max(versions, default=0) != saying.after_version:
            raise Conflict(f"{saying.stream} has moved on")
        if saying.command_id is not None and saying.command_id in self._answers:
            raise Conflict(f"command {saying.command_id} was carried out before")
        for version, fact in enumerate(saying.facts, start=saying.after_version + 1):
            context = saying.context
            self.said.append(
                Heard(
                    id=new_id(),
                    service=self.service,
                    stream=saying.stream,
                    version=version,
                    position=len(self.said) + 1,
                    happened_at=saying.happened_at,
                    recorded_at=context.recorded_at,
                    actor=context.actor,
                    correlation_id=context.correlation_id,
                    causation_id=context.causation_id,
                    demo=context.demo,
                    fact=fact,
                )
            )
        if saying.command_id is not None:
            self._answers[saying.command_id] = Answered(
                stream=saying.stream, position=len(self.said)
            )
        return len(self.said)
