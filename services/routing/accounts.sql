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
create index if not exists session_officer on people.session (officer_id);
create index if not exists session_ends on people.session (ends_at);

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
