import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetOutside } from '../../providers/compose/channels/forget-outside';
import { createChannelHost } from '../fakes/channels/channel-host';
import { describeLeadStore } from '../../providers/leads/lead-store.contract';
import { SupabaseLeadStore } from '../../providers/leads/supabase/supabase-lead-store';
import { signSupabaseToken, supabaseKeys } from '../fakes/supabase/api-keys';
import { onPostgres } from '../support/servers/databases';
import { applyMigrations, openSupabaseProject, type SupabaseProject } from '../support/servers/supabase';

onPostgres('leads in Supabase', () => {
	let project: SupabaseProject;
	beforeAll(async () => void (project = await openSupabaseProject()));
	afterAll(() => project.close());
	beforeEach(() => project.sql(`delete from equipes; insert into equipes (id, nome) values ('vendas', 'Vendas'), ('outra', 'Outra')`));

	const signal = new AbortController().signal;
	const { secret, publishable } = supabaseKeys;
	const store = (changes: Partial<ConstructorParameters<typeof SupabaseLeadStore>[0]> = {}) =>
		new SupabaseLeadStore({ url: project.server.url, key: secret, team: 'vendas', send: fetch, random: () => 0.999, ...changes });

	describeLeadStore('Supabase', async () => ({
		store: store(),
		other: store({ url: `${project.server.url}/` }),
		readEvents: () => project.sql(`select chave as key, dados as data from events order by id`),
	}));

	interface Asked {
		key?: string;
		token?: string;
		method?: string;
		headers?: Record<string, string>;
		body?: unknown;
	}
	const ask = async (path: string, { key = secret, token, method = 'GET', headers, body }: Asked = {}) => {
		const response = await fetch(`${project.server.url}/rest/v1/${path}`, {
			method,
			headers: {
				apikey: key,
				...(token !== undefined && { authorization: `Bearer ${token}` }),
				...(body !== undefined && { 'content-type': 'application/json' }),
				...headers,
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
	};

	describe('the migrations', () => {
		it('apply to a new project, and allow nobody anything before their grants', async () => {
			const owner = await project.createEmpty();
			await applyMigrations(owner);
			await expect(applyMigrations(owner)).rejects.toThrow('already exists');
		});

		it('protect every table of the API', async () => {
			const open = await project.sql<{ relname: string }>(
				`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity`,
			);
			expect(open).toEqual([]);
			const granted = await project.sql<{ table_name: string }>(
				`select table_name from information_schema.role_table_grants where grantee = 'anon' and table_schema = 'public'`,
			);
			expect(granted).toEqual([]);
		});

		it.each([
			[`insert into leads (equipe, contato, telefone) values ('vendas', 'c', '+554499999999')`, 'telefone_e164'],
			[`insert into leads (equipe, contato, telefone) values ('vendas', 'c', '44999999999')`, 'telefone_e164'],
			[`insert into leads (equipe, contato, email) values ('vendas', 'c', 'Ana@x.example')`, 'email_minusculo'],
			[`insert into leads (equipe, contato, temperatura) values ('vendas', 'c', 'hot')`, 'leads_temperatura_check'],
			[`insert into leads (equipe, contato) values ('vendas', '')`, 'leads_contato_check'],
			[`insert into leads (equipe, contato) values ('nobody', 'c')`, 'leads_equipe_fkey'],
			[`insert into leads (equipe, contato) values ('vendas', 'c'), ('vendas', 'c')`, 'leads_um_por_contato'],
			[`insert into empresa (equipe, cnpj, nome) values ('vendas', '12abc34501de35', 'x')`, 'cnpj'],
			[`insert into empresa (equipe, cnpj, nome) values ('vendas', '11.222.333/0001-81', 'x')`, 'cnpj'],
			[
				`insert into empresa (equipe, cnpj, nome) values ('vendas', '11222333000181', 'x'), ('vendas', '11222333000181', 'y')`,
				'empresa_uma',
			],
		])('refuse %s', async (statement, constraint) => {
			await expect(project.sql(statement)).rejects.toThrow(constraint);
		});

		it('keep teams apart: a lead cannot have the company of another team', async () => {
			await expect(
				project.sql(`
					insert into empresa (equipe, cnpj, nome) values ('outra', '11222333000181', 'x');
					insert into leads (equipe, contato, empresa_id) select 'vendas', 'c', id from empresa`),
			).rejects.toThrow('leads_empresa');
		});

		it('note when a row was changed, and who changed what, without the values', async () => {
			await store().saveLead('c', { name: 'Ana' }, signal);
			await store().saveLead('c', { name: 'Ana', email: 'ana@x.example' }, signal);
			await store().saveLead('c', { name: 'Ana' }, signal); // changes nothing
			const audit = await project.sql(`select tabela, operacao, colunas, papel, usuario from auditoria order by id`);
			expect(audit).toEqual([
				{
					...{ tabela: 'leads', operacao: 'INSERT', papel: 'service_role', usuario: null },
					colunas: ['contato', 'criado_em', 'equipe', 'id', 'nome'],
				},
				{ ...{ tabela: 'leads', operacao: 'UPDATE', papel: 'service_role', usuario: null }, colunas: ['email'] },
			]);
			expect(await project.sql(`select atualizado_em > criado_em as changed from leads`)).toEqual([{ changed: true }]);
		});

		it('delete with a lead what belongs to it', async () => {
			await store().createBudget('c', 'k', { product: 'Prensa', quantity: null, need: null }, signal);
			await store().appendEvent('c', { key: 'k', type: 'budget.created', data: {} }, signal);
			expect((await ask('leads?contato=eq.c', { method: 'DELETE' })).status).toBe(204);
			expect(await project.sql(`select id from orcamentos union all select lead_id from events`)).toEqual([]);
		});
	});

	describe('the roles', () => {
		const member = randomUUID();
		const stranger = randomUUID();
		let asMember: Asked;
		let asStranger: Asked;
		beforeEach(async () => {
			await project.sql(`delete from auth.users; insert into auth.users (id) values ('${member}'), ('${stranger}')`);
			await project.sql(`insert into membros (equipe, usuario) values ('vendas', '${member}'), ('outra', '${stranger}')`);
			const budget = { product: 'Prensa', quantity: 1, need: null };
			await store().createBudget('c', 'k', budget, signal);
			await store().appendEvent('c', { key: 'k', type: 'budget.created', data: {} }, signal);
			await store().saveCompany('c', { cnpj: '11222333000181', name: 'Metal Forte', city: null, state: null }, signal);
			asMember = { key: publishable, token: await signSupabaseToken('authenticated', member) };
			asStranger = { key: publishable, token: await signSupabaseToken('authenticated', stranger) };
		});
		const tables = ['equipes', 'membros', 'leads', 'orcamentos', 'empresa', 'events', 'auditoria'];

		it.each(tables)('anon reads, writes and deletes nothing in %s', async (table) => {
			const refused = { status: 401, body: expect.objectContaining({ code: '42501' }) as unknown };
			expect(await ask(table, { key: publishable })).toEqual(refused);
			expect(await ask(table, { key: publishable, method: 'POST', body: { equipe: 'vendas' } })).not.toMatchObject({ status: 201 });
			expect(await ask(`${table}?id=not.is.null`, { key: publishable, method: 'DELETE' })).not.toMatchObject({ status: 204 });
		});

		it.each(tables)('authenticated reads the rows of the own team in %s, and of no other', async (table) => {
			const own = (await ask(table, asMember)).body as Array<{ equipe?: string; id?: string }>;
			expect(own.length).toBeGreaterThan(0);
			expect(new Set(own.map((row) => row.equipe ?? row.id))).toEqual(new Set(['vendas']));
			const foreign = (await ask(table, asStranger)).body as Array<{ equipe?: string; id?: string }>;
			expect(foreign.filter((row) => (row.equipe ?? row.id) === 'vendas')).toEqual([]);
		});

		it('authenticated changes what people may change, in the own team', async () => {
			const change = { method: 'PATCH', headers: { prefer: 'return=representation' }, body: { temperatura: 'quente' } };
			expect(await ask('leads?contato=eq.c', { ...asMember, ...change })).toMatchObject({ status: 200, body: [{ temperatura: 'quente' }] });
			expect(await ask('leads?contato=eq.c', { ...asStranger, ...change })).toEqual({ status: 200, body: [] });
			const [audit] = await project.sql(`select papel, usuario, colunas from auditoria order by id desc limit 1`);
			expect(audit).toEqual({ papel: 'authenticated', usuario: member, colunas: ['temperatura'] });
		});

		it.each([
			['PATCH', 'leads?contato=eq.c', { equipe: 'outra' }],
			['PATCH', 'leads?contato=eq.c', { contato: 'd' }],
			['PATCH', 'leads?contato=eq.c', { oportunidade_pipe_id: 1 }],
			['PATCH', 'empresa?cnpj=eq.11222333000181', { cnpj: '12ABC34501DE35' }],
			['PATCH', 'events?chave=eq.k', { tipo: 'x' }],
			['POST', 'leads', { equipe: 'vendas', contato: 'd' }],
			['POST', 'membros', { equipe: 'outra', usuario: member }],
			['POST', 'auditoria', { equipe: 'vendas' }],
			['DELETE', 'leads?contato=eq.c', undefined],
		])('authenticated cannot %s %s %o', async (method, path, body) => {
			const answer = await ask(path, { ...asMember, method, ...(body && { body }) });
			expect(answer).toMatchObject({ status: 403, body: { code: '42501' } });
		});

		it('service_role passes the policies, and still rewrites no event', async () => {
			expect((await ask('leads', { key: await signSupabaseToken('service_role') })).body).toHaveLength(1);
			expect(await ask('events?chave=eq.k', { method: 'PATCH', body: { tipo: 'x' } })).toMatchObject({ status: 403 });
			expect(await ask('auditoria?id=gt.0', { method: 'DELETE' })).toMatchObject({ status: 403 });
		});
	});

	describe('the stand-in refuses what Supabase refuses', () => {
		const lead = { equipe: 'vendas', contato: 'c' };
		const post = (changes: Asked) => ask('leads', { method: 'POST', body: lead, ...changes });

		it.each<[string, () => Promise<unknown>, number, string | undefined]>([
			['a key that the project does not have', () => ask('leads', { key: 'sb_secret_other' }), 401, undefined],
			['a token of another project', () => ask('leads', { token: 'eyJh.eyJy.sig' }), 401, 'PGRST301'],
			['an expired token', async () => ask('leads', { token: await signSupabaseToken('service_role', undefined, -60) }), 401, 'PGRST303'],
			['an unknown table', () => ask('lead'), 404, 'PGRST205'],
			['an unknown column in a body', () => post({ body: { ...lead, temperature: 'hot' } }), 400, 'PGRST204'],
			['an unknown column in a filter', () => ask('leads?temperature=eq.hot'), 400, '42703'],
			['a filter without an operator', () => ask('leads?contato=c'), 400, 'PGRST100'],
			['a format that it does not have', () => ask('leads', { headers: { accept: 'text/xml' } }), 406, 'PGRST107'],
			['one object where there is none', () => ask('leads', { headers: { accept: 'application/vnd.pgrst.object+json' } }), 406, 'PGRST116'],
			['an unknown preference', () => ask('leads', { headers: { prefer: 'handling=strict, return=all' } }), 400, 'PGRST122'],
			[
				'a conflict of columns that are not unique',
				() => ask('leads?on_conflict=nome', { method: 'POST', body: lead, headers: { prefer: 'resolution=merge-duplicates' } }),
				400,
				'42P10',
			],
			['rows with different columns', () => post({ body: [lead, { equipe: 'vendas' }] }), 400, 'PGRST102'],
			['a change of all rows', () => ask('leads', { method: 'PATCH', body: { nome: 'x' } }), 400, '21000'],
			['a method that it does not have', () => ask('leads', { method: 'OPTIONS' }), 405, 'PGRST117'],
		])('%s', async (_what, send, status, code) => {
			expect(await send()).toMatchObject({ status, ...(code !== undefined && { body: { code } }) });
		});

		it('a second row of one key', async () => {
			expect(await post({})).toEqual({ status: 201, body: null });
			expect(await post({})).toMatchObject({ status: 409, body: { code: '23505' } });
			expect(await post({ body: { equipe: 'nobody', contato: 'c' } })).toMatchObject({ status: 409, body: { code: '23503' } });
		});

		it('requests without a key', async () => {
			const { status } = await fetch(`${project.server.url}/rest/v1/leads`);
			expect(status).toBe(401);
		});
	});

	it('is reached when a contact is forgotten, under all names, if the host has the key', async () => {
		const own = await createChannelHost();
		const agentFolder = join(own.host.stateFolder, 'agents');
		mkdirSync(agentFolder);
		const define = [{ kind: 'leads', url: project.server.url, key: '${SUPABASE_KEY}', team: 'vendas' }];
		const agent = { version: '1.0.0', name: 'Lia', purpose: 'Sells.', capabilities: ['sales'], prompt: 'Sell.', model: {}, limits: {} };
		for (const id of ['lia', 'rui'])
			writeFileSync(
				join(agentFolder, `${id}.json`),
				JSON.stringify({ id, ...agent, guardrails: { personalData: { types: [] } }, tools: { define } }),
			);
		writeFileSync(join(agentFolder, 'odd.json'), '{"id": "odd"}');
		const { contacts, mailbox } = own.channels;
		const { contact: id } = (await mailbox.find('default', own.conversation))!;
		const forget = async (secrets: (name: string) => string | undefined) =>
			forgetOutside(
				(await contacts.find('default', id))!,
				{ ...own.host, tenant: 'default', agentFolders: [agentFolder], allowPrivateNetworks: true, secrets },
				signal,
			);
		for (const contact of [id, '+5544988887777', '+5544988887778']) await store().createBudget(contact, contact, budgetOf(contact), signal);
		const name = `leads of vendas at ${new URL(project.server.url).host}`;
		const odd = { stores: ['leads of the agent odd'], where: expect.stringContaining('are unknown (AGENT_INVALID)') as string };
		expect(await forget(() => undefined)).toEqual({
			reached: [],
			notReached: [odd, { stores: [name], where: expect.stringContaining('(LEADS_REFUSED): The store of leads has no key') as string }],
		});
		expect(await project.sql('select 1 from leads')).toHaveLength(3);
		expect(await forget(() => secret)).toEqual({ reached: [name], notReached: [odd] });
		expect(await project.sql('select contato, (select count(*)::int from orcamentos) as count from leads')).toEqual([
			{ contato: '+5544988887778', count: 1 },
		]);
		expect(await forget(() => secret)).toEqual({ reached: [], notReached: [odd] });
		await own.remove();
	});
	const budgetOf = (need: string) => ({ product: 'Prensa', quantity: 1, need });

	describe('the client', () => {
		it('does not create a second row when the answer to the first is lost', async () => {
			project.server.loseAnswers(1);
			const budget = { product: 'Prensa', quantity: 1, need: null };
			await store().saveLead('c', {}, signal);
			project.server.loseAnswers(2);
			await store().createBudget('c', 'k', budget, signal);
			expect(await project.sql(`select equipamento from orcamentos`)).toEqual([{ equipamento: 'Prensa' }]);
			expect(await project.sql(`select contato from leads`)).toEqual([{ contato: 'c' }]);
		});

		it('asks again when the server is busy, after the time that it names', async () => {
			const before = project.server.calls.length;
			project.server.script([
				{ status: 429, headers: { 'retry-after': '0' }, body: { message: 'Too many requests' } },
				{ status: 503, body: { code: 'PGRST000', message: 'Database connection error. Retrying the connection.' } },
			]);
			expect(await store().findLead('c', signal)).toBeUndefined();
			expect(project.server.calls.length - before).toBe(3);
		});

		it('gives up after four attempts, and at once when it would have to wait for long', async () => {
			const before = project.server.calls.length;
			const down = { status: 503, headers: { 'retry-after': '0' }, body: {} };
			project.server.script([down, down, down, down]);
			await expect(store().findLead('c', signal)).rejects.toMatchObject({ code: 'LEADS_UNREACHABLE', retryable: true });
			expect(project.server.calls.length - before).toBe(4);
			project.server.script([{ ...down, headers: { 'retry-after': '3600' } }]);
			await expect(store().findLead('c', signal)).rejects.toMatchObject({ code: 'LEADS_UNREACHABLE', retryAfterMs: 3_600_000 });
			expect(project.server.calls.length - before).toBe(5);
		});

		it('waits for an answer only as long as its timeout', async () => {
			const slow = { status: 200, body: [], delayMs: 60_000 };
			project.server.script([slow, slow, slow, slow]);
			await expect(store({ timeoutMs: 20 }).findLead('c', signal)).rejects.toMatchObject({ code: 'LEADS_UNREACHABLE', retryable: true });
		});

		it.each<[string, Parameters<typeof store>[0], string]>([
			['a wrong key', { key: 'sb_secret_wrong' }, 'Check the key'],
			['a key that cannot write', { key: publishable }, 'Use the secret key'],
			['a team that does not exist', { team: 'nobody' }, 'Set "team"'],
		])('says what to do about %s, and never repeats the key', async (_what, changes, fix) => {
			const refusal = (await store(changes)
				.saveLead('c', {}, signal)
				.catch((error: unknown) => error)) as Error & { fix: string };
			expect(refusal).toMatchObject({ code: 'LEADS_REFUSED', fix: expect.stringContaining(fix) as unknown });
			expect(`${refusal.message} ${refusal.fix} ${JSON.stringify(refusal)}`).not.toContain('sb_');
		});

		it('says that the tables are missing', async () => {
			project.server.script([
				{ status: 404, body: { code: 'PGRST205', message: "Could not find the table 'public.leads' in the schema cache" } },
			]);
			await expect(store().findLead('c', signal)).rejects.toMatchObject({
				...{ code: 'LEADS_REFUSED', fix: expect.stringContaining('Apply the migrations') as unknown },
			});
		});

		it('works with the older kind of key, which is a token', async () => {
			const older = store({ key: await signSupabaseToken('service_role') });
			expect(await older.saveLead('c', { name: 'Ana' }, signal)).toMatchObject({ name: 'Ana' });
		});

		it('says that a page is not the API', async () => {
			project.server.script([{ status: 200, body: '<html>Studio</html>' }]);
			await expect(store().findLead('c', signal)).rejects.toMatchObject({ code: 'LEADS_REFUSED', details: { status: 200 } });
		});
	});
});
