-- People who may sign in. Names and passwords stand here and in no fact, so that they can be
-- erased; what somebody may do is in facts. Kept apart from read models: a rebuild never comes here.
create schema if not exists people;

create table if not exists people.account (
    officer_id    text primary key,
    login         text not null,
    login_key     text not null unique,      -- folded: `Lan` and `lan` are one login
    name          text not null,
    search        text not null,             -- name and login without tone marks
    password_hash text,                      -- none: signs in through the province's provider only
    must_change   boolean not null default false,
    disabled      boolean not null default false,
    oidc_login    text unique,               -- what the provider calls them; an administrator entered it
    oidc_subject  text unique                -- issuer and subject; written at their first sign-in there
);

create table if not exists people.session (
    digest      bytea primary key,           -- SHA-256 of what the browser holds
    officer_id  text not null references people.account on delete cascade,
    browser     text not null,               -- family and system, as their owner knows them
    began_at    timestamptz not null,
    seen_at     timestamptz not null,        -- at most a minute old while it is used
    ends_at     timestamptz not null
);
-- Whoever the province's provider vouched for is asked for no second factor of ours.
alter table people.session add column if not exists by_provider boolean not null default false;
create index if not exists session_officer on people.session (officer_id);
create index if not exists session_ends on people.session (ends_at);

-- The second factor of an account: what its authenticator and we know. Sealed under a key that
-- stands in a file of routing's, so that a copy of this table makes no code.
create table if not exists people.factor (
    officer_id text primary key references people.account on delete cascade,
    secret     bytea not null,               -- AES-256-GCM, bound to the officer
    last_step  bigint not null,              -- half minute of the last code taken; only later ones are
    wrong      int not null default 0,       -- wrong codes since the last right one
    since      timestamptz not null
);
create table if not exists people.recovery_code (
    officer_id text not null references people.factor on delete cascade,
    mark       text not null,                -- its first letter, which finds the one hash to check
    hash       text not null,                -- argon2id, as of a password; gone once it was used
    primary key (officer_id, mark)
);
-- A sign-in whose password was right and whose code is to come: five minutes, for one browser.
create table if not exists people.half_session (
    digest     bytea primary key,            -- SHA-256 of what the browser holds meanwhile
    officer_id text not null references people.account on delete cascade,
    next       text not null,
    ends_at    timestamptz not null
);
create index if not exists half_session_officer on people.half_session (officer_id);
create index if not exists half_session_ends on people.half_session (ends_at);
-- What the owner of an account must see when they sign in.
create table if not exists people.told (
    officer_id text not null references people.account on delete cascade,
    what       text not null,
    at         timestamptz not null,
    primary key (officer_id, what)
);

-- Keyed hashes of logins and addresses: the table names nobody and no place.
create table if not exists people.attempt (
    key          bytea primary key,
    failures     int not null,
    since        timestamptz not null,
    locks        int not null,
    locked_until timestamptz
);
create index if not exists attempt_since on people.attempt (since);
create table if not exists people.known_place (
    key     bytea primary key,               -- a login and an address from which it got in
    seen_at timestamptz not null
);

-- A sign-in that is under way at the province's provider; ten minutes, for one browser, once.
create table if not exists people.oidc_request (
    digest   bytea primary key,              -- SHA-256 of what the browser holds meanwhile
    state    text not null,
    nonce    text not null,
    verifier text not null,
    next     text not null,
    ends_at  timestamptz not null
);

-- What became of each open case of somebody who left.
create table if not exists people.handover (
    officer_id  text not null,
    petition_id text not null,
    result      text not null,               -- `done`, or the code of the refusal
    at          timestamptz not null,
    primary key (officer_id, petition_id)
);

grant usage on schema people to tiepdan_routing;
grant select, insert, update, delete on all tables in schema people to tiepdan_routing;
