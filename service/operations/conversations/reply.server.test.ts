import { zApiAccount } from '../../../sandbox/fakes/channels/z-api-server';
import { addCredential } from '../../../test/fakes/channels/channel-host';
import type { MessageEvent } from '../../../core/ports/channels/channel-events';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { defaultHandOverSettings } from '../../../core/ports/channels/hand-overs';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { startOperationsService } from '../../../test/support/operations-service';

const start = Date.parse('2026-11-28T12:00:00Z');
const dayMs = 86_400_000;
let now = start;
let service: Awaited<ReturnType<typeof startOperationsService>>;
const sales: ChannelRecord = {
	...{ tenant: 'default', name: 'sales', provider: 'z-api', settings: { instanceId: zApiAccount.instanceId }, credential: 'whatsapp' },
	...{ agent: 'clerk', message: null, rules: {}, state: 'active', allowedNetworks: [], pathSecretHash: 'f'.repeat(64) },
	...{ createdAt: 1, changedAt: 1, changedBy: 'user:test' },
};
const cloud: ChannelRecord = { ...sales, name: 'cloud', provider: 'whatsapp-cloud', settings: { phoneNumberId: '1' }, credential: 'meta' };

beforeEach(async () => {
	now = start;
	service = await startOperationsService(['conversation:read', 'conversation:manage'], { clock: { now: () => now } });
	const { token, clientToken } = zApiAccount;
	await addCredential(service.host, { name: 'whatsapp', type: 'zApi', secrets: { token, clientToken } });
	await addCredential(service.host, {
		name: 'meta',
		type: 'whatsappCloud',
		secrets: { accessToken: 't', appSecret: 's', verifyToken: 'v' },
	});
	const { channels } = await openChannels(service.host);
	await channels.put(sales, true);
	await channels.put(cloud, true);
	await channels.put({ ...cloud, name: 'promo', rules: { template: 'hello/en' } }, true);
});
afterEach(() => service.close());

let written = 0;
async function write(channel: string, phone: string, text = 'Where is my order?'): Promise<string> {
	const { mailbox } = await openChannels(service.host);
	const key = `m${(written += 1)}`;
	const event: MessageEvent = {
		...{ kind: 'message', key, id: key, address: phone, at: now, author: 'contact', name: 'Maria' },
		...{ contact: [{ kind: 'phone', value: phone, proof: 'provider' }], content: [{ kind: 'text', text }] },
	};
	const applied = await mailbox.apply(event, { tenant: 'default', channel, receipt: null, receivedAt: now }, defaultMailboxRules);
	return 'conversation' in applied ? applied.conversation! : '';
}
type Shown = Record<string, unknown> & { sends: Array<Record<string, unknown>> };
const show = async (id: string) => (await service.call(`GET conversations/${id}`))[1] as Shown;
const reply = (id: string, body: object) => service.call(`POST conversations/${id}/reply`, { body });

it('a person who answers by hand takes the conversation over, and nobody waits any more', async () => {
	const id = await write('sales', '5544999999991');
	const { handOvers, outbox } = await openChannels(service.host);
	await outbox.enqueue('default', id, [{ key: 'agent 1', content: { kind: 'text', text: 'It is at the agent.' } }]);
	expect(await show(id)).toMatchObject({ mode: 'agent', wait: { waitsFor: 'agent' }, reply: { state: 'open', closesAt: null } });
	const key = 'key-of-the-draft';
	const answered = await reply(id, { text: 'It comes on Friday.', key, as: 'Ana' });
	expect(answered).toMatchObject([200, { conversation: id, withdrawn: 1, waitsForContact: false }]);
	expect(await show(id)).toMatchObject({
		...{ mode: 'person', wait: null },
		sends: [
			{ state: 'queued', text: 'It comes on Friday.' },
			{ state: 'withdrawn', reason: 'a person took over' },
		],
	});
	// The answer was lost, and the page asks again.
	expect((await reply(id, { text: 'It comes on Friday.', key, as: 'Ana' }))[1]).toMatchObject({
		...{ ids: (answered[1] as { ids: string[] }).ids, withdrawn: 0 },
	});
	expect((await show(id)).sends).toHaveLength(2);
	now += 60_000;
	const other = await write('sales', '5544999999992');
	const request = { reason: 'wants a price', summary: {}, language: 'en' as const, by: 'agent', lastWords: [], pauseMs: null };
	await handOvers.begin('default', other, { ...request, key: 'h', settings: defaultHandOverSettings });
	expect(await show(other)).toMatchObject({ wait: { waitsFor: 'person' } });
	expect((await reply(other, { text: 'It costs 5.' }))[0]).toBe(200);
	expect(await show(other)).toMatchObject({ mode: 'person', wait: null });
});

