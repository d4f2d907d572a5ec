import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../../test/support/test-terminal';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { defaultHandOverSettings } from '../../../core/ports/channels/hand-overs';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openEvents } from '../../../providers/compose/events/events';
import { closeOpened } from '../../../providers/compose/open-once';
import { addCredential } from '../../../test/fakes/channels/channel-host';
import { startTestService } from '../../../test/support/offering-service';

const home = mkdtempSync(join(tmpdir(), 'troupe-channels-api-'));
let service: Awaited<ReturnType<typeof startTestService>>;
let keys: Record<'ana' | 'eve' | 'acme', string>;
const address = '5544999999991';
let conversation: string;
const record: ChannelRecord = {
	...{ tenant: 'default', name: 'sales', provider: 'telegram', settings: {}, credential: 'bot', agent: null, message: null, rules: {} },
	...{ state: 'active', allowedNetworks: [], pathSecretHash: 'f'.repeat(64), createdAt: 1, changedAt: 1, changedBy: 'user:ana' },
};
const event = {
	...{ kind: 'message' as const, key: 'm1', id: 'm1', address, at: 1_700_000_000_000, author: 'contact' as const, name: 'Maria' },
	...{
		contact: [{ kind: 'phone' as const, value: address, proof: 'provider' as const }],
		content: [{ kind: 'text' as const, text: 'Hi' }],
	},
};
beforeAll(async () => {
	service = await startTestService([]);
	keys = {
		ana: await service.createKey('ana', ['channel:manage', 'conversation:manage', 'conversation:read']),
		eve: await service.createKey('eve', ['run:read', 'credential:manage']),
		acme: await service.createKey('acme', ['channel:manage'], 'acme'),
	};
	const { channels, mailbox, receipts } = await openChannels(service.host);
	await channels.put(record, false);
	await receipts.accept({ tenant: 'default', channel: 'sales', key: 'k1', stored: '{"text":"Hi"}', receivedAt: 1_700_000_000_000 });
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	conversation = 'conversation' in applied ? applied.conversation! : '';
});
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(home, { recursive: true });
});

async function call(
	method: string,
	path: string,
	body?: object,
	key: keyof typeof keys = 'ana',
): Promise<[number, Record<string, unknown>]> {
	const response = await fetch(`${service.url}/api/v1/${path.startsWith('conversations') ? path : `channels${path}`}`, {
		headers: { authorization: `Bearer ${keys[key]}`, ...(body && { 'content-type': 'application/json' }) },
		...{ method, ...(body && { body: JSON.stringify(body) }) },
	});
	return [response.status, (await response.json()) as Record<string, unknown>];
}

it('lists channels without the secret of their address, pauses and resumes them, and says who did', async () => {
	const [, listed] = await call('GET', '');
	expect(listed).toMatchObject({
		items: [{ name: 'sales', credential: 'bot', state: 'active', stopped: 0, audios: {}, account: null, agentState: null }],
	});
	expect(JSON.stringify(listed)).not.toContain('ffff');
	expect(await call('POST', '/sales/pause', {})).toEqual([200, { name: 'sales', state: 'paused' }]);
	expect((await call('GET', ''))[1]).toMatchObject({ items: [{ state: 'paused', changedBy: expect.stringMatching(/^key:/) }] });
	expect(await call('POST', '/sales/resume', {})).toMatchObject([200, { state: 'active' }]);
	expect(await call('POST', '/sales/test', {})).toMatchObject([404, { code: 'CREDENTIAL_NOT_FOUND' }]);
	const { states } = await openChannels(service.host);
	await states.note({ tenant: 'default', channel: 'sales', part: 'account', state: 'disconnected', reason: 'Logged out.', checkedAt: 5 });
	const account = {
		state: 'disconnected',
		reason: 'Logged out.',
		since: '1970-01-01T00:00:00.005Z',
		checkedAt: '1970-01-01T00:00:00.005Z',
	};
	expect((await call('GET', ''))[1]).toMatchObject({ items: [{ account }] });
});

