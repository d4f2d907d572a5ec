import { defaultHandOverSettings } from '../../../core/ports/channels/hand-overs';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { MessageEvent } from '../../../core/ports/channels/channel-events';
import type { TenantRules } from '../../../core/ports/tenants';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { openTenants } from '../../../providers/compose/state/host-tenants';
import { startOperationsService } from '../../../test/support/operations-service';

const both = ['conversation:read', 'conversation:manage'];
/** 22:30 in São Paulo, and the next day in UTC. */
const evening = Date.parse('2026-11-28T01:30:00Z');
let service: Awaited<ReturnType<typeof startOperationsService>>;
let keys: Record<string, string>;
const ids: Record<string, string> = {};

async function write(tenant: string, phone: string, text: string, at: number, changes: Partial<MessageEvent> = {}): Promise<string> {
	const { mailbox } = await openChannels(service.host);
	const event: MessageEvent = {
		...{ kind: 'message', key: `${phone} ${at}`, id: `${phone} ${at}`, address: phone, at, author: 'contact', name: 'Maria Souza' },
		...{ contact: [{ kind: 'phone', value: phone, proof: 'provider' }], content: [{ kind: 'text', text }], ...changes },
	};
	const applied = await mailbox.apply(event, { tenant, channel: 'sales', receipt: null, receivedAt: at }, defaultMailboxRules);
	return 'conversation' in applied ? applied.conversation! : '';
}

beforeAll(async () => {
	service = await startOperationsService(both, { clock: { now: () => evening + 3_600_000 } });
	const of = { reader: 'conversation:read' };
	keys = {
		reader: await service.createKey('reader', [of.reader]),
		whole: await service.createKey('whole', both, 'whole'),
		wholeReader: await service.createKey('whole-reader', [of.reader], 'whole'),
		none: await service.createKey('none', both, 'none'),
	};
	const setRules = async (name: string, rules: TenantRules) =>
		(await openTenants(service.host))!.set({ name, rules, changedAt: 1, changedBy: 'user:test' });
	await setRules('default', { timeZone: 'America/Sao_Paulo' });
	await setRules('whole', { runContent: 'full' });
	await setRules('none', { runContent: 'none' });
	const said = 'My mail is maria@example.com, call me.';
	for (const tenant of ['default', 'whole', 'none']) ids[tenant] = await write(tenant, '5544999999991', said, evening);
	const { handOvers } = await openChannels(service.host);
	for (const tenant of ['default', 'whole', 'none'])
		await handOvers.begin(tenant, ids[tenant]!, {
			...{
				key: `h ${tenant}`,
				reason: 'wants maria@example.com to get an offer',
				summary: { temperature: 'hot', notes: 'maria@example.com' },
			},
			...{ language: 'en', by: 'agent', lastWords: [], pauseMs: null, settings: defaultHandOverSettings },
		});
});
afterAll(() => service.close());

