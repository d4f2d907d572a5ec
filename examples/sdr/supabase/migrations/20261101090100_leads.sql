-- Leads, their companies and their requests for a quotation.
-- Values are normal forms, so that equal things are equal rows: the application writes them, the constraints refuse everything else.

-- E.164. A Brazilian mobile number has its ninth digit (Anatel, resolution 553/2010).
create domain public.telefone_e164 as text
	constraint telefone_e164 check (value ~ '^\+[1-9][0-9]{6,14}$' and value !~ '^\+55[1-9]{2}[6-9][0-9]{7}$');
-- Root and order can contain letters as of July 2026 (IN RFB 2.229/2024).
create domain public.cnpj as text constraint cnpj check (value ~ '^[0-9A-Z]{12}[0-9]{2}$');
create domain public.email_minusculo as text
	constraint email_minusculo check (value = lower(value) and char_length(value) <= 254 and value ~ '^[^@\s]+@[^@\s]+\.[^@\s.]+$');
create domain public.uf as text constraint uf check (value ~ '^[A-Z]{2}$');

create table public.empresa (
	id uuid primary key default gen_random_uuid(),
	equipe text not null references public.equipes (id) on delete cascade,
	cnpj public.cnpj not null,
	nome text not null check (char_length(nome) between 1 and 200),
	cidade text check (char_length(cidade) between 1 and 200),
	uf public.uf,
	criado_em timestamptz not null default now(),
	atualizado_em timestamptz not null default now(),
	constraint empresa_uma_por_cnpj unique (equipe, cnpj),
	constraint empresa_da_equipe unique (equipe, id)
);

create table public.leads (
	id uuid primary key default gen_random_uuid(),
	equipe text not null references public.equipes (id) on delete cascade,
	-- Who writes, by the name that the channel's contact has: never what somebody typed.
	contato text not null check (char_length(contato) between 1 and 200),
	nome text check (char_length(nome) between 1 and 200),
	telefone public.telefone_e164,
	email public.email_minusculo,
	cidade text check (char_length(cidade) between 1 and 200),
	uf public.uf,
	temperatura text check (temperatura in ('frio', 'morno', 'quente')),
	resumo text check (char_length(resumo) between 1 and 8000),
	empresa_id uuid,
	oportunidade_pipe_id bigint check (oportunidade_pipe_id > 0),
	criado_em timestamptz not null default now(),
	atualizado_em timestamptz not null default now(),
	constraint leads_um_por_contato unique (equipe, contato),
	constraint leads_da_equipe unique (equipe, id),
	constraint leads_empresa foreign key (equipe, empresa_id) references public.empresa (equipe, id) on delete set null (empresa_id)
);
create index leads_telefone on public.leads (equipe, telefone);
create index leads_empresa on public.leads (equipe, empresa_id);

create table public.orcamentos (
	id uuid primary key default gen_random_uuid(),
	equipe text not null references public.equipes (id) on delete cascade,
	lead_id uuid not null,
	-- The idempotency key: the same request twice is one row.
	chave text not null check (char_length(chave) between 1 and 200),
	equipamento text not null check (char_length(equipamento) between 1 and 200),
	quantidade integer check (quantidade between 1 and 1000000),
	necessidade text check (char_length(necessidade) between 1 and 4000),
	situacao text not null default 'aberto' check (situacao in ('aberto', 'enviado', 'ganho', 'perdido')),
	criado_em timestamptz not null default now(),
	atualizado_em timestamptz not null default now(),
	constraint orcamentos_um_por_chave unique (equipe, chave),
	constraint orcamentos_lead foreign key (equipe, lead_id) references public.leads (equipe, id) on delete cascade
);
create index orcamentos_do_lead on public.orcamentos (equipe, lead_id);

create trigger marcar_mudanca before update on public.empresa
	for each row when (old is distinct from new) execute function privado.marcar_mudanca();
create trigger marcar_mudanca before update on public.leads
	for each row when (old is distinct from new) execute function privado.marcar_mudanca();
create trigger marcar_mudanca before update on public.orcamentos
	for each row when (old is distinct from new) execute function privado.marcar_mudanca();

-- What people of the team can change. Team, contact, keys and times are written by the server.
revoke all on public.empresa, public.leads, public.orcamentos from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.empresa, public.leads, public.orcamentos to service_role;
grant select on public.empresa, public.leads, public.orcamentos to authenticated;
grant update (nome, cidade, uf) on public.empresa to authenticated;
grant update (nome, telefone, email, cidade, uf, temperatura, resumo, empresa_id) on public.leads to authenticated;
grant update (equipamento, quantidade, necessidade, situacao) on public.orcamentos to authenticated;

alter table public.empresa enable row level security;
alter table public.leads enable row level security;
alter table public.orcamentos enable row level security;
create policy "members read" on public.empresa for select to authenticated using (privado.e_membro(equipe));
create policy "members read" on public.leads for select to authenticated using (privado.e_membro(equipe));
create policy "members read" on public.orcamentos for select to authenticated using (privado.e_membro(equipe));
create policy "members change" on public.empresa for update to authenticated
	using (privado.e_membro(equipe)) with check (privado.e_membro(equipe));
create policy "members change" on public.leads for update to authenticated
	using (privado.e_membro(equipe)) with check (privado.e_membro(equipe));
create policy "members change" on public.orcamentos for update to authenticated
	using (privado.e_membro(equipe)) with check (privado.e_membro(equipe));
