-- Teams, and who belongs to them. Every other table belongs to one team.

create schema if not exists privado;

create table public.equipes (
	id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
	nome text not null check (char_length(nome) between 1 and 200),
	criado_em timestamptz not null default now()
);

create table public.membros (
	equipe text not null references public.equipes (id) on delete cascade,
	usuario uuid not null references auth.users (id) on delete cascade,
	criado_em timestamptz not null default now(),
	primary key (equipe, usuario)
);
create index membros_usuario on public.membros (usuario);

-- Runs as its owner: policies of "membros" that read "membros" would call themselves.
create function privado.e_membro(da_equipe text) returns boolean
language sql stable security definer set search_path = ''
as $$
	select exists (select 1 from public.membros where equipe = da_equipe and usuario = (select auth.uid()))
$$;

create function privado.marcar_mudanca() returns trigger
language plpgsql set search_path = ''
as $$
begin
	new.atualizado_em := now();
	return new;
end
$$;

revoke all on function privado.e_membro(text), privado.marcar_mudanca() from public;
grant usage on schema privado to authenticated, service_role;
grant execute on function privado.e_membro(text) to authenticated;

-- Supabase grants every new table to all roles of its API: what is not wanted is revoked first.
revoke all on public.equipes, public.membros from public, anon, authenticated, service_role;
grant select on public.equipes, public.membros to authenticated;
grant select, insert, update, delete on public.equipes, public.membros to service_role;

alter table public.equipes enable row level security;
alter table public.membros enable row level security;
create policy "members read their team" on public.equipes for select to authenticated using (privado.e_membro(id));
create policy "members read who is in their team" on public.membros for select to authenticated using (privado.e_membro(equipe));

insert into public.equipes (id, nome) values ('vendas', 'Vendas');
