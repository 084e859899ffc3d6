-- How officers like to work: no facts, nothing is decided by it, and losing it costs a click.
create schema if not exists desk;
create table if not exists desk.view (
    view_id    text        primary key,
    owner      text        not null,   -- `officer:<id>`, or `agency:<code>` where the unit shares it
    name       text        not null,
    query      text        not null,   -- of known filters only, as in the address of the list
    created_by text        not null,
    created_at timestamptz not null default now(),
    unique (owner, name)
);
create table if not exists desk.seen (
    officer text   primary key,
    upto    bigint not null            -- position, among notices, of the last one looked at
);
create table if not exists desk.presence (
    petition_id text        not null,
    officer     text        not null,
    since       timestamptz not null,  -- when they opened it
    seen_at     timestamptz not null,  -- their last sign of life; forgotten soon after
    writes      boolean     not null,  -- they began to fill in an act
    primary key (petition_id, officer)
);
grant usage on schema desk to tiepdan_routing;
grant select, insert, update, delete on desk.view, desk.seen, desk.presence to tiepdan_routing;
