import type { MessageEvent } from '../../../core/ports/channels/channel-events';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { runNamedCrmTask } from '../../../providers/compose/crm/named-crm';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { openTenants } from '../../../providers/compose/state/host-tenants';
import { addCredential } from '../../../test/fakes/channels/channel-host';
import { pipeRunToken, type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { startOperationsService } from '../../../test/support/operations-service';

/** 09:00 in São Paulo. */
const morning = Date.parse('2026-11-28T12:00:00Z');
let now = morning;
let service: Awaited<ReturnType<typeof startOperationsService>>;
let pipeRun: PipeRunServer;
beforeEach(async () => {
	now = morning;
	[pipeRun, service] = await Promise.all([
		startPipeRunServer(),
		startOperationsService(['conversation:read', 'conversation:manage'], { clock: { now: () => now } }),
	]);
	const rules = { timeZone: 'America/Sao_Paulo', locale: 'pt-BR' };
	await (await openTenants(service.host))!.set({ name: 'default', rules, changedAt: 1, changedBy: 'user:test' });
	await addCredential(service.host, { name: 'vendas', type: 'piperunApi', secrets: { token: pipeRunToken, baseUrl: pipeRun.url } });
});
afterEach(() => Promise.all([service.close(), pipeRun.close()]));

async function write(phone: string, changes: Partial<MessageEvent> = {}): Promise<string> {
	const { mailbox } = await openChannels(service.host);
	const event: MessageEvent = {
		...{ kind: 'message', key: `${phone} ${now} ${changes.author}`, id: `${phone} ${now} ${changes.author}`, address: phone, at: now },
		...{ author: 'contact', name: 'Maria Souza', content: [{ kind: 'text', text: 'Quanto custa?' }] },
		...{ contact: [{ kind: 'phone', value: phone, proof: 'provider' }], ...changes },
	};
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null, receivedAt: now }, defaultMailboxRules);
	return 'conversation' in applied ? applied.conversation! : '';
}
async function run(runId: string, conversationId: string, changes: object = {}): Promise<void> {
	const runs = await openRuns(service.host, service.host.stateFolder);
	const agent = { id: 'sdr', version: '1.2.0', sha256: 'a'.repeat(64) };
	await runs.begin({ runId, agent, host: 'channel', conversationId, withinMs: 60_000 });
	const usage = { durationMs: 5, costUsd: 0.02, inputTokens: 1, outputTokens: 1, modelCalls: 1, toolCalls: 0, model: 'openai:m' };
	const answered = { state: 'completed' as const, outcome: 'reply', reason: null, errorCode: null, error: null, tools: [], usage };
	await runs.end(runId, { ...answered, ...changes });
}
const record = (id: string) =>
	runNamedCrmTask(
		parseCrmTask({ operation: 'recordLead', lead: { id, person: { name: 'Maria', phone: '+5544999999991' } }, pipeline: '1', stage: '10' }),
		{ credential: 'vendas', requestsPerMinute: 100_000 },
		{ ...service.host, tenant: 'default' },
		new AbortController().signal,
	);
const report = async (query = '') =>
	(await service.call(`GET conversation-report${query}`))[1] as Record<string, unknown> & { text: string };

