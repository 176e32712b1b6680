SET check_function_bodies = false;
CREATE SCHEMA afspraak;
ALTER SCHEMA afspraak OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.announce(talk uuid, session bigint, pid integer, place jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform afspraak.enter(talk);
  insert into afspraak.presence (conversation, login, client, pid, place)
    values (talk, session_user, session, announce.pid, announce.place)
    on conflict on constraint presence_pkey
    do update set pid = excluded.pid, place = excluded.place;
end
$$;
ALTER FUNCTION afspraak.announce(talk uuid, session bigint, pid integer, place jsonb) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.condense(talk uuid, session bigint, number integer, document bytea, clients bigint[], numbers integer[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform afspraak.enter(talk);
  insert into afspraak.update (conversation, author, client, n, payload)
    values (talk, session_user, session, number, document);
  delete from afspraak.update u
    using unnest(clients, numbers) as seen (client, n)
    where u.conversation = talk and u.author = session_user
      and u.client = seen.client and u.n <= seen.n
      and (u.client, u.n) <> (session, number);
end
$$;
ALTER FUNCTION afspraak.condense(talk uuid, session bigint, number integer, document bytea, clients bigint[], numbers integer[]) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.enter(talk uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if pg_catalog.current_setting('transaction_isolation') <> 'read committed' then
    raise feature_not_supported using message = 'afspraak works in READ COMMITTED alone';
  end if;
  if not afspraak.takes_part(talk) then
    raise insufficient_privilege using message = 'not a member of this conversation';
  end if;
end
$$;
ALTER FUNCTION afspraak.enter(talk uuid) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.go(talk uuid, session bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  delete from afspraak.presence p
    where p.conversation = talk and p.login = session_user and p.client = session;
end
$$;
ALTER FUNCTION afspraak.go(talk uuid, session bigint) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.is_connected(process integer, who name) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select exists (
    select from pg_catalog.pg_stat_get_activity(process) a
    join pg_catalog.pg_roles r on r.oid = a.usesysid where process > 0 and r.rolname = who
  )
$$;
ALTER FUNCTION afspraak.is_connected(process integer, who name) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.leave(talk uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform afspraak.enter(talk);
  if afspraak.owns(talk) then
    raise insufficient_privilege using message = 'the owner withdraws a conversation';
  end if;
  delete from afspraak.presence p where p.conversation = talk and p.login = session_user;
  delete from afspraak.update u where u.conversation = talk and u.author = session_user;
  delete from afspraak.member m where m.conversation = talk and m.login = session_user;
end
$$;
ALTER FUNCTION afspraak.leave(talk uuid) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.let_out(talk uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if afspraak.owns(talk) then
    delete from afspraak.member m where m.conversation = talk and m.login <> session_user;
    perform pg_catalog.pg_notify('afspraak_' || talk, 'p0');  -- whoever looks now is told that
  end if;
end
$$;
ALTER FUNCTION afspraak.let_out(talk uuid) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.owns(talk uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if not afspraak.takes_part(talk) then
    return false;
  end if;
  return exists (
    select from afspraak.conversation c where c.id = talk and c.owner = session_user
  );
end
$$;
ALTER FUNCTION afspraak.owns(talk uuid) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.present(talk uuid, session bigint) RETURNS TABLE(login text, place jsonb)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform afspraak.enter(talk);
  return query
    select p.login::text, p.place
    from afspraak.presence p
    where p.conversation = talk and (p.login, p.client) <> (session_user, session)
      and afspraak.is_connected(p.pid, p.login)
    order by p.login, p.client;
end
$$;
ALTER FUNCTION afspraak.present(talk uuid, session bigint) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.share(about jsonb, who name) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  talk uuid;
begin
  insert into afspraak.conversation (owner, about) values (session_user, share.about)
    returning id into talk;
  insert into afspraak.member (conversation, login) values (talk, session_user), (talk, who)
    on conflict do nothing;
  return talk;
end
$$;
ALTER FUNCTION afspraak.share(about jsonb, who name) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.shared() RETURNS TABLE(id uuid, owner text, about jsonb, last date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  select c.id, c.owner::text, c.about,
    (select max(u.at)::date from afspraak.update u where u.conversation = c.id)
  from afspraak.member m join afspraak.conversation c on c.id = m.conversation
  where m.login = session_user
  order by c.owner, c.made, c.id
$$;
ALTER FUNCTION afspraak.shared() OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.since(talk uuid, authors text[], clients bigint[], numbers integer[]) RETURNS TABLE(author text, client bigint, n integer, payload bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform afspraak.enter(talk);
  return query
    select u.author::text, u.client, u.n, u.payload
    from afspraak.update u
    left join unnest(authors, clients, numbers) as seen (author, client, n)
      on seen.author = u.author and seen.client = u.client
    where u.conversation = talk and u.n > coalesce(seen.n, 0)
    order by u.author, u.client, u.n;
end
$$;
ALTER FUNCTION afspraak.since(talk uuid, authors text[], clients bigint[], numbers integer[]) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.sweep(talk uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  delete from afspraak.presence p
    where p.conversation = talk and p.login = session_user
      and not afspraak.is_connected(p.pid, p.login);
end
$$;
ALTER FUNCTION afspraak.sweep(talk uuid) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.takes_part(talk uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return exists (
    select from afspraak.member m where m.conversation = talk and m.login = session_user
  );
end
$$;
ALTER FUNCTION afspraak.takes_part(talk uuid) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.tell() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  talk constant uuid := case tg_op when 'DELETE' then old.conversation else new.conversation end;
  session constant bigint := case tg_op when 'DELETE' then old.client else new.client end;
begin
  if exists (
    select from afspraak.presence p where p.conversation = talk and p.client <> session
  ) then
    perform pg_catalog.pg_notify('afspraak_' || talk, tg_argv[0] || session);
  end if;
  return null;
end
$$;
ALTER FUNCTION afspraak.tell() OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.withdraw(talk uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if afspraak.owns(talk) then
    delete from afspraak.conversation c where c.id = talk;
  end if;
end
$$;
ALTER FUNCTION afspraak.withdraw(talk uuid) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.write(talk uuid, session bigint, numbers integer[], payloads bytea[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform afspraak.enter(talk);
  insert into afspraak.update (conversation, author, client, n, payload)
    select talk, session_user, session, row.n, row.payload
    from unnest(numbers, payloads) as row (n, payload)
    on conflict do nothing;
end
$$;
ALTER FUNCTION afspraak.write(talk uuid, session bigint, numbers integer[], payloads bytea[]) OWNER TO afspraak_owner;
CREATE FUNCTION afspraak.written(talk uuid, session bigint, number integer) RETURNS TABLE(author text, client bigint, n integer, payload bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform afspraak.enter(talk);
  return query
    select u.author::text, u.client, u.n, u.payload
    from afspraak.update u
    where u.conversation = talk and u.client = session and u.n > number
    order by u.n, u.author;
end
$$;
ALTER FUNCTION afspraak.written(talk uuid, session bigint, number integer) OWNER TO afspraak_owner;
CREATE TABLE afspraak.conversation (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    owner name NOT NULL,
    about jsonb NOT NULL,
    made timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT conversation_about_check CHECK (((octet_length((about)::text) <= 16384) AND (jsonb_typeof(about) = 'object'::text) AND (NOT (about @? '$.**{3 to last}'::jsonpath)) AND (NOT (about @? '$.**?(@.type() == "number")'::jsonpath))))
);
ALTER TABLE afspraak.conversation OWNER TO afspraak_owner;
CREATE TABLE afspraak.member (
    conversation uuid NOT NULL,
    login name NOT NULL,
    invited timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE afspraak.member OWNER TO afspraak_owner;
CREATE UNLOGGED TABLE afspraak.presence (
    conversation uuid NOT NULL,
    login name NOT NULL,
    client bigint NOT NULL,
    pid integer NOT NULL,
    place jsonb NOT NULL,
    CONSTRAINT presence_client_check CHECK ((client > 0)),
    CONSTRAINT presence_pid_check CHECK ((pid > 0)),
    CONSTRAINT presence_place_check CHECK (((octet_length((place)::text) <= 4096) AND (jsonb_typeof(place) = 'array'::text) AND (NOT (place @? '$.**{2 to last}'::jsonpath)) AND (NOT (place @? '$[*]?(@.type() == "number" && (@ < 0 || @ > 2147483647))'::jsonpath))))
)
WITH (fillfactor='50');
ALTER TABLE afspraak.presence OWNER TO afspraak_owner;
CREATE TABLE afspraak.update (
    conversation uuid NOT NULL,
    author name NOT NULL,
    client bigint NOT NULL,
    n integer NOT NULL,
    payload bytea NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT update_client_check CHECK ((client > 0)),
    CONSTRAINT update_n_check CHECK ((n > 0)),
    CONSTRAINT update_payload_check CHECK ((octet_length(payload) <= 67108864))
);
ALTER TABLE afspraak.update OWNER TO afspraak_owner;
CREATE TABLE afspraak.version (
    version integer NOT NULL,
    oldest integer NOT NULL,
    applied timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT version_check CHECK ((oldest <= version))
);
ALTER TABLE afspraak.version OWNER TO afspraak_owner;
INSERT INTO afspraak.conversation (id, owner, about, made) VALUES ('08f0a0f4-c1f8-4d21-952e-f40fe771d261', 'jbakker', '{"slug": "anna", "names": ["Jan Bakker", "Anna de Vries"], "title": "Shared in a database"}', '2026-11-29 20:56:43.83364+00');
INSERT INTO afspraak.member (conversation, login, invited) VALUES ('08f0a0f4-c1f8-4d21-952e-f40fe771d261', 'jbakker', '2026-11-29 20:56:43.890453+00');
INSERT INTO afspraak.member (conversation, login, invited) VALUES ('08f0a0f4-c1f8-4d21-952e-f40fe771d261', 'adevries', '2026-11-29 20:56:43.890847+00');
INSERT INTO afspraak.update (conversation, author, client, n, payload, at) VALUES ('08f0a0f4-c1f8-4d21-952e-f40fe771d261', 'jbakker', 1697662977229587051, 1, '\x011ef38fa08504000601056e6f74657302627902222284f38fa08504000b232320486172626f75720a86f38fa085040b026279046e756c6c2801066669656c64730e6865616465722f2d2f7469746c6501771453686172656420696e20612064617461626173652801066669656c64730d6865616465722f2d2f6461746501770a323032362d31322d30332801066669656c64730d6865616465722f2d2f74696d6501770530393a30302801066669656c6473106865616465722f2d2f63726561746564017719323032362d31312d32395432303a35363a34332b30303a30302801066669656c647314706172746e65722f6d616e616765722f6e616d6501770a4a616e2042616b6b65722801066669656c647314706172746e65722f6d616e616765722f726f6c650177076d616e616765722801066669656c647315706172746e65722f656d706c6f7965652f6e616d6501770d416e6e612064652056726965732801066669656c647315706172746e65722f656d706c6f7965652f726f6c65017708656d706c6f7965652801066669656c6473176974656d2f6c69676874686f7573652f73656374696f6e017707486172626f75722801066669656c6473146974656d2f6c69676874686f7573652f7465787401770e546865206c69676874686f7573652801066669656c64731b6974656d2f6c69676874686f7573652f6578706c616e6174696f6e01773957686f206b6565707320746865206c69676874686f7573652c20616e642077686f206c6f6f6b7320616674657220746865206b65657065723f2801066669656c6473156974656d2f6c69676874686f7573652f6f726465720177024b562801066669656c6473176974656d2f7365616d616e736869702f73656374696f6e017707486172626f75722801066669656c6473146974656d2f7365616d616e736869702f7465787401770a5365616d616e736869702801066669656c64731b6974656d2f7365616d616e736869702f6578706c616e6174696f6e017726486f772073746561647920776173207468652068616e64206f6e207468652074696c6c65723f2801066669656c6473146974656d2f7365616d616e736869702f6b696e6401770a636f6d706574656e63792801066669656c6473156974656d2f7365616d616e736869702f6f7264657201770265562801066669656c647315706172746e65722f6d616e616765722f6c6f67696e0177076a62616b6b65722801066669656c647316706172746e65722f656d706c6f7965652f6c6f67696e0177086164657672696573c6f38fa085040bf38fa085040c02627909226d616e6167657222c4f38fa0850420f38fa085040c150a4a616e206265666f72652073686172696e672e0ac6f38fa0850435f38fa085040c0262790222222801066669656c64731161677265656d656e742f73312f746578740177115368617265207468652072756e626f6f6b2801066669656c64731261677265656d656e742f73312f6f776e657201770d416e6e612064652056726965732801066669656c64731061677265656d656e742f73312f64756501770a323032372d30322d30312801066669656c64731261677265656d656e742f73312f6f72646572017701612801066669656c64731461677265656d656e742f73312f63726561746564017714323032362d31322d30335430393a30303a30305a00', '2026-11-29 20:56:43.925208+00');
INSERT INTO afspraak.update (conversation, author, client, n, payload, at) VALUES ('08f0a0f4-c1f8-4d21-952e-f40fe771d261', 'adevries', 3440653533007360037, 1, '\x0103cfd6dea20400c6f38fa0850435f38fa08504360262790a22656d706c6f79656522c4cfd6dea20400f38fa085043614416e6e61206166746572206a6f696e696e672e0ac6cfd6dea20414f38fa085043602627909226d616e616765722200', '2026-11-29 20:56:44.045556+00');
INSERT INTO afspraak.update (conversation, author, client, n, payload, at) VALUES ('08f0a0f4-c1f8-4d21-952e-f40fe771d261', 'jbakker', 2327956034155264697, 1, '\x0102f1f0e7e30100c4cfd6dea20415f38fa0850436104a616e20686173206c6f6f6b65642e0a2801066669656c64731f6974656d2f6c69676874686f7573652f72656d61726b2f656d706c6f796565017716416e6e6120616e7377657273206174204a616e27732e00', '2026-11-29 20:56:44.220839+00');
INSERT INTO afspraak.update (conversation, author, client, n, payload, at) VALUES ('08f0a0f4-c1f8-4d21-952e-f40fe771d261', 'adevries', 364630272307251723, 1, '\x0108b98e9ce50500c4cfd6dea20414cfd6dea204151e416e6e612c207768696368204a616e20686173206e6f74207365656e2e0a2801066669656c64731461677265656d656e742f73312f6d6561737572650177116e6f626f64792068617320746f2061736b2801066669656c64731161677265656d656e742f73322f6b696e6401770b646576656c6f706d656e742801066669656c64731161677265656d656e742f73322f746578740177174120636f757273652c20616464656420627920416e6e612801066669656c64731261677265656d656e742f73322f6f776e657201770d416e6e612064652056726965732801066669656c64731061677265656d656e742f73322f64756501770a323032372d30352d30312801066669656c64731261677265656d656e742f73322f6f72646572017701622801066669656c64731461677265656d656e742f73322f63726561746564017714323032362d31322d30335430393a33303a30305a00', '2026-11-29 20:56:44.345199+00');
INSERT INTO afspraak.version (version, oldest, applied) VALUES (1, 1, '2026-11-29 20:56:43.390819+00');
ALTER TABLE ONLY afspraak.conversation
    ADD CONSTRAINT conversation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY afspraak.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (conversation, login);
ALTER TABLE ONLY afspraak.presence
    ADD CONSTRAINT presence_pkey PRIMARY KEY (conversation, login, client);
ALTER TABLE ONLY afspraak.update
    ADD CONSTRAINT update_pkey PRIMARY KEY (conversation, client, n, author);
ALTER TABLE ONLY afspraak.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (version);
CREATE INDEX member_login ON afspraak.member USING btree (login, conversation);
CREATE TRIGGER tell AFTER INSERT OR DELETE OR UPDATE ON afspraak.presence FOR EACH ROW EXECUTE FUNCTION afspraak.tell('p');
CREATE TRIGGER tell AFTER INSERT ON afspraak.update FOR EACH ROW EXECUTE FUNCTION afspraak.tell('u');
ALTER TABLE ONLY afspraak.member
    ADD CONSTRAINT member_conversation_fkey FOREIGN KEY (conversation) REFERENCES afspraak.conversation(id) ON DELETE CASCADE;
ALTER TABLE ONLY afspraak.presence
    ADD CONSTRAINT presence_conversation_fkey FOREIGN KEY (conversation) REFERENCES afspraak.conversation(id) ON DELETE CASCADE;
ALTER TABLE ONLY afspraak.update
    ADD CONSTRAINT update_conversation_fkey FOREIGN KEY (conversation) REFERENCES afspraak.conversation(id) ON DELETE CASCADE;
ALTER TABLE afspraak.conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE afspraak.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE afspraak.presence ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON afspraak.version FOR SELECT TO afspraak USING (true);
ALTER TABLE afspraak.update ENABLE ROW LEVEL SECURITY;
ALTER TABLE afspraak.version ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA afspraak TO afspraak;
REVOKE ALL ON FUNCTION afspraak.announce(talk uuid, session bigint, pid integer, place jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.announce(talk uuid, session bigint, pid integer, place jsonb) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.condense(talk uuid, session bigint, number integer, document bytea, clients bigint[], numbers integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.condense(talk uuid, session bigint, number integer, document bytea, clients bigint[], numbers integer[]) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.enter(talk uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION afspraak.go(talk uuid, session bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.go(talk uuid, session bigint) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.is_connected(process integer, who name) FROM PUBLIC;
REVOKE ALL ON FUNCTION afspraak.leave(talk uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.leave(talk uuid) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.let_out(talk uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.let_out(talk uuid) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.owns(talk uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION afspraak.present(talk uuid, session bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.present(talk uuid, session bigint) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.share(about jsonb, who name) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.share(about jsonb, who name) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.shared() FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.shared() TO afspraak;
REVOKE ALL ON FUNCTION afspraak.since(talk uuid, authors text[], clients bigint[], numbers integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.since(talk uuid, authors text[], clients bigint[], numbers integer[]) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.sweep(talk uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.sweep(talk uuid) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.takes_part(talk uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.takes_part(talk uuid) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.tell() FROM PUBLIC;
REVOKE ALL ON FUNCTION afspraak.withdraw(talk uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.withdraw(talk uuid) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.write(talk uuid, session bigint, numbers integer[], payloads bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.write(talk uuid, session bigint, numbers integer[], payloads bytea[]) TO afspraak;
REVOKE ALL ON FUNCTION afspraak.written(talk uuid, session bigint, number integer) FROM PUBLIC;
GRANT ALL ON FUNCTION afspraak.written(talk uuid, session bigint, number integer) TO afspraak;
GRANT SELECT ON TABLE afspraak.version TO afspraak;
