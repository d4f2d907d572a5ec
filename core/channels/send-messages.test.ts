import type { ChannelDirectory, ChannelRecord } from '../ports/channels/channel-records';
import type { ChannelHealth, OutgoingMessage } from '../ports/channels/channel';
import { defaultMailboxRules } from '../ports/channels/mailbox-rules';
import type { SendOutcome } from '../ports/channels/send-outcome';
import { openNames } from '../../providers/state/channels/contacts/contact-rights.contract';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { countMeasured } from '../../test/support/prometheus/count-measured';
import { waitUntil } from '../../test/support/wait-until';
import { startWorkRunner, type WorkRunner } from '../work/work-runner';
import { sendMessages } from './send-messages';
import { slowTest } from '../../test/support/slow-tests';

let stores: ChannelStores;
let late: number;
const now = () => Date.now() + late;
/** The account of the channel "down", as it says. */
let health: ChannelHealth;
/** How often it was asked. */
let checks: number;
let runner: WorkRunner;
const sent: string[] = [];
/** Messages whose receiver has not answered yet. */
const open = new Map<string, (outcome: SendOutcome) => void>();
const faults: unknown[] = [];
/** Then every receiver answers. */
let isOver = false;

const record = (tenant: string, name: string): ChannelRecord => ({
	...{ tenant, name, provider: 'z-api', settings: { instanceId: name }, credential: 'c', agent: 'support', message: null, rules: {} },
	...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
});

beforeEach(async () => {
	late = checks = 0;
	health = { state: 'connected', detail: '' };
	stores = openChannelStores(':memory:', { clock: { now }, openNames });
	for (const [tenant, name] of [
		['acme', 'slow'],
		['acme', 'sales'],
		['globex', 'help'],
	] as const)
		await stores.channels.put(record(tenant, name), false);
	const send = ({ id, content }: OutgoingMessage) => {
		const text = content.kind === 'text' ? content.text : content.kind === 'template' ? `${content.name} in ${content.language}` : '';
		if (isOver || !text.startsWith('slow')) {
			sent.push(text);
			return Promise.resolve<SendOutcome>({ kind: 'sent', messageIds: [`p-${id}`] });
		}
		return new Promise<SendOutcome>((resolve) => open.set(text, resolve));
	};
	const sendDown = (message: OutgoingMessage) =>
		health.state === 'disconnected' ? Promise.resolve<SendOutcome>({ kind: 'refused', retryable: false, reason: 'no' }) : send(message);
	const abilities = { sends: new Set(['text']), paceMs: 0, maxTextLength: 4_000 };
	const find = async (tenant: string, name: string) => {
		const known = await stores.channels.find(tenant, name);
		const window = name === 'window' && { sends: new Set(['text', 'template']), serviceWindowMs: 86_400_000 };
		const channel = {
			...{
				abilities: { ...abilities, ...(name === 'once' && { takesOnce: true }), ...window },
				send: name === 'down' ? sendDown : send,
			},
			check: () => Promise.resolve(health).finally(() => (checks += 1)),
		};
		return known && { record: known, channel, rules: { ...defaultMailboxRules, ...known.rules } };
	};
	const parts = { ...stores, clock: { now } as never, directory: { find } as unknown as ChannelDirectory };
	runner = startWorkRunner({ ...sendMessages(parts), onFault: (fault) => void faults.push(fault) });
	isOver = false;
	sent.length = faults.length = 0;
	open.clear();
});
afterEach(async () => {
	isOver = true;
	for (const end of open.values()) end({ kind: 'sent', messageIds: ['late'] });
	await runner.close(5_000);
	await stores.close();
	expect(faults).toEqual([]);
});

async function write(tenant: string, channel: string, text: string): Promise<void> {
	const address = `${channel} ${text}`;
	const applied = await stores.mailbox.apply(fromContact('Hi', { address, contact: [] }), { tenant, channel, receipt: null }, hasty);
	await stores.outbox.enqueue(tenant, (applied as { conversation: string }).conversation, [{ key: text, content: { kind: 'text', text } }]);
}

it('sends to others while a receiver does not answer (smallrye/smallrye-reactive-messaging#3321)', async () => {
	const counted = countMeasured('troupe_channel_messages_sent_total');
	for (let index = 0; index < 8; index++) await write('acme', 'slow', `slow ${index}`);
	await waitUntil('the slow messages to be sent', () => open.size === 8);
	await write('acme', 'sales', 'quick');
	await waitUntil('the quick message', () => sent.includes('quick'));
	expect(open.size).toBe(8);
	await waitUntil('the message to be counted', () => counted({ channel: 'sales', outcome: 'sent' }) === 1);
	expect(counted({ channel: 'slow' })).toBe(0);
});