it('counts proposals and deals that a person won in the CRM, and says as of when if it does not answer', async () => {
	const id = await write('5544999999991');
	await run('r1', `${id}-1`);
	await record(id);
	expect((await report())['deals']).toEqual({
		opened: 1,
		won: 0,
		lost: 0,
		isCut: false,
		notReached: [],
		asOf: new Date(now).toISOString(),
	});
	now += 3_600_000;
	const [deal] = pipeRun.tables.deals;
	Object.assign(deal!, { stage_id: 11, status: 1, closed_at: '2026-11-28 10:00:00' });
	const won = await report();
	expect(won).toMatchObject({
		...{ deals: { opened: 1, won: 1, lost: 0, notReached: [] } },
		funnel: [{ origin: null, agent: 'sdr@1.2.0', leads: 1, deals: 1, proposals: 1, won: 1, lost: 0 }],
	});
	expect(won.text).toContain('- origem desconhecida, sdr@1.2.0: 1 (1 proposta, 1 comprou)\nNegócios do dia: 1 aberto, 1 ganho\n');
	pipeRun.fault = () => ({ status: 401, body: {} });
	now += 86_400_000;
	const nextDay = await report('?day=yesterday');
	expect(nextDay).toMatchObject({ deals: { won: 1, notReached: [{ account: 'piperun vendas', reason: 'CREDENTIAL_INVALID' }] } });
	expect(nextDay.text).toMatch(/O CRM não respondeu \(piperun vendas\): os negócios estão como em 28\/11\/2026 10:00 \(.*Brasília\)\.\n/);
	expect((await report()).text).toMatch(/^\*Relatório de 29\/11\/2026\*\nNenhuma conversa neste dia\.\n/);
	const shown = await service.troupe(['conversation', 'show', id]);
	expect(shown.printed).toMatch(/2026-11-28 09:00 {2}deal \d+ \(piperun vendas\): won as of 2026-11-28 10:00/);
	const { contacts, conversations } = await openChannels(service.host);
	await contacts.forget('default', (await conversations.find('default', id))!.contact);
	expect(await report('?day=yesterday')).toMatchObject({ conversations: 0, deals: { opened: 0, won: 0, notReached: [] }, funnel: [] });
});

it('adds up the stages of all rows of the funnel, also of those that it leaves out', async () => {
	for (let ad = 0; ad < 60; ad += 1) {
		const origin = { kind: 'text' as const, text: 'Hi', origin: { via: 'ad' as const, title: `Ad ${ad}` } };
		await write(`55449999${10_000 + ad}`, { content: [origin] });
	}
	const { funnel, ...figures } = await report();
	expect(funnel).toHaveLength(50);
	const none = { qualified: 0, handedOver: 0, deals: 0, proposals: 0, won: 0, lost: 0 };
	expect(figures).toMatchObject({ leads: 60, funnelRows: 60, funnelTotals: { ...none, leads: 60 } });
});

it('tells how well the day was answered', async () => {
	const id = await write('5544999999991');
	now += 30_000;
	await write('5544999999991', { author: 'account', content: [{ kind: 'text', text: 'A equipe passa os valores.' }] });
	await run('r1', `${id}-1`);
	await run('r2', `${id}-1`, { outcome: 'blocked', reason: 'price' });
	await run('r3', `${id}-1`, { state: 'failed', outcome: null, errorCode: 'MODEL_UNREACHABLE' });
	now += 30_000;
	await write('5544999999991', { content: [{ kind: 'reaction', emoji: '👍', messageId: 'x' }] });
	const { text, quality } = await report();
	expect(quality).toMatchObject({
		...{ answered: 1, blocked: 1, modelFailures: 1, changedByRule: 0, judged: null, reactions: { good: 1, bad: 0 } },
		firstAnswer: { count: 1, medianSeconds: 30, p90Seconds: 30 },
	});
	expect(text).toContain(
		'- Primeira resposta: metade em até 30 s, 90 % em até 30 s\n- 2 execuções do agente: 1 barrada por regra, 1 falha',
	);
});

it('has what an answer cost that failed after midnight, on that day, and not twice', async () => {
	now = Date.parse('2026-11-28T02:59:59Z');
	const id = await write('5544999999991');
	now += 2_000;
	await run('late', `${id}-1`, { state: 'failed', outcome: null, errorCode: 'MODEL_UNREACHABLE' });
	expect(await report('?day=yesterday')).toMatchObject({ day: '2026-11-27', conversations: 1, runs: 0, costUsd: 0 });
	expect(await report()).toMatchObject({ day: '2026-11-28', conversations: 0, runs: 1, costUsd: 0.02 });
});