it('changes rules, who answers and who calls, and says who did', async () => {
	const body = { rules: { pauseMs: 60_000, quietMs: 0 }, agent: 'clerk', allowedNetworks: ['10.0.0.0/8'] };
	expect(await call('PUT', '/sales', body)).toMatchObject([200, { name: 'sales', rules: { ...defaultMailboxRules, ...body.rules } }]);
	expect(await call('PUT', '/sales', { rules: { pauseMs: null, quietMs: null }, agent: null, allowedNetworks: [] })).toMatchObject([
		200,
		{ agent: null, rules: defaultMailboxRules },
	]);
	expect((await call('GET', ''))[1]).toMatchObject({ items: [{ changedBy: expect.stringMatching(/^key:/) }] });
	const { states } = await openChannels(service.host);
	await call('PUT', '/sales', { agent: 'stranger' });
	const reason = 'AGENT_NOT_FOUND: There is no agent "stranger".';
	await states.note({ tenant: 'default', channel: 'sales', part: 'agent', state: 'away', reason, checkedAt: 5 });
	expect((await call('GET', ''))[1]).toMatchObject({ items: [{ agentState: { state: 'away', reason } }] });
	const away = { agentAway: expect.stringMatching(/^AGENT_NOT_FOUND: .*stranger/) };
	expect(await call('POST', '/sales/replay', { dead: true })).toMatchObject([200, away]);
	expect(await call('PUT', '/sales', { agent: 'stranger' })).toMatchObject([200, away]);
	await states.note({ tenant: 'default', channel: 'sales', part: 'agent', state: 'ready', reason: null, checkedAt: Date.now() });
	expect(await call('POST', '/sales/replay', { dead: true })).toMatchObject([200, { agentAway: null }]);
	await call('PUT', '/sales', { agent: null });
	expect((await call('GET', ''))[1]).toMatchObject({ items: [{ agentState: null }] });
	await call('PUT', '/sales', { agent: 'clerk' });
	const unknown = { code: 'INPUT_INVALID', detail: expect.stringMatching(/"stranger" is not known here: .* Known agents: .*clerk/) };
	for (const wrong of [{ agent: 'stranger' }, { rules: { origins: [{ from: 'ad', agent: 'stranger' }] } }])
		expect(await call('PUT', '/sales', wrong)).toMatchObject([400, unknown]);
	expect(await call('PUT', '/sales', { agent: 'stranger', unknownAgent: true })).toMatchObject([200, { agent: 'stranger' }]);
	expect(await call('PUT', '/sales', { message: 'customer-wrote' })).toMatchObject([200, { agent: null }]);
	expect(await call('PUT', '/sales', { agent: 'stranger' })).toMatchObject([400, unknown]);
	await call('PUT', '/sales', { agent: null });
	for (const wrong of [{ rules: { quietMs: 25_001 } }, { rules: { colour: 'red' } }, { settings: {} }, { rules: { remember: true } }])
		expect(await call('PUT', '/sales', wrong)).toMatchObject([400, {}]);
	expect(await call('PUT', '/sales', { audio: { transcriber: 'speech' } })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await call('PUT', '/sales', { agent: 'clerk' }, 'acme')).toMatchObject([404, { code: 'CHANNEL_NOT_FOUND' }]);
	expect(await call('PUT', '/sales', { agent: 'clerk' }, 'eve')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('lists what arrived without bodies, and shows one', async () => {
	const [, { items }] = await call('GET', '/sales/receipts?limit=5');
	const [receipt] = items as Array<{ id: string }>;
	expect([receipt, JSON.stringify(items).includes('Hi')]).toMatchObject([
		{ channel: 'sales', receivedAt: '2023-11-14T22:13:20.000Z' },
		false,
	]);
	const { mailbox } = await openChannels(service.host);
	const of = { tenant: 'default', channel: 'sales', receipt: receipt!.id };
	await mailbox.apply({ ...event, key: 'm2', id: 'm2' }, of, defaultMailboxRules);
	const answers = [{ conversation: expect.any(String), answer: 'waiting' }];
	expect(await call('GET', '/sales/receipts')).toMatchObject([200, { items: [{ id: receipt!.id, answers }] }]);
	expect(await call('GET', `/sales/receipts/${receipt!.id}`)).toMatchObject([200, { body: '{"text":"Hi"}', answers }]);
	expect(await call('GET', `/sales/receipts/${receipt!.id}`, undefined, 'acme')).toMatchObject([400, {}]);
	expect(await call('GET', '/sales/receipts?state=dead')).toMatchObject([200, { items: [], turns: [] }]);
	for (const path of ['sends', 'audios', 'hand-overs']) expect(await call('GET', `/sales/${path}`)).toMatchObject([200, { items: [] }]);
	expect(await call('POST', '/sales/replay', { id: receipt!.id })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await call('POST', '/sales/replay', { from: '2023-01-01' })).toMatchObject([200, { channel: 'sales', turns: 0 }]);
});

it('lists the messages of all channels that did not reach their customers, and settles them', async () => {
	const unsent = '/../unsent-messages';
	const { mailbox, outbox } = await openChannels(service.host);
	const conversation = (await mailbox.list('default', {}, 1))[0]!.id;
	const content = { kind: 'text' as const, text: 'Hello' };
	await outbox.enqueue('default', conversation, [{ key: 'unsent', content }], { evenIfSilent: true });
	const [work] = await outbox.queue.take('test', { max: 1, leaseMs: 60_000 });
	await outbox.note(work!, { kind: 'refused', retryable: false, code: '131026', reason: 'No WhatsApp.' });
	const id = work!.key;
	const events = await (await openEvents(service.host)).read('default', 0, 100);
	const data = { channel: 'sales', conversation, message: id, state: 'refused', code: '131026', reason: 'No WhatsApp.' };
	expect(events.filter(({ type }) => type === 'channel.message.failed')).toMatchObject([{ data }]);
	const listed = [200, { items: [{ id, channel: 'sales', state: 'refused', code: '131026', reason: 'No WhatsApp.' }] }];
	expect(await call('GET', unsent)).toMatchObject(listed);
	expect(await call('GET', `${unsent}?channel=sales`)).toMatchObject(listed);
	expect(await call('GET', unsent, undefined, 'acme')).toMatchObject([200, { items: [] }]);
	expect(await call('POST', '/sales/settle', { id }, 'acme')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await call('POST', '/sales/settle', { id })).toMatchObject([200, { id, settledBy: expect.stringMatching(/^key:/) }]);
	expect(await call('POST', '/sales/settle', { id })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await call('GET', unsent)).toMatchObject([200, { items: [] }]);
});

it('lists customers who wait for too long, until somebody chooses not to answer', async () => {
	const { channels, mailbox, waits } = await openChannels(service.host);
	await channels.put({ ...record, name: 'slow', rules: { agentWaitMs: 60_000 } }, false);
	const place = { tenant: 'default', channel: 'slow', receipt: null, receivedAt: Date.now() - 120_000 };
	const rules = { ...defaultMailboxRules, agentWaitMs: 60_000 };
	const { conversation } = (await mailbox.apply({ ...event, key: 's1', id: 's1' }, place, rules)) as { conversation: string };
	const [late] = await waits.late.take('test', { max: 10, leaseMs: 60_000 });
	await waits.tell(late!, defaultHandOverSettings);
	const waiting = async () => call('GET', 'conversations?waiting=true&channel=slow');
	expect(await waiting()).toMatchObject([200, { items: [{ id: conversation, wait: { waitsFor: 'agent', isLate: true } }] }]);
	const counts = async () => {
		const [, { items }] = await call('GET', '');
		return (items as Array<{ name: string; waiting: number }>).filter(({ waiting }) => waiting > 0);
	};
	expect(await counts()).toMatchObject([{ name: 'slow', waiting: 1 }]);
	const settle = () => call('POST', `conversations/${conversation}/settle`, { reason: 'Spam.', as: 'bo' });
	expect(await settle()).toMatchObject([200, { conversation, settledBy: expect.stringMatching(/^key:.* for bo$/) }]);
	expect(await settle()).toMatchObject([400, { code: 'INPUT_INVALID', detail: expect.stringContaining('Nobody waits') }]);
	expect([await waiting(), await counts()]).toMatchObject([[200, { items: [] }], []]);
	expect(await call('GET', '/slow/hand-overs')).toMatchObject([200, { modes: [{ kind: 'left', reason: 'Spam.' }] }]);
	expect(await channels.remove('default', 'slow')).toBe(true);
});

it('takes and gives a conversation, and names the caller', async () => {
	expect(await call('POST', `conversations/${conversation}/mode`, { mode: 'off', as: 'bo' })).toMatchObject([
		200,
		{ before: 'agent', mode: 'off' },
	]);
	const [, { modes }] = await call('GET', '/sales/hand-overs');
	expect(modes).toMatchObject([{ to: 'off', actor: expect.stringMatching(/^key:.* for bo$/) }]);
});

it('says to the customer what the caller says, and no other words', async () => {
	const { channels, mailbox, outbox } = await openChannels(service.host);
	await addCredential(service.host, { name: 'site', type: 'telegram', secrets: { accessToken: '1:a' } });
	await channels.put({ ...record, name: 'site', credential: 'site' }, false);
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'site', receipt: null }, defaultMailboxRules);
	const id = 'conversation' in applied ? applied.conversation : '';
	const say = 'Um vendedor vai te ligar.';
	expect(await call('POST', `conversations/${id}/hand-over`, { reason: 'Hot.', say, as: 'bo' })).toMatchObject([200, {}]);
	expect(await outbox.list('default', { channel: 'site' }, 9)).toMatchObject([{ content: { text: say } }]);
});

it('lists the note about a message that the desk did not take, which is written again', async () => {
	const { channels, outbox, handOvers } = await openChannels(service.host);
	await channels.put({ ...record, name: 'site', credential: 'site', handOver: { ...defaultHandOverSettings, desk: 'people' } }, true);
	await channels.put({ ...record, name: 'people', provider: 'chatwoot' }, false);
	const [words] = await outbox.queue.take('test', { max: 1, leaseMs: 60_000 });
	await outbox.note(words!, { kind: 'refused', retryable: false, reason: 'blocked' });
	const [note] = await handOvers.writes.take('test', { max: 1, leaseMs: 60_000 });
	await handOvers.noteWrite(note!, { kind: 'refused', retryable: false, reason: 'no phone number' });
	const id = note!.key;
	expect(await call('GET', '/site/hand-overs')).toMatchObject([200, { lostNotes: [{ id, desk: 'people', state: 'refused' }] }]);
	const terminal = testTerminal({ TROUPE_HOME: home });
	await runTroupe(['login', service.url, '--name', 'notes', '--key-stdin'], testTerminal({ TROUPE_HOME: home }, [Buffer.from(keys.ana)]));
	await runTroupe(['channel', 'log', 'site', '--people', '--service', 'notes'], terminal);
	expect(terminal.printed).toContain(`The desk was not told: note refused (people): no phone number  ${id}`);
	expect(await call('POST', '/site/resend', { id })).toMatchObject([200, { id, state: 'queued' }]);
	expect(await call('GET', '/site/hand-overs')).toMatchObject([200, { lostNotes: [] }]);
	expect(await call('POST', '/site/settle', { id: words!.key })).toMatchObject([200, {}]);
});

it.each([
	['GET', '/sales/receipts?state=sent', undefined, 400],
	['GET', '/sales/sends?limit=1001', undefined, 400],
	['POST', '/sales/replay', {}, 400],
	['POST', '/sales/replay', { from: '11/28/2026' }, 400],
	['POST', '/sales/resend', { id: 'nobody' }, 400],
	['POST', '/sales/settle', { id: 'nobody' }, 400],
	['POST', 'conversations/nobody/mode', {}, 400],
	['POST', 'conversations/nobody/mode', { mode: 'off' }, 404],
	['POST', 'conversations/nobody/hand-over', { reason: '' }, 400],
	['POST', 'conversations/nobody/hand-over', { reason: 'x' }, 404],
	['POST', 'conversations/nobody/settle', { reason: 'x' }, 404],
	['GET', '/nowhere/receipts', undefined, 404],
	['GET', '/nowhere/sends', undefined, 404],
	['GET', '/nowhere/audios', undefined, 404],
	['GET', '/nowhere/hand-overs', undefined, 404],
	['POST', '/nowhere/pause', {}, 404],
	['DELETE', '/nowhere', undefined, 404],
] as const)('refuses %s %s %j', async (method, path, body, status) => {
	expect((await call(method, path, body))[0]).toBe(status);
	expect(await call(method, path, body, 'eve')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('has the channels of the caller’s tenant alone', async () => {
	expect(await call('GET', '', undefined, 'acme')).toMatchObject([200, { items: [] }]);
	for (const [method, path] of [
		['POST', '/sales/pause'],
		['POST', '/sales/test'],
		['GET', '/sales/sends'],
		['DELETE', '/sales'],
	] as const)
		expect((await call(method, path, method === 'POST' ? {} : undefined, 'acme'))[0]).toBe(404);
});

it('is what the commands do at a service', async () => {
	const troupe = async (args: string[], input = '') => {
		const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(input)]);
		return { code: await runTroupe(args, terminal), printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	};
	await troupe(['login', service.url, '--name', 'prod', '--key-stdin'], keys.ana);
	const channel = (...args: string[]) => troupe(['channel', ...args, '--service', 'prod']);
	expect((await channel('list')).printed).toMatch(/sales +telegram +active +workflows/);
	expect((await channel('log', 'sales')).printed).toMatch(/received \(UTC\)[^]*2023-11-14 22:13:20/);
	expect((await channel('unsent')).noted).toMatch(/Every message reached its customer/);
	expect(await channel('unsent', 'nowhere')).toMatchObject({ code: 1 });
	expect(await channel('settle', 'sales', 'nobody')).toMatchObject({ noted: expect.stringContaining('waits for a person') });
	expect((await troupe(['conversation', 'mode', conversation, '--on', '--json', '--service', 'prod'])).printed).toMatch(
		/"before":"off","mode":"agent"/,
	);
	const handed = await troupe(['conversation', 'hand-over', conversation, '--reason', 'Asks for a person.', '--json', '--service', 'prod']);
	expect([handed.code, handed.noted]).toEqual([1, expect.stringContaining('credential')]);
	expect((await channel('log', 'sales', '--people')).printed).toMatch(/off → agent/);
	expect(await channel('log', 'sales', '--state', 'nothing')).toMatchObject({ code: 2 });
	expect(await channel('remove', 'nowhere')).toMatchObject({ code: 1, noted: expect.stringContaining('no channel "nowhere"') });
	expect(await channel('remove', 'sales', '--yes', '--json')).toMatchObject({ code: 0, printed: '{"name":"sales","removed":true}' });
});
