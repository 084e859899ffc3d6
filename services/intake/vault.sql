-- Keys of personal data, one a petition, wrapped by the master key. Backed up apart from facts.
create schema if not exists vault;
create table if not exists vault.key (
    name    text  primary key,   -- the petition
    wrapped bytea not null
);
grant usage on schema vault to tiepdan_intake;
grant select, insert, delete on vault.key to tiepdan_intake;
