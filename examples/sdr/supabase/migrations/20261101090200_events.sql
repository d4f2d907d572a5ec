-- What happened to leads, and who changed what. Both tables only grow: nobody updates a row.

create table public.events (
	id bigint generated always as identity primary key,
	equipe text not null references public.equipes (id) on delete cascade,
	-- With the lead, its events are deleted.
	lead_id uuid not null,
	-- The idempotency key: an event that is sent again is the same row.
	chave text not null check (char_length(chave) between 1 and 200),
	tipo text not null check (tipo ~ '^[a-z][a-z0-9_.-]{0,59}$'),
	dados jsonb not null default '{}' check (jsonb_typeof(dados) = 'object' and octet_length(dados::text) <= 16384),
	criado_em timestamptz not null default now(),
	constraint events_um_por_chave unique (equipe, chave),
	constraint events_lead foreign key (equipe, lead_id) references public.leads (equipe, id) on delete cascade
);
create index events_do_lead on public.events (equipe, lead_id, id);

-- Names of columns, never their values: what was deleted from a table must not remain here.
create table public.auditoria (
	id bigint generated always as identity primary key,
	equipe text not null references public.equipes (id) on delete cascade,
	tabela text not null,
	linha uuid not null,
	operacao text not null check (operacao in ('INSERT', 'UPDATE', 'DELETE')),
	colunas text[] not null,
	papel text not null,
	usuario uuid,
	em timestamptz not null default now()
);
create index auditoria_da_linha on public.auditoria (equipe, linha, id);

create function privado.auditar() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
	antes jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
	depois jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
	linha jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
	mudou text[];
begin
	select coalesce(array_agg(coluna order by coluna), '{}') into mudou
	from jsonb_object_keys(antes || depois) as coluna
	where coalesce(antes -> coluna, 'null') is distinct from coalesce(depois -> coluna, 'null') and coluna <> 'atualizado_em';
	-- A team that is deleted takes its rows and their audit with it.
	if mudou <> '{}' and exists (select 1 from public.equipes where id = linha ->> 'equipe') then
		insert into public.auditoria (equipe, tabela, linha, operacao, colunas, papel, usuario)
		values (linha ->> 'equipe', tg_table_name, (linha ->> 'id')::uuid, tg_op, mudou, coalesce(auth.jwt() ->> 'role', session_user), auth.uid());
	end if;
	return null;
end
$$;
revoke all on function privado.auditar() from public;

create trigger auditar after insert or update or delete on public.empresa for each row execute function privado.auditar();
create trigger auditar after insert or update or delete on public.leads for each row execute function privado.auditar();
create trigger auditar after insert or update or delete on public.orcamentos for each row execute function privado.auditar();

revoke all on public.events, public.auditoria from public, anon, authenticated, service_role;
grant select, insert on public.events to service_role;
grant select on public.auditoria to service_role;
grant select on public.events, public.auditoria to authenticated;

alter table public.events enable row level security;
alter table public.auditoria enable row level security;
create policy "members read" on public.events for select to authenticated using (privado.e_membro(equipe));
create policy "members read" on public.auditoria for select to authenticated using (privado.e_membro(equipe));
