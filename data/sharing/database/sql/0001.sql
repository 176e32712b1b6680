-- afspraak, the tables: conversations that are shared over a database, and who may see which.
-- Whoever runs this needs no superuser: only to be a member of afspraak_owner, and to be allowed to
-- create a schema in this database.
--
-- Who somebody is, is always session_user: who logged in, whatever they call themselves since.
-- Row-level security decides about every row; the functions that step past it (security definer)
-- ask the same question first, and find nothing but what they name in full (search_path is empty).

create schema afspraak authorization afspraak_owner;
set local role afspraak_owner;
revoke all on schema afspraak from public;
grant usage on schema afspraak to afspraak;

-- Versions: a program works where oldest <= the version it was written for <= version.
create table afspraak.version (
  version integer primary key,
  oldest integer not null,
  applied timestamptz not null default now(),
  check (oldest <= version)
);

create table afspraak.conversation (
  id uuid primary key,
  owner name not null default session_user,
  about jsonb not null check (pg_column_size(about) <= 16384),
  made timestamptz not null default now()
);

-- The owner is a member too, so one question decides who may do what.
create table afspraak.member (
  conversation uuid not null references afspraak.conversation on delete cascade,
  login name not null,
  invited timestamptz not null default now(),
  primary key (conversation, login)
);
-- "Which conversations are mine" is asked by every policy below.
create index member_login on afspraak.member (login, conversation);

-- One row for what was typed in a few hundredths of a second. The key is the author, the session
-- that wrote (client) and a number that it counts: writing the same again changes nothing, and a row
-- that becomes visible late is still asked for. In this order it finds all rows of a conversation,
-- and those of one session after a number: no other index is needed, and each would cost every key
-- that is typed.
create table afspraak.update (
  conversation uuid not null references afspraak.conversation on delete cascade,
  author name not null default session_user,
  client bigint not null,
  n integer not null check (n > 0),
  payload bytea not null check (octet_length(payload) <= 67108864),
  at timestamptz not null default now(),
  primary key (conversation, client, n, author)
);

-- Who has it open, and where they are in it. Nothing here outlives a crash of the server.
create unlogged table afspraak.presence (
  conversation uuid not null references afspraak.conversation on delete cascade,
  login name not null default session_user,
  client bigint not null,
  pid integer not null,
  place jsonb not null check (pg_column_size(place) <= 4096),
  primary key (conversation, login, client)
) with (fillfactor = 50);

create function afspraak.owns(talk uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from afspraak.conversation c where c.id = talk and c.owner = session_user
  )
$$;

create function afspraak.takes_part(talk uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from afspraak.member m where m.conversation = talk and m.login = session_user
  )
$$;

create function afspraak.let_owner_in() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into afspraak.member (conversation, login) values (new.id, new.owner);
  return null;
end
$$;
create trigger let_owner_in after insert on afspraak.conversation
  for each row execute function afspraak.let_owner_in();

-- Anyone may listen to anything, so no more is told than that there is something, and whose session
-- did it. Who listens asks for the rows, and gets those that they may see.
create function afspraak.tell() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    perform pg_catalog.pg_notify('afspraak_' || old.conversation, tg_argv[0] || old.client);
  else
    perform pg_catalog.pg_notify('afspraak_' || new.conversation, tg_argv[0] || new.client);
  end if;
  return null;
end
$$;
create trigger tell after insert on afspraak.update
  for each row execute function afspraak.tell('u');
create trigger tell after insert or update or delete on afspraak.presence
  for each row execute function afspraak.tell('p');

-- Put one's own rows, as far as they were read, together into one; nobody else's, and none unread.
create function afspraak.condense(
  talk uuid, session bigint, number integer, document bytea, clients bigint[], numbers integer[]
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not afspraak.takes_part(talk) then
    raise insufficient_privilege using message = 'not a member of this conversation';
  end if;
  insert into afspraak.update (conversation, author, client, n, payload)
    values (talk, session_user, session, number, document);
  delete from afspraak.update u
    using unnest(clients, numbers) as seen (client, n)
    where u.conversation = talk and u.author = session_user
      and u.client = seen.client and u.n <= seen.n
      and (u.client, u.n) <> (session, number);
end
$$;

-- Leave somebody else's conversation and take along what one wrote in it.
create function afspraak.leave(talk uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if afspraak.owns(talk) then
    raise insufficient_privilege using message = 'the owner withdraws a conversation';
  end if;
  delete from afspraak.presence p where p.conversation = talk and p.login = session_user;
  delete from afspraak.update u where u.conversation = talk and u.author = session_user;
  delete from afspraak.member m where m.conversation = talk and m.login = session_user;
end
$$;

alter table afspraak.conversation enable row level security;
alter table afspraak.member enable row level security;
alter table afspraak.update enable row level security;
alter table afspraak.presence enable row level security;

-- "in (select ...)" is worked out once for a query; a function would be asked for every row.
create policy see on afspraak.conversation for select to afspraak
  using (owner = session_user
    or id in (select m.conversation from afspraak.member m where m.login = session_user));
create policy share on afspraak.conversation for insert to afspraak
  with check (owner = session_user);
create policy withdraw on afspraak.conversation for delete to afspraak
  using (owner = session_user);

create policy see on afspraak.member for select to afspraak
  using (login = session_user or afspraak.owns(conversation));
create policy invite on afspraak.member for insert to afspraak
  with check (afspraak.owns(conversation));
create policy withdraw on afspraak.member for delete to afspraak
  using (afspraak.owns(conversation) and login <> session_user);

create policy see on afspraak.update for select to afspraak
  using (conversation in (select m.conversation from afspraak.member m where m.login = session_user));
create policy write on afspraak.update for insert to afspraak
  with check (author = session_user and afspraak.takes_part(conversation));

create policy see on afspraak.presence for select to afspraak
  using (conversation in (select m.conversation from afspraak.member m where m.login = session_user));
create policy come on afspraak.presence for insert to afspraak
  with check (login = session_user and afspraak.takes_part(conversation));
create policy move on afspraak.presence for update to afspraak
  using (login = session_user and afspraak.takes_part(conversation))
  with check (login = session_user and afspraak.takes_part(conversation));
create policy go on afspraak.presence for delete to afspraak
  using (login = session_user);

-- Column by column: nobody gives another's name or another time, and nothing is changed once written.
grant select on afspraak.version to afspraak;
grant select, insert (id, about), delete on afspraak.conversation to afspraak;
grant select, insert (conversation, login), delete on afspraak.member to afspraak;
grant select, insert (conversation, client, n, payload) on afspraak.update to afspraak;
grant select, insert (conversation, client, pid, place), update (pid, place), delete
  on afspraak.presence to afspraak;
revoke execute on all functions in schema afspraak from public;
grant execute on function afspraak.owns, afspraak.takes_part, afspraak.condense, afspraak.leave
  to afspraak;

insert into afspraak.version (version, oldest) values (1, 1);
reset role;