it('refuses another text under the key of one that was sent, and says which that was', async () => {
	const id = await write('sales', '5544999999997');
	const key = 'key-of-the-draft';
	const long = `${'The price is 100. '.repeat(400)}End.`;
	const [, sent] = (await reply(id, { text: long, key })) as [number, { ids: string[] }];
	expect(sent.ids.length).toBeGreaterThan(1);
	const before = await show(id);
	for (const text of [long.replace('100', '90'), long.slice(0, 20), `${long} ${'More. '.repeat(300)}`]) {
		const [status, problem] = await reply(id, { text, key });
		expect([status, problem]).toMatchObject([
			409,
			{ code: 'STATE_CONFLICT', details: { send: sent.ids[0], state: 'queued', createdAt: new Date(start).toISOString() } },
		]);
		expect(JSON.stringify(problem)).not.toContain('price');
	}
	expect((await show(id)).sends).toEqual(before.sends);
	expect((await reply(id, { text: long, key }))[1]).toMatchObject({ ids: sent.ids });
	// A message that begins as the first part of the longer one is another message, too.
	const { outbox } = await openChannels(service.host);
	const first = (await outbox.find('default', sent.ids[0]!))!.content as { text: string };
	expect(await reply(id, { text: first.text, key })).toMatchObject([409, { code: 'STATE_CONFLICT' }]);
	expect((await reply(id, { text: 'The price is 90.', key: 'another-key' }))[0]).toBe(200);
});

it('refuses what no provider would take, and changes nothing then', async () => {
	const [id, late] = [await write('cloud', '5544999999993'), await write('promo', '5544999999996')];
	expect(await show(id)).toMatchObject({ reply: { state: 'open', closesAt: new Date(start + dayMs).toISOString() } });
	now = start + dayMs;
	expect(await show(id)).toMatchObject({ reply: { state: 'closed' } });
	expect(await reply(id, { text: 'Hello?' })).toMatchObject([409, { code: 'STATE_CONFLICT', detail: expect.stringContaining('24 hours') }]);
	expect(await show(id)).toMatchObject({ mode: 'agent', sends: [] });
	const { rights } = await openChannels(service.host);
	expect(await show(late)).toMatchObject({ reply: { state: 'template' } });
	expect(await reply(late, { text: 'Hello?' })).toMatchObject([200, { waitsForContact: true }]);
	await rights.optOut('default', (await show(late)).contact as string, 'user:ana');
	expect(await show(late)).toMatchObject({ reply: { state: 'opted-out' } });
	expect(await reply(late, { text: 'Hello?' })).toMatchObject([409, { code: 'STATE_CONFLICT' }]);
	expect(await reply(id, { text: ' \n' })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await reply('nobody', { text: 'x' })).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
	expect((await service.call(`POST conversations/${id}/reply`, { body: { text: 'x' }, as: 'theirs' }))[0]).toBe(404);
	expect((await service.call(`POST conversations/${id}/reply`, { body: { text: 'x' }, as: 'nobody' }))[0]).toBe(403);
});

it('who waits longest stays first, also when somebody else writes later (chatwoot/chatwoot#8765)', async () => {
	const first = await write('sales', '5544999999994');
	now += 60_000;
	const second = await write('sales', '5544999999995');
	now += 60_000;
	await write('sales', '5544999999994', 'Hello?');
	const list = async (query: string) =>
		(await service.call(`GET conversations?${query}`))[1] as { items: Array<{ id: string }>; cursor?: string; total?: number };
	expect(await list('waiting=true')).toMatchObject({ items: [{ id: first }, { id: second }] });
	now += 60_000;
	await write('sales', '5544999999995', 'Hello?');
	expect((await list('waiting=true')).items.map(({ id }) => id)).toEqual([second, first]);
	const page = await list('order=wait&limit=1');
	expect(page).toMatchObject({ items: [{ id: first }], total: 2, channels: ['cloud', 'promo', 'sales'] });
	expect(await list(`order=wait&limit=1&cursor=${page.cursor}`)).toMatchObject({ items: [{ id: second }], total: 2 });
	const listed = await service.troupe(['conversation', 'list', '--waiting', '--longest', '--json']);
	expect((JSON.parse(listed.printed.split('\n')[0]!) as { id: string }).id).toBe(first);
	expect(await service.troupe(['conversation', 'list', '--longest'])).toMatchObject({ code: 2 });
	const sent = await service.troupe(['conversation', 'reply', first, 'Here I am.', '--as', 'Ana']);
	expect(sent).toMatchObject({ code: 0, noted: expect.stringContaining('`troupe serve` sends the reply.') as string });
});
