"""A service that was taken over cannot speak as another, not even through the server's mouth."""

from typing import Any

from nats.aio.client import Client
from structlog.testing import capture_logs

from deploy.embedded.supervisor import Stack
from shared.log.relay import last_sent
from shared.log.streams import STREAM, js_api
from shared.log.wire import close, connect_once
from tests.faults.toy import until


async def _holds(nc: Client, messages: int) -> bool:
    info = await js_api(nc, f"STREAM.INFO.{STREAM}")
    return bool(info["state"]["messages"] == messages)


async def test_an_answer_put_among_anothers_facts_changes_nothing(stream: Any) -> None:
    """
    A server answers wherever it is told to: reporting has it answer among routing's facts.

    What arrives is no fact. The relay of routing goes on from its own last one.
    """
    fact = b'{"source":"/tiepdan/80/routing","position":7}'
    nc = await connect_once(stream.nats_user("routing"), name="test")
    await nc.request("tiepdan.routing.x", fact, timeout=2)
    taken = await connect_once(stream.nats_user("reporting"), name="test")
    for _ in range(3):
        await taken.publish(
            f"$JS.API.STREAM.MSG.GET.{STREAM}", b'{"seq":1}', reply="tiepdan.routing.y"
        )
    await taken.flush()
    operator = await connect_once(stream.operator, name="test")
    await until(lambda: _holds(operator, 4))
    with capture_logs() as lines:
        sent = await last_sent(nc, "routing")
    assert (sent.seq, sent.position) == (4, 7)
    assert [line["event"] for line in lines] == ["stream_has_junk"]
    for connection in (nc, taken, operator):
        await close(connection)


async def test_an_answer_that_should_go_among_facts_is_not_given(stack: Stack) -> None:
    """Whoever asks says where the answer goes: an inbox, or there is none."""
    operator = await connect_once(stack.workspace.nats_login(), name="test")
    before = (await js_api(operator, f"STREAM.INFO.{STREAM}"))["state"]["last_seq"]
    asked = b'{"first":1,"last":1}'
    await operator.publish("rpc.routing.said", asked, reply="tiepdan.routing.x")
    answer = await operator.request("rpc.routing.said", asked, timeout=3)
    assert answer.data.startswith(b"[")
    assert (await js_api(operator, f"STREAM.INFO.{STREAM}"))["state"]["last_seq"] == before
    await close(operator)
