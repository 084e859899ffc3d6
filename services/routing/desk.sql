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
    upto    bigint not null            -- position in routing's log of the last notice looked at
);
grant usage on schema desk to tiepdan_routing;
grant select, insert, update, delete on desk.view, desk.seen to tiepdan_routing;
