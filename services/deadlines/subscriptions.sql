-- Who subscribed to their own calendar: digests of what their programs hold. Settings, no facts:
-- losing them costs a click. Kept apart from read models: a rebuild never comes here.
create schema if not exists subscription;
create table if not exists subscription.calendar (
    officer text        primary key,
    digest  bytea       not null unique,   -- SHA-256 of the token in the address
    made_at timestamptz not null
);
grant usage on schema subscription to tiepdan_deadlines;
grant select, insert, update, delete on subscription.calendar to tiepdan_deadlines;
