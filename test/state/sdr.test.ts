import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFacts } from '../../core/conversations/find-facts';
import { describeBurst } from '../../core/conversations/mailbox/describe-burst';
import type { MessageEvent } from '../../core/ports/channels/channel-events';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import type { StoredMessage } from '../../core/ports/channels/mailbox';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openWorkers } from '../../engine-adapter/workers/open-workers';
import { describeAd } from '../../providers/channels/shared/describe-origin';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { supabaseKeys } from '../fakes/supabase/api-keys';
import { callsOf, readResults } from '../support/order-desk';
import { type CustomerMessage, type SalesAd, type SalesCase, salesCases, type SalesTurn, scriptFor } from '../stories/uat/sales-cases';
import { openSalesDesk, type SalesDesk } from '../support/sdr';
import { onPostgres } from '../support/servers/databases';
import { openSupabaseProject, type SupabaseProject } from '../support/servers/supabase';

onPostgres('the agent that sells on WhatsApp', () => {
	let project: SupabaseProject;
	let desk: SalesDesk;
	beforeAll(async () => void (project = await openSupabaseProject()));
	afterAll(() => project.close());
	beforeEach(async () => {
		await project.sql(`delete from equipes; insert into equipes (id, nome) values ('vendas', 'Vendas')`);
		project.server.calls.length = 0;
		desk = await openSalesDesk(project.server.url);
	});
	afterEach(() => desk.close());

	const { contact } = salesCases;
	const tools = ['search_handbook', 'read_lead', 'update_lead', 'create_budget', 'create_company', 'hand_over'];
	const read = (text: string) => project.sql<Record<string, unknown>>(text);

	/** The turns of a case that the agent answers. What other parts do in a case, such as a mailbox, is not played here. */
	const play = async ({ id, turns }: SalesCase) => {
		let labels: string[] = [];
		for (const turn of turns) {
			labels = turn.labels ?? labels;
			if (turn.customer && turn.model) await answerTurn(turn, id, labels);
		}
	};
	const answerTurn = async (turn: SalesTurn, conversationId: string, labels: string[]) => {
		const { customer = [], expect: expected } = turn;
		desk.model.calls.length = 0;
		desk.model.script(scriptFor(turn, tools));
		const asked = describeBurst([{ content: customer.flatMap(readContent) } as StoredMessage], { language: 'pt' });
		const { outcome } = await desk.answer(asked, { person: contact, conversationId, facts: findFacts({ channel: 'whatsapp', labels }) });
		const asksPerson = turn.model?.some(({ calls = [] }) => calls.some(({ name }) => name === 'hand_over'));
		expect(outcome.kind).toBe(asksPerson ? 'needs-human' : 'reply');
		for (const text of expected.mustMatch ?? []) expect(outcome.reply).toMatch(new RegExp(text, 'i'));
		for (const text of expected.mustNotMatch ?? []) expect(outcome.reply).not.toMatch(new RegExp(text, 'i'));
		const told = readMessages(desk, 'tool').join('\n');
		for (const text of expected.toolErrors ?? []) expect(told).toContain(text);
		if (!expected.toolErrors) expect(told).not.toMatch(/Nothing was|not called|not known/);
		for (const text of expected.toldByTools ?? []) expect(told).toContain(text);
		if (expected.asked !== undefined) expect(readMessages(desk, 'user').at(-1)).toContain(expected.asked);
	};

	const readContent = ({ ad, ...message }: CustomerMessage & { ad?: SalesAd }) => [...(ad ? describeAd(ad) : []), message];

	/** What the customer, or the tools, told the model in this turn. */
	const readMessages = ({ model }: SalesDesk, by: 'user' | 'tool'): string[] => {
		const { messages } = model.calls.at(-1)!.body as { messages: Array<{ role: string; content: string }> };
		return messages.flatMap(({ role, content }) => (role === by ? [content] : []));
	};

	test('all cases of the acceptance test are there', () => {
		expect(salesCases.cases.map(({ id }) => id)).toEqual([
			...['hot', 'warm', 'cold', 'cnpj-known', 'cnpj-unknown', 'audio-good', 'audio-broken', 'interruption', 'bot-on', 'price-thrice'],
			...['insists', 'returns-after-won', 'hot-greets-again'],
			...['opt-out', 'opt-out-audio', 'wrong-number', 'minor', 'emergency', 'despair', 'abuse'],
			...['card-number', 'price-by-exception', 'burst', 'provider-down', 'crm-down', 'same-webhook', 'out-of-order'],
		]);
	});

	test.each(salesCases.cases.map((each) => [each.title, each] as const))('%s: the rows are right', async (_title, sales) => {
		const { given, holds } = sales;
		if (given?.company)
			await read(`insert into empresa (equipe, cnpj, nome) values ('vendas', '${given.company.cnpj}', '${given.company.nome}')`);
		await play(sales);
		const [lead] = await read(`select *, (select row_to_json(empresa) from empresa where id = leads.empresa_id) as empresa from leads`);
		if (holds.lead === null) expect(lead).toBeUndefined();
		if (holds.lead) expect(lead).toMatchObject({ ...holds.lead, contato: contact, telefone: contact });
		if (holds.company === null) expect(lead!['empresa']).toBeNull();
		if (holds.company) expect(lead!['empresa']).toMatchObject(holds.company);
		for (const line of holds.summary ?? []) expect(lead!['resumo']).toContain(line);
		const budgets = await read(`select * from orcamentos order by criado_em`);
		expect(budgets).toHaveLength(holds.budgets?.length ?? 0);
		expect(budgets).toMatchObject(holds.budgets ?? []);
	});

	test('the key is in no message of the model, event, outcome or row', async () => {
		desk.model.script([callsOf(['update_lead', { name: 'Ana', email: 'ana@x.example' }]), { text: 'Obrigada!' }]);
		const { outcome, events } = await desk.answer('Sou a Ana, ana@x.example', { person: contact, conversationId: 'c' });
		const rows = await read(`select row_to_json(e) from events e union all select row_to_json(a) from auditoria a`);
		const told = JSON.stringify([desk.model.calls.map(({ body }) => body), outcome, events, rows]);
		expect(project.server.calls.every(({ headers }) => headers['apikey'] === supabaseKeys.secret)).toBe(true);
		expect(told).not.toContain('sb_secret');
		expect(told).not.toContain(project.server.url);
		// What happened is told by names of fields; the address itself is in the row of the lead alone.
		expect(JSON.stringify([desk.model.calls.map(({ body }) => body), events, rows])).not.toContain('ana@x.example');
		expect(await read(`select email from leads`)).toEqual([{ email: 'ana@x.example' }]);
		expect(await read(`select tipo, dados from events`)).toEqual([{ tipo: 'lead.updated', dados: { fields: ['name', 'email'] } }]);
	});

	test('as a job of a process it stores the lead of personId, and the key is in no variable', async () => {
		const engine = await openEmbeddedEngine({ file: ':memory:' });
		try {
			const model = readFileSync(join(__dirname, '../../examples/support/support.bpmn'), 'utf8');
			await engine.deploy([{ name: 'sdr.bpmn', content: model.replace('key="agent" value="support"', 'key="agent" value="sdr"') }]);
			await openWorkers(engine, desk.host);
			desk.model.script([callsOf(['update_lead', { name: 'Ana' }]), { text: 'Oi, Ana!' }]);
			const started = { message: 'Sou a Ana', conversationId: 'c', personId: contact };
			const { variables } = await engine.startAndAwait({ processId: 'support', variables: started }, 60_000);
			expect(readResults(desk.model)).toEqual(['{"stored":["name"]}']);
			expect(variables).toMatchObject({ outcome: 'reply', reply: 'Oi, Ana!' });
			expect(JSON.stringify(variables)).not.toMatch(/sb_secret|SUPABASE/);
			expect(await read(`select contato, nome from leads`)).toEqual([{ contato: contact, nome: 'Ana' }]);
		} finally {
			await engine.close();
		}
	});

	test('what is known is read, so that nothing is asked for twice', async () => {
		desk.model.script([callsOf(['update_lead', { name: 'Ana', state: 'pr' }]), { text: 'Oi, Ana!' }]);
		await desk.answer('Sou a Ana, do Paraná', { person: '5544988887777', conversationId: 'c-1' });
		desk.model.script([callsOf(['read_lead', {}]), { text: 'Oi de novo!' }]);
		// The same person, as another provider writes the number: without its ninth digit.
		await desk.answer('Oi', { person: '554488887777@s.whatsapp.net', conversationId: 'c-2' });
		const known = JSON.parse(readResults(desk.model)[0]!) as { known: object; missing: string[] };
		expect(known.known).toMatchObject({ name: 'Ana', state: 'PR', phone: expect.stringMatching(/^\[PHONE/) as unknown });
		expect(known.missing).toEqual(['email', 'city']);
		expect(await read(`select contato from leads`)).toEqual([{ contato: '+5544988887777' }]);
	});

	test('who writes in a channel has the phone number that its provider proved, which no message of the model, event or outcome holds', async () => {
		const { mailbox, contacts } = await openChannels({ ...desk.host, stateFolder: desk.host.stateFolder! });
		const channel = { tenant: 'default', channel: 'whatsapp', receipt: null };
		const write = async (id: string, claims: MessageEvent['contact']) => {
			const event = { kind: 'message' as const, key: id, id, address: id, at: Date.now(), author: 'contact' as const };
			await mailbox.apply({ ...event, contact: claims, content: [{ kind: 'text', text: 'Oi' }] }, channel, defaultMailboxRules);
			return (await contacts.findByAlias('default', claims[0]!))!.id;
		};
		const lid = (value: string) => ({ kind: 'lid' as const, value, proof: 'provider' as const });
		// As WhatsApp writes it: without the ninth digit.
		const proven = await write('one', [lid('81896604192873@lid'), { kind: 'phone', value: '554488887777', proof: 'provider' }]);
		const typed = await write('two', [lid('81896604192874@lid'), { kind: 'phone', value: '5511999998888', proof: 'entered' }]);
		for (const person of [proven, typed]) {
			desk.model.script([callsOf(['update_lead', { name: 'Ana' }]), { text: 'Oi, Ana!' }]);
			const { outcome, events } = await desk.answer('Sou a Ana', { person, conversationId: person });
			expect(readResults(desk.model)).toContain('{"stored":["name"]}');
			expect(JSON.stringify([desk.model.calls.map(({ body }) => body), outcome, events])).not.toMatch(/88887777|999998888/);
		}
		const leads = await read(`select contato, nome, telefone from leads`);
		expect(leads).toHaveLength(2);
		expect(leads).toEqual(
			expect.arrayContaining([
				{ contato: proven, nome: 'Ana', telefone: '+5544988887777' },
				{ contato: typed, nome: 'Ana', telefone: null },
			]),
		);
		const told = await read(`select row_to_json(e) from events e union all select row_to_json(a) from auditoria a`);
		expect(JSON.stringify(told)).not.toContain('88887777');
	});

	test('no text makes the agent touch another lead', async () => {
		await read(`insert into leads (equipe, contato, nome) values ('vendas', '+5511999998888', 'Outra pessoa')`);
		desk.model.script([
			callsOf(
				['update_lead', { contact: '+5511999998888', name: 'Trocado' }],
				['update_lead', { name: 'Ana', phone: '11 99999-8888' }],
				['update_lead', { name: 'Ana' }],
			),
			{ text: 'Pronto.' },
		]);
		await desk.answer('Troque o nome do lead +5511999998888', { person: contact, conversationId: 'c' });
		expect(await read(`select contato, nome from leads order by contato`)).toEqual([
			{ contato: '+5511999998888', nome: 'Outra pessoa' },
			{ contato: contact, nome: 'Ana' },
		]);
	});

	test('a run that does not say who writes stores nothing', async () => {
		desk.model.script([callsOf(['update_lead', { name: 'Ana' }]), { text: 'Obrigada!' }]);
		await desk.answer('Sou a Ana', { conversationId: 'c' });
		expect(readResults(desk.model)[0]).toContain('não diz de quem é a conversa');
		expect(await read(`select id from leads`)).toEqual([]);
	});

	test('a key that Supabase refuses is told to operators by its code, and the conversation goes on', async () => {
		project.server.script([{ status: 401, body: { message: 'Invalid API key', hint: 'Double check your Supabase key.' } }]);
		desk.model.script([callsOf(['read_lead', {}]), { text: 'Oi!' }]);
		const { outcome, events } = await desk.answer('Oi', { person: contact, conversationId: 'c' });
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Oi!' });
		expect(JSON.stringify(events)).toContain('"errorCode":"LEADS_REFUSED"');
		expect(readResults(desk.model)).toEqual([
			'A chamada falhou: O cadastro de clientes recusou a chamada, e nada foi guardado: Supabase answered 401.',
		]);
	});

	test('the conversation goes on while Supabase is down, and the model is told that nobody knows what was stored', async () => {
		const down = { status: 503, headers: { 'retry-after': '0' }, body: { code: 'PGRST000', message: 'Database connection error' } };
		project.server.script(Array.from({ length: 4 }, () => down));
		desk.model.script([callsOf(['read_lead', {}]), { text: 'Oi! O que você vai produzir?' }]);
		const { outcome } = await desk.answer('Oi', { person: contact, conversationId: 'c' });
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Oi! O que você vai produzir?' });
		expect(readResults(desk.model)[0]).toContain('Não se sabe se algo foi guardado');
	});
});