slowTest('keeps places for other tenants, however many messages of one wait', async () => {
	await write('globex', 'help', 'first');
	await waitUntil('their first message', () => sent.includes('first'));
	for (let index = 0; index < 40; index++) await write('acme', 'slow', `slow ${index}`);
	await waitUntil('as many as one tenant may send', () => open.size >= 24);
	await write('globex', 'help', 'theirs');
	await waitUntil('the message of the other tenant', () => sent.includes('theirs'));
});

describe('providers that do not answer', () => {
	const burst = async (tenant: string, channel: string) => {
		for (let index = 0; index < 40; index++) await write(tenant, channel, `slow ${channel} ${index}`);
	};
	const count = (channel: string) => [...open.keys()].filter((text) => text.startsWith(`slow ${channel}`)).length;

	slowTest('hold up no other channel, however many tenants have one (spoo-me/spoo#348)', async () => {
		await stores.channels.put(record('initech', 'site'), false);
		await burst('acme', 'slow');
		await burst('globex', 'help');
		await waitUntil('all slots to be taken', () => open.size === 32);
		await write('acme', 'sales', 'same tenant');
		await write('initech', 'site', 'other tenant');
		await waitUntil('the others', () => sent.length === 2);
		// Late messages wait outside of the slots: a lane is closed at its eighth, and can have the 24 places of its tenant besides.
		expect(Math.max(count('slow'), count('help'))).toBeLessThanOrEqual(24 + 8);
	});

	slowTest('are tried with one message at a time, until they answer (JSONbored/metagraphed#9740)', async () => {
		await burst('acme', 'slow');
		await waitUntil('the first sends', () => open.size >= 24);
		await new Promise((resolve) => setTimeout(resolve, 3_100));
		const begun = open.size;
		for (const end of open.values()) end({ kind: 'unknown', reason: 'no answer' });
		open.clear();
		await waitUntil('the trial', () => open.size > 0);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(open.size).toBe(1);
		[...open.values()][0]!({ kind: 'sent', messageIds: ['p'] });
		await waitUntil('the rest', () => open.size === 40 - begun);
	});
});

slowTest('sends one again whose outcome is unknown, where its receiver takes it only once', async () => {
	await stores.channels.put(record('acme', 'once'), false);
	await write('acme', 'once', 'slow');
	await waitUntil('the first attempt', () => open.has('slow'));
	open.get('slow')!({ kind: 'unknown', code: '502', reason: 'bad gateway' });
	open.delete('slow');
	await waitUntil('the second attempt', () => open.has('slow'));
	open.get('slow')!({ kind: 'sent', messageIds: ['p'] });
	await waitUntil('the end', async () => (await stores.outbox.list('acme', { state: 'sent' }, 1)).length > 0);
	expect(await stores.outbox.list('acme', {}, 1)).toMatchObject([{ channel: 'once', state: 'sent', attempts: 2 }]);
});

/** Has the worker look at what is due. */
const look = () => write('globex', 'help', `look ${late}`);

it('does not send one again whose outcome is unknown, where the customer opted out meanwhile', async () => {
	await stores.channels.put(record('acme', 'once'), false);
	await write('acme', 'once', 'slow');
	await waitUntil('the attempt', () => open.has('slow'));
	open.get('slow')!({ kind: 'unknown', code: '502', reason: 'bad gateway' });
	const { id } = (await stores.outbox.list('acme', { channel: 'once' }, 1))[0]!;
	const first = async () => (await stores.outbox.find('acme', id))!.state;
	await waitUntil('its outcome', async () => (await first()) === 'unknown');
	late -= 60_000;
	open.clear();
	const from = { tenant: 'acme', channel: 'once', receipt: null };
	await stores.mailbox.apply(fromContact('PARAR', { address: 'once slow', contact: [] }), from, hasty);
	late += 62_000;
	await look();
	await waitUntil('its end', async () => open.has('slow') || (await first()) === 'withdrawn');
	expect([await first(), open.size]).toEqual(['withdrawn', 0]);
});

