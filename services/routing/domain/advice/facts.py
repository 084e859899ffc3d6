"""What an officer can observe or must find out about a matter; never what is decided."""

import datetime as dt
from typing import Literal, TypeAlias

from msgspec import Struct, field

from services.routing.rules.vocabulary import (
    Authorisation,
    BodyKind,
    Capacity,
    Channel,
    Court,
    EventType,
    Fate,
    ForwarderKind,
    Harm,
    Instance,
    Intake,
    Kind,
    Language,
    ObjectKind,
    Obstacle,
    OnlineGround,
    Papers,
    Post,
    Rank,
    Scope,
    SenderType,
    Signal,
    Signed,
    Sphere,
    Translation,
    VisitCondition,
    Wording,
)


class Given(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something stated; what is left out has the default of the schema."""


class Body(Given, frozen=True):
    """A body or party."""

    kind: BodyKind
    id: str
    parent: str | None = None
    """The body it belongs to; before 1 July 2025 a commune's is its district."""
    parent_kind: BodyKind | None = None


Place: TypeAlias = Body | str
"""A body, or its id alone."""


class Forwarder(Given, frozen=True):
    """Who sent the petition on to us."""

    kind: ForwarderKind
    forwarded_on: dt.date | None = None


class Senders(Given, frozen=True):
    """Who wrote."""

    count: int = 1
    type: SenderType = "individual"
    identified: bool = True
    signed: Signed = "all"
    """A fingerprint counts as a signature."""
    civil_capacity: Capacity = "full"
    guardian: bool = False
    own_right_affected: bool = True
    impersonated: bool = False


class Elected(Given, frozen=True, tag_field="kind", tag="elected"):
    """Some of the petitioners speak for all."""

    count: int = 1
    written: bool = False


class Authorised(Given, frozen=True, tag_field="kind", tag="authorised"):
    """Somebody was given authority to speak."""

    document: Authorisation = "none"
    same_matter_agents: int = 1


class Document(Given, frozen=True):
    """The paper itself."""

    title: Kind | None = None
    legible: bool = True
    language: Language = "vi"
    translation: Translation = "none"
    wording: Wording = "acceptable"
    originals_attached: bool = False
    has_evidence: bool = False
    first_decision_enclosed: bool = True


class Object(Given, frozen=True):
    """What is complained of."""

    kind: ObjectKind
    issued_by: Body
    issued_on: dt.date | None = None
    received_on: dt.date | None = None
    """When the complainant got or knew of it: starts the time bar."""
    execution_on: dt.date | None = None
    irreparable_harm: bool = False
    dismissal: bool = False
    successor: tuple[Place, ...] = ()
    """New communes where the object lies, if the issuer was abolished."""


class Standing(Given, frozen=True):
    """Where the person denounced works today."""

    body: Body
    post: Post
    rank: Rank | None = None
    """Against the post held then."""


class Respondent(Given, frozen=True):
    """Who is denounced, as of when the act was done."""

    body: Body
    post: Post
    now: Standing | Literal["left_service"] | None = None
    """Where they work now; None: where they worked then."""
    body_fate: Fate = "exists"
    successor: Place | None = None
    """The body where the person now works."""
    sphere: Sphere = "duty"


class Dispute(Given, frozen=True):
    """A dispute between parties about land or something private."""

    papers: Papers = "none"
    conciliated: bool = False
    has_organisation_party: bool = False
    commune: Body | None = None


class Content(Given, frozen=True):
    """One separate matter of a petition."""

    signals: tuple[Signal, ...]
    complete: bool = True
    object: Object | None = None
    respondent: Respondent | None = None
    managing_body: Body | None = None
    managing_bodies: tuple[Body, ...] = ()
    basis: bool = True
    specific_wrongdoer: bool = False
    specific_evidence: bool = False
    verifiable: bool = False
    crime_signs: bool = False
    harm: Harm = "none"
    dispute: Dispute | None = None


class Transfer(Given, frozen=True):
    """The matter went from one body to another."""

    from_: Place = field(name="from")
    to: Place
    on: dt.date | None = None


class SentOn(Given, frozen=True):
    """We sent it on already."""

    to: Place | None = None
    on: dt.date | None = None


class FirstDecision(Given, frozen=True):
    """The first-instance decision on the complaint."""

    by: Body | None = None
    received_on: dt.date | None = None


class SecondDecision(Given, frozen=True):
    """The second-instance decision on the complaint."""

    by: Body | None = None
    issued_on: dt.date | None = None


class EffectiveDecision(Given, frozen=True):
    """A decision on the matter that has legal effect."""

    by: Body
    on: dt.date | None = None


class Withdrawn(Given, frozen=True):
    """The sender took it back once."""

    on: dt.date | None = None
    scope: Scope = "full"
    coerced: bool = False


class History(Given, frozen=True):
    """What happened to the matter before."""

    guided_before_by_self: bool = False
    transferred_before_by_self: SentOn | bool = False
    transfers: tuple[Transfer, ...] = ()
    first_accepted_on: dt.date | None = None
    complex: bool = False
    remote_area: bool = False
    first_decision: FirstDecision | None = None
    second_decision: SecondDecision | None = None
    effective_decision: EffectiveDecision | None = None
    discontinuance_notice_on: dt.date | None = None
    court: Court = "none"
    withdrawn: Withdrawn | None = None
    obstacle: Obstacle | None = None
    obstacle_days: int = 0
    from_failed_complaint: bool = False
    conclusion_in_force: bool = False
    new_evidence: bool = False
    signs_unlawful: bool = False
    accepted_by_other: Place | None = None


class VisitMatter(Given, frozen=True):
    """What a visitor comes about."""

    kind: Kind | None = None
    resolved_lawfully: bool = False
    review_notice_issued: bool = False
    explained_in_reception: bool = False
    answered_in_writing: bool = False
    new_facts: bool = False
    court_judgment_effective: bool = False
    no_review_written_reply: bool = False
    pending_with_other_body: bool = False


class Visit(Given, frozen=True):
    """Somebody stands at the reception desk."""

    people: int = 1
    condition: tuple[VisitCondition, ...] = ()
    has_petition: bool | None = None
    cannot_write: bool = False
    gives_evidence: bool = False
    within_authority: bool | None = None
    representatives_appointed: bool = False
    matter: VisitMatter | None = None


class Online(Given, frozen=True):
    """A reception by video is asked for or planned."""

    matter: Kind
    grounds: tuple[OnlineGround, ...] = ()
    citizen_wishes: bool = False
    identity_protection_requested: bool = False
    confidentiality_assured: bool = False
    notice_sent_on: dt.date | None = None
    session_on: dt.date | None = None


class Schedule(Given, frozen=True):
    """On how many days of a month a head received citizens in person."""

    head_of: BodyKind
    month: str
    days: int
    weeks_in_month: int | None = None
    every_week: bool | None = None


class Event(Given, frozen=True):
    """Something happened in a running case."""

    case_kind: Kind
    type: EventType
    scope: Scope = "full"
    people: int = 1
    withdrawing: int | None = None
    signs_of_violation: bool = False
    coerced: bool = False
    slander: bool = False
    obstacle: Obstacle | None = None
    only_about_deceased: bool = False
    resolver: Body | None = None
    relative_of_resolver: bool = False
    instance: Instance = "first"
    revoked_by: Place | None = None


class Conflict(Given, frozen=True):
    """Bodies disagree on who is competent."""

    case_kind: Kind
    bodies: tuple[Body, ...]
    moves: tuple[Transfer, ...] = ()


class PendingFile(Given, frozen=True):
    """The file of a body that was abolished."""

    kind: Kind
    from_: Body | None = field(name="from", default=None)
    communes: tuple[Place, ...] = ()
    verified: bool = False


class Facts(Given, frozen=True):
    """A matter as it lies before an officer."""

    received_on: dt.date
    """Selects the rules of procedure."""
    intake: Intake
    receiving_body: Body
    channel: Channel | None = None
    instance: Instance = "first"
    """What the sender asks for; complaints only."""
    addressees: tuple[Body, ...] = ()
    forwarders: tuple[Forwarder, ...] = ()
    senders: Senders = Senders()
    representation: Elected | Authorised | None = None
    document: Document = Document()
    contents: tuple[Content, ...] = ()
    history: History = History()
    visit: Visit | None = None
    online: Online | None = None
    schedule: Schedule | None = None
    event: Event | None = None
    conflict: Conflict | None = None
    pending_file: PendingFile | None = None