it('counts a person who wrote under two names once, with the cost and the deals of both', async () => {
	now -= 30 * 86_400_000;
	const known = await write('5544999999991');
	now += 30 * 86_400_000;
	const again = await write('5544999999992');
	await run('r1', `${known}-1`);
	await run('r2', `${again}-1`);
	await run('called', `${again}-1`, {
		usage: { costUsd: 0.01, durationMs: 1, inputTokens: 1, outputTokens: 1, modelCalls: 1, toolCalls: 0, model: 'openai:m' },
	});
	await record(again);
	const claims = ['5544999999991', '5544999999992'].map((value) => ({ kind: 'phone' as const, value, proof: 'provider' as const }));
	now += 1_000;
	await write('5544999999992', { contact: claims });
	expect(await report()).toMatchObject({
		// A customer of last month is not new.
		...{ conversations: 1, begun: 0, leads: 0, runs: 3, costUsd: expect.closeTo(0.05), perLeadUsd: expect.closeTo(0.05) },
		...{ deals: { opened: 1 }, funnel: [] },
	});
});

it('counts a run that a budget stopped as a failure, and says which runs have no known price', async () => {
	const id = await write('5544999999991');
	await run('r1', `${id}-1`, { state: 'failed', outcome: null, errorCode: 'BUDGET_EXCEEDED', usage: undefined });
	await run('r2', `${id}-1`, {
		usage: { costUsd: null, durationMs: 1, inputTokens: 1, outputTokens: 1, modelCalls: 1, toolCalls: 0, model: 'openai:own' },
	});
	await run('r3', `${id}-1`);
	const { text, ...figures } = await report();
	expect(figures).toMatchObject({ runs: 3, costUsd: 0.02, unpricedRuns: 1, quality: { answered: 2, otherFailures: 1 } });
	expect(text).toContain(
		'Custo: US$ 0,02 (3 execuções)\n- US$ 0,02 por conversa, US$ 0,02 por cliente\n- 1 execução sem preço conhecido\n',
	);
});

it('compares the new contacts of a trial with those whom the other values answered, and each trial by itself (splitrb/split#19)', async () => {
	const { settings } = await openChannels(service.host);
	const change = { changes: { greeting: 'Oi!' }, share: 10, by: 'user:ana' };
	await settings.change('default', 'sales', { action: 'try', ...change }, { known: 0, waits: false });
	const written: string[] = [];
	for (const [phone, isTried] of [
		['5544999999991', true],
		['5544999999992', false],
		['5544999999993', false],
	] as const) {
		const conversation = await write(phone);
		written.push(conversation);
		await settings.choose('default', { id: `turn ${phone}`, conversation, channel: 'sales' }, () => isTried);
	}
	await settings.change('default', 'sales', { ...change, action: 'undo', changes: {}, share: null }, { known: 1, waits: false });
	// Whoever was answered with the trial first stays counted with it, whatever answers them later.
	for (const conversation of written)
		await settings.choose('default', { id: `follow-up ${conversation}`, conversation, channel: 'sales' }, () => false);
	const next = await settings.change('default', 'sales', { action: 'try', ...change }, { known: 2, waits: false });
	expect(next).toMatchObject({ kind: 'done' });
	const later = await write('5544999999994');
	await settings.choose('default', { id: 'turn later', conversation: later, channel: 'sales' }, () => true);
	const { settings: rows, text } = await report('?day=2026-11-28');
	const counts = { channel: 'sales', qualified: 0, handedOver: 0 };
	expect(rows).toHaveLength(3);
	expect(rows).toEqual(
		expect.arrayContaining([
			{ ...counts, version: 1, isTrial: true, leads: 1 },
			{ ...counts, version: 3, isTrial: true, leads: 1 },
			{ ...counts, version: 0, isTrial: false, leads: 2 },
		]),
	);
	expect(text).toContain('Configurações:\n- sales, teste (v');
	expect(text).toContain('- sales, teste (v3): 1 (0 quentes, 0 transferidos)');
	expect(text).toContain('- sales, os demais (v0): 2 (0 quentes, 0 transferidos)');
});