slowTest(
	'lets messages wait while the account is down, however long, and sends them in order when it works (openclaw/openclaw#46299)',
	async () => {
		await stores.channels.put(record('acme', 'down'), false);
		health = { state: 'disconnected', detail: 'Logged out.' };
		await write('acme', 'down', 'one');
		const one = async () =>
			(await stores.outbox.list('acme', { channel: 'down' }, 9)).find(({ content }) => content.kind === 'text' && content.text === 'one')!;
		await stores.outbox.enqueue('acme', (await one()).conversation, [{ key: 'two', content: { kind: 'text', text: 'two' } }]);
		for (let tries = 0; tries < 12; tries += 1) {
			await waitUntil('the attempt', async () => {
				const { state, triedAt } = await one();
				return state === 'queued' && triedAt! >= now() - 60_000;
			});
			expect(await one()).toMatchObject({ attempts: 0, reason: 'The account of the channel is disconnected: Logged out.' });
			late += 61_000;
			await look();
		}
		expect(await stores.states.list('acme')).toMatchObject([
			{ channel: 'down', part: 'account', state: 'disconnected', reason: 'Logged out.' },
		]);
		health = { state: 'connected', detail: '' };
		late += 61_000;
		await look();
		await waitUntil('both', () => sent.includes('two'));
		expect(sent.filter((text) => ['one', 'two'].includes(text))).toEqual(['one', 'two']);
		expect(await stores.states.list('acme')).toMatchObject([{ state: 'connected' }]);
	},
);

slowTest('asks an account that is down once for all messages that wait for it', async () => {
	await stores.channels.put(record('acme', 'down'), false);
	health = { state: 'disconnected', detail: 'Logged out.' };
	for (let index = 0; index < 40; index++) await write('acme', 'down', `${index}`);
	const waiting = async () => {
		const all = await stores.outbox.list('acme', { channel: 'down', state: 'queued' }, 50);
		return all.filter(({ reason, triedAt }) => reason !== null && triedAt! >= now() - 60_000).length === 40;
	};
	for (const expected of [1, 2]) {
		await waitUntil('the attempts', waiting);
		expect(checks).toBe(expected);
		late += 61_000;
		await look();
	}
	health = { state: 'connected', detail: '' };
	late += 61_000;
	await look();
	await waitUntil('all to be sent', () => sent.filter((text) => /^\d+$/.test(text)).length === 40);
});

it.each<[string, ChannelHealth]>([
	['works', { state: 'connected', detail: '' }],
	['sends nevertheless', { state: 'disconnected', detail: 'no webhook', canSend: true }],
	['cannot be asked', { state: 'unreachable', detail: 'timeout' }],
])('refuses for good what the provider refuses where the account %s', async (_what, found) => {
	await stores.channels.put(record('acme', 'down'), false);
	health = { ...found };
	Object.defineProperty(health, 'state', { get: () => (sends++ === 0 ? 'disconnected' : found.state) });
	let sends = 0;
	await write('acme', 'down', 'one');
	await waitUntil('the end', async () => (await stores.outbox.list('acme', { state: 'refused' }, 1)).length > 0);
});

it('opens a closed window with a template, once, and sends what was held when the customer writes (dimagi/open-chat-studio#3062)', async () => {
	await stores.channels.put({ ...record('acme', 'window'), rules: { template: 'continue_talk/pt_BR' } }, false);
	const from = { tenant: 'acme', channel: 'window', receipt: null };
	const { conversation } = (await stores.mailbox.apply(fromContact('Hi'), from, hasty)) as { conversation: string };
	late += 86_400_001;
	for (const text of ['one', 'two']) await stores.outbox.enqueue('acme', conversation, [{ key: text, content: { kind: 'text', text } }]);
	await waitUntil('the template', () => sent.length > 0);
	await waitUntil('both to be held', async () => (await stores.outbox.list('acme', { state: 'held' }, 9)).length === 2);
	await stores.mailbox.apply(fromContact('Yes?', { at: now() }), from, hasty);
	await waitUntil('the rest', () => sent.length === 3);
	expect(sent).toEqual(['continue_talk in pt_BR', 'one', 'two']);
});

it('ends messages of a channel that was removed', async () => {
	await stores.channels.remove('acme', 'sales');
	await write('acme', 'sales', 'late');
	await waitUntil('the end', async () => (await stores.outbox.list('acme', { state: 'refused' }, 1)).length > 0);
	expect(await stores.outbox.list('acme', {}, 1)).toMatchObject([
		{ state: 'refused', code: 'CHANNEL_NOT_FOUND', reason: 'The channel "sales" was removed.' },
	]);
});
