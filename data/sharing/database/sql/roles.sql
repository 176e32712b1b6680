-- afspraak, the roles: whoever runs this may create roles (a superuser, or CREATEROLE).
-- Run once for a server; doing it again changes nothing. Where roles are made in another way, make
-- these two, and let whoever runs the rest be a member of afspraak_owner.
--
--   afspraak        what people are granted, to take part:   grant afspraak to anna;
--   afspraak_owner  what the tables belong to; nobody logs in as it, and it is no superuser, so that
--                   a mistake in one of its functions reaches no further than these tables
do $roles$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'afspraak') then
    create role afspraak nologin;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'afspraak_owner') then
    create role afspraak_owner nologin;
  end if;
  if not pg_catalog.pg_has_role(session_user, 'afspraak_owner', 'member') then
    execute pg_catalog.format('grant afspraak_owner to %I', session_user);
  end if;
end
$roles$;
