"""
The second step of a sign-in: a code of the authenticator, or one of the recovery codes.

Whoever comes here gave the right password, so codes are counted by account, wherever they
come from: nobody else can lock it, and no change of address is a way round (decision 0013).
"""

import base64
import binascii
import datetime as dt
from dataclasses import dataclass, field
from typing import Final

import structlog

from services.routing.accounts.attempts import Attempts
from services.routing.accounts.factor_keys import FactorKeys, NotSealedHere
from services.routing.accounts.factors import Factor
from services.routing.accounts.staff import Staff
from shared.auth.one_time import matching_step, new_recovery_codes, new_secret, plain
from shared.clock import Clock
from shared.errors import Kind, Refusal
from shared.ids import OfficerId

ENROLMENT: Final = dt.timedelta(minutes=30)
"""How long a new secret waits, sealed in the form that shows it, for its first code."""
log = structlog.get_logger()


class WrongCode(Refusal):
    """No code of now, one that was used already, or too many wrong ones before."""

    code = "wrong-code"
    kind = Kind.INVALID


class EnrolmentOver(Refusal):
    """The form with the new secret is too old, or another person's."""

    code = "enrolment-over"
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was typed: a code of the authenticator, or a recovery code."""

    code: str = field(default="", repr=False)
    recovery: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret that nothing depends on yet: its first code is still to come."""

    secret: bytes = field(repr=False)
    sealed: str = field(repr=False)
    """As it lies in the form that shows it: only we can open it, for its owner alone."""


class SecondStep:
    """Asks for second factors, and sets them up."""

    def __init__(
        self, keys: FactorKeys, staff: Staff, attempts: Attempts, clock: Clock
    ) -> None:
        self.factors = staff.factors
        self._keys = keys
        self._attempts = attempts
        self._passwords = staff.passwords
        self._tellings = staff.tellings
        self._clock = clock

    async def prove(self, officer: OfficerId, proof: Proof) -> bool:
        """Test whether somebody has the second factor of an account; a code is taken once."""
        attempt = await self._attempts.count_code(officer)
        factor = await self.factors.of(officer)
        if factor is None:  # taken off meanwhile: who signs in begins again
            return False
        closed = attempt.locked or factor.blocked
        if proof.recovery:
            right = await self._is_recovery(officer, proof.recovery, closed=closed)
        else:
            right = not closed and await self._is_code(officer, factor, proof.code)
        if right:
            await self._attempts.forgive(attempt)
            return True
        log.warning("second_step_failed", officer=officer, locked=closed)
        if not closed:
            await self.factors.note_wrong(officer)
        else:
            await self._tellings.tell(officer, "codes_guessed")
        return False

    async def must_prove(self, officer: OfficerId, proof: Proof) -> None:
        """
        Do nothing if somebody has the second factor.

        Raises:
            WrongCode: they have not; the sentence stands at the field they used.
        """
        if not await self.prove(officer, proof):
            raise WrongCode(
                "Mã không đúng, đã dùng rồi, hoặc đã thử quá nhiều lần.",
                field="recovery" if proof.recovery else "code",
            )

    def offer(self, officer: OfficerId) -> NewSecret:
        """Return a new secret for an authenticator."""
        secret = new_secret()
        until = self._clock.now() + ENROLMENT
        content = int(until.timestamp()).to_bytes(8) + secret
        sealed = self._keys.seal(content, f"offer/{officer}")
        return NewSecret(secret, base64.urlsafe_b64encode(sealed).decode())

    def offered(self, officer: OfficerId, sealed: str) -> NewSecret:
        """
        Return the secret that was offered in a form.

        Raises:
            EnrolmentOver: too long ago, or not to them.
        """
        over = EnrolmentOver("Trang này đã quá hạn; hãy quét mã mới.", field="code")
        try:
            box = base64.b64decode(sealed, altchars=b"-_", validate=True)
            content, _ = self._keys.open(box, f"offer/{officer}")
        except (NotSealedHere, binascii.Error, ValueError):
            raise over from None
        if int.from_bytes(content[:8]) <= self._clock.now().timestamp():
            raise over
        return NewSecret(content[8:], sealed)

    async def turn_on(
        self, officer: OfficerId, new: NewSecret, code: str
    ) -> tuple[str, ...] | None:
        """
        Ask for a second factor from now on; return recovery codes, shown this once.

        None where there is one already: this was sent twice, and the first answer had them.

        Raises:
            WrongCode: the authenticator does not show what it should.
        """
        step = matching_step(new.secret, code, self._clock.now())
        if step is None:
            raise WrongCode("Mã không đúng; xem lại giờ của thiết bị.", field="code")
        codes = new_recovery_codes()
        hashes = await self._hashed(codes)
        sealed, at = self._keys.seal(new.secret, _place(officer)), self._clock.now()
        if not await self.factors.add(officer, sealed, hashes, step=step, at=at):
            return None
        log.info("second_factor_on", officer=officer)
        return codes

    async def new_recovery(self, officer: OfficerId) -> tuple[str, ...]:
        """Give ten new recovery codes, shown this once; those from before are worth nothing."""
        codes = new_recovery_codes()
        await self.factors.set_recovery(officer, await self._hashed(codes))
        log.info("recovery_codes_made", officer=officer)
        return codes

    async def turn_off(self, officer: OfficerId) -> None:
        """Ask for the password alone from now on."""
        if await self.factors.remove(officer):
            log.info("second_factor_off", officer=officer)

    async def _is_code(self, officer: OfficerId, factor: Factor, code: str) -> bool:
        try:
            secret, newest = self._keys.open(factor.sealed, _place(officer))
        except NotSealedHere:
            log.error("second_factor_unreadable", officer=officer)
            return False
        step = matching_step(secret, code, self._clock.now())
        if step is None or not await self.factors.use_step(officer, step):
            return False
        if not newest:
            sealed = self._keys.seal(secret, _place(officer))
            await self.factors.reseal(officer, factor.sealed, sealed)
        return True

    async def _hashed(self, codes: tuple[str, ...]) -> dict[str, str]:
        """Return hashes by first letter, made one by one: who signs in waits for one, not ten."""
        return {code[0]: await self._passwords.hash(plain(code)) for code in codes}

    async def _is_recovery(self, officer: OfficerId, typed: str, *, closed: bool) -> bool:
        code = plain(typed)
        kept = await self.factors.recovery(officer, code[:1])
        right, _ = await self._passwords.check(code, None if closed else kept)
        if not right or kept is None or not await self.factors.use_recovery(officer, kept):
            return False
        log.warning("recovery_code_used", officer=officer)
        await self._tellings.tell(officer, "recovery_used")
        return True


def _place(officer: OfficerId) -> str:
    """Return what a sealed secret is bound to: moved to another's row it does not open."""
    return f"factor/{officer}"
