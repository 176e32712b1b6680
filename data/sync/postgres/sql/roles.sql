-- afspraak, the roles: whoever runs this may create roles (a superuser, or CREATEROLE).
-- Run once for a server; doing it again changes nothing. Where roles are made in another way, make
-- these two, and let whoever runs the rest be a member of afspraak_owner.
--
--   afspraak        what people are granted, to take part:   grant afspraak to anna;
--   afspraak_owner  what the tables belong to; nobody logs in as it, and it is no superuser, so that
--                   a mistake in one of its functions reaches no further than these tables
--
-- Who makes them joins afspraak_owner, to make the tables as it. A superuser need not; who has
-- CREATEROLE may always do so until version 15, and from 16 on because they made the role. There
-- "set" is what is needed (to act as it when one says so), and nothing is inherited: what is in the
-- tables is out of an administrator's sight until they ask for it.
do $roles$
declare
  newer constant boolean := pg_catalog.current_setting('server_version_num')::integer >= 160000;
begin
  begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'afspraak') then
      create role afspraak nologin;
    end if;
    if not exists (select from pg_catalog.pg_roles where rolname = 'afspraak_owner') then
      create role afspraak_owner nologin;
    end if;
  exception when duplicate_object or unique_violation then
    null;  -- somebody else is doing the same, for another database of this server
  end;
  if not pg_catalog.pg_has_role(
    session_user, 'afspraak_owner', case when newer then 'set' else 'member' end
  ) then
    execute pg_catalog.format('grant afspraak_owner to %I', session_user)
      || case when newer then ' with set true, inherit false' else '' end;
  end if;
end
$roles$;