async function ask(request: string, key: string, body?: object): Promise<[number, Record<string, unknown>]> {
	const [method, path] = request.split(' ');
	const headers = { authorization: `Bearer ${keys[key]}`, ...(body && { 'content-type': 'application/json' }) };
	const response = await fetch(`${service.url}/api/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
	return [response.status, (await response.json()) as Record<string, unknown>];
}

it.each([
	['masked where the tenant keeps them so, without the name for who may only read', 'reader', 'default', 'masked', null],
	['in full for who manages conversations', 'whole', 'whole', 'full', 'Maria Souza'],
	['masked for who may only read them', 'wholeReader', 'whole', 'masked', null],
	['left out where the tenant keeps none', 'none', 'none', 'none', 'Maria Souza'],
])('texts are %s', async (_how, key, tenant, content, name) => {
	const [status, shown] = await ask(`GET conversations/${ids[tenant]}`, key);
	expect([status, shown]).toMatchObject([200, { id: ids[tenant], content, name, isHot: true, mode: 'person' }]);
	const [, list] = await ask('GET conversations?hot=true', key);
	expect(list).toMatchObject({ content, items: [{ id: ids[tenant], name }] });
	const all = JSON.stringify([shown, list]);
	expect(all.includes('maria@example.com')).toBe(content === 'full');
	expect(all.includes('Maria Souza')).toBe(name !== null);
	expect(all.includes('call me')).toBe(content !== 'none');
	expect(all.includes('an offer')).toBe(content !== 'none');
});

it('a day is one of the time zone of the tenant (chatwoot/chatwoot#4028)', async () => {
	const of = async (day: string, key: string) => ((await ask(`GET conversations?day=${day}`, key))[1]['items'] as object[]).length;
	expect([await of('2026-11-27', 'reader'), await of('2026-11-28', 'reader')]).toEqual([1, 0]);
	expect([await of('2026-11-27', 'whole'), await of('2026-11-28', 'whole')]).toEqual([0, 1]);
	expect(await of('today', 'reader')).toBe(1);
	expect(await of('yesterday', 'reader')).toBe(0);
	for (const day of ['2026-02-30', 'tomorrow', '2026-1-1'])
		expect(await ask(`GET conversations?day=${day}`, 'reader')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});

it('a conversation has what its runs cost', async () => {
	const runs = await openRuns(service.host, service.host.stateFolder);
	const agent = { id: 'sdr', version: '1.2.0', sha256: 'a'.repeat(64) };
	await runs.begin({ runId: 'turn 1', agent, host: 'channel', conversationId: `${ids['default']}-1`, withinMs: 60_000 });
	const figures = { durationMs: 5, costUsd: 0.02, inputTokens: 1, outputTokens: 1, modelCalls: 1, toolCalls: 0, model: 'openai:m' };
	await runs.end('turn 1', { state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [], usage: figures });
	const [, shown] = await ask(`GET conversations/${ids['default']}`, 'reader');
	expect(shown).toMatchObject({
		runs: 1,
		costUsd: 0.02,
		agent: 'sdr@1.2.0',
		ranAs: [{ runId: 'turn 1', outcome: 'reply', costUsd: 0.02 }],
	});
});

it('only who may manage a conversation notes and assigns it', async () => {
	const path = `conversations/${ids['default']}`;
	const desk = { missing: 'The channel sales was removed.' };
	expect(await ask(`POST ${path}/note`, 'reader', { text: 'x' })).toMatchObject([403, {}]);
	expect(await service.call(`POST ${path}/note`, { body: { text: 'Mail is bia@example.com.', as: 'Ana' } })).toEqual([
		200,
		{ conversation: ids['default'], desk },
	]);
	expect(await service.call(`POST ${path}/assign`, { body: { to: 'Bia' } })).toMatchObject([200, { assignedTo: 'Bia', desk }]);
	const [, shown] = await ask(`GET ${path}`, 'reader');
	expect(shown).toMatchObject({
		assignedTo: 'Bia',
		notes: [
			{ kind: 'assignment', text: 'Bia' },
			{ kind: 'note', by: expect.stringMatching(/^key:.* for Ana$/), text: expect.stringMatching(/^Mail is \[/) },
		],
	});
	expect(await service.call(`POST ${path}/note`, { body: { text: ' ' } })).toMatchObject([400, {}]);
	expect(await service.call(`POST ${path}/assign`, { body: { to: 'Bia\nRui' } })).toMatchObject([400, {}]);
	expect(await service.call('POST conversations/nobody/note', { body: { text: 'x' } })).toMatchObject([
		404,
		{ code: 'RESOURCE_NOT_FOUND' },
	]);
	expect(await service.call(`GET ${path}`, { as: 'theirs' })).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
	expect(await service.call(`POST ${path}/assign`, { as: 'theirs', body: { to: 'Eve' } })).toMatchObject([404, {}]);
	expect(await service.call('GET conversations', { as: 'nobody' })).toMatchObject([403, {}]);
});

it('commands list, show, note and assign at a service, with the times of the tenant (constructorfabric/insight#2686)', async () => {
	const id = await write('default', '5544999999992', 'How much?', evening + 60_000);
	const listed = await service.troupe(['conversation', 'list', '--today', '--waiting']);
	expect(listed).toMatchObject({ code: 0, printed: expect.stringMatching(new RegExp(`${id} .*How much\\?`)) });
	expect(listed.printed).toContain('waits since (America/Sao_Paulo)');
	expect(listed.printed).toContain('2026-11-27 22:31');
	const page = await service.troupe(['conversation', 'list', '-n', '1', '--json']);
	expect(JSON.parse(page.printed)).toMatchObject({ id });
	const cursor = /--after (\S+)\./.exec(page.noted)![1]!;
	expect((await service.troupe(['conversation', 'list', '--after', cursor])).printed).toContain(ids['default']);
	expect(await service.troupe(['conversation', 'note', id, 'Wants a discount.'])).toMatchObject({ code: 0 });
	expect((await service.troupe(['conversation', 'assign', id, 'Rui'])).noted).toContain('Assigned to Rui. No desk hears of it');
	const shown = await service.troupe(['conversation', 'show', id]);
	expect(shown.printed.match(/America\/Sao_Paulo/g)).toHaveLength(1);
	expect(shown.printed).toContain('2026-11-27 22:31  contact: How much?');
	expect(JSON.parse((await service.troupe(['conversation', 'show', id, '--json'])).printed)).toMatchObject({
		...{ timeZone: 'America/Sao_Paulo', messages: [{ at: '2026-11-28T01:31:00.000Z' }] },
	});
	expect(shown.printed).toMatch(/assigned to Rui[\s\S]*contact: How much\?[\s\S]*Wants a discount\./);
	expect((await service.troupe(['conversation', 'list', '--mode', 'off'])).noted).toContain('There is no such conversation.');
	expect(await service.troupe(['conversation', 'assign', id, 'Rui', '--desk-assignee', 'rui'])).toMatchObject({ code: 2 });
	expect(await service.troupe(['conversation', 'show', 'nobody'])).toMatchObject({ code: 1 });
	expect(await service.troupe(['conversation', 'list', '--today', '--day', '2026-11-28'])).toMatchObject({ code: 2 });
});

it('a report counts what the lists show, in the language of the tenant or as asked (chatwoot/chatwoot#7263)', async () => {
	const count = async (query: string) => ((await ask(`GET conversations?${query}`, 'reader'))[1]['items'] as object[]).length;
	const [status, report] = await ask('GET conversation-report', 'reader');
	expect([status, report]).toMatchObject([
		200,
		{
			...{ day: '2026-11-27', timeZone: 'America/Sao_Paulo', from: '2026-11-27T03:00:00.000Z', to: '2026-11-28T03:00:00.000Z' },
			...{ conversations: await count('day=today'), isCut: false, costUsd: 0.02 },
			// A person's time begins with the hand-over.
			waiting: {
				count: await count('waiting=true'),
				items: [{ minutes: 59 }, { conversation: ids['default'], minutes: 0, waitsFor: 'person' }],
			},
			hot: { count: await count('hot=true'), items: [{ conversation: ids['default'] }] },
			unsent: { count: 0, items: [] },
			text: expect.stringMatching(/^\*Report of 2026-11-27\*\nConversations: 2 /),
		},
	]);
	expect(JSON.stringify(report)).not.toMatch(/maria@example|Maria Souza/);
	expect((await ask('GET conversation-report?day=2026-11-28', 'whole'))[1]).toMatchObject({
		handedOver: { items: [{ reason: 'wants maria@example.com to get an offer', state: 'open' }] },
		hot: { items: [{ who: 'Maria Souza' }] },
	});
	const origin = { via: 'ad' as const, title: 'Presses of Maria' };
	await write('none', '5544999999993', '', evening + 120_000, { content: [{ kind: 'text', text: '', origin }] });
	expect((await ask('GET conversation-report?day=2026-11-28', 'none'))[1]['text']).toContain('\n- ad, no agent: 1\n');
	expect(await ask('GET conversation-report?channel=typo', 'reader')).toMatchObject([404, { code: 'CHANNEL_NOT_FOUND' }]);
	expect(await ask('GET conversations?channel=typo', 'reader')).toMatchObject([404, { code: 'CHANNEL_NOT_FOUND' }]);
	const printed = await service.troupe(['conversation', 'report', '--language', 'pt']);
	expect(printed).toMatchObject({ code: 0, printed: expect.stringMatching(/^\*Relatório de 27\/11\/2026\*\nConversas: 2 /) });
	expect(JSON.parse((await service.troupe(['conversation', 'report', '--json'])).printed)).toMatchObject({ conversations: 2 });
	expect(await service.troupe(['conversation', 'report', '--day', 'monday'])).toMatchObject({ code: 2 });
});

it('who waits is listed for whom and whether it is late, until somebody settles it', async () => {
	const at = evening - 60 * 86_400_000;
	const id = await write('default', '5544999999993', 'Hello?', at);
	const list = () => service.troupe(['conversation', 'list', '--waiting']);
	expect((await list()).printed).toMatch(new RegExp(`${id} .*2026-09-28 22:30 +agent, late`));
	expect((await service.troupe(['conversation', 'show', id])).printed).toContain('waits since 2026-09-28 22:30, for: agent, late');
	const settle = (reason: string) => service.troupe(['conversation', 'settle', id, '--reason', reason]);
	expect([await settle(' '), await settle('Spam.'), await settle('Spam.')]).toMatchObject([{ code: 2 }, { code: 0 }, { code: 2 }]);
	expect((await list()).printed).not.toContain(id);
	expect(await ask(`POST conversations/${id}/settle`, 'reader', { reason: 'x' })).toMatchObject([403, {}]);
});
