import type { ChannelHealth } from '../ports/channels/channel';
import type { ChannelRecord, OpenChannel } from '../ports/channels/channel-records';
import type { NewPartState } from '../ports/channels/channel-states';
import type { Send } from '../ports/channels/outbox';
import { type AskedAccounts, sendUnlessDown } from './send-unless-down';

let health: ChannelHealth;
let asked: string[];
let noted: NewPartState[];
let sent: string[];
let now: number;
let accounts: AskedAccounts;
beforeEach(() => {
	health = { state: 'disconnected', detail: 'Logged out.' };
	[asked, noted, sent] = [[], [], []];
	now = 1_000;
	accounts = new Map();
});

/** Sends a message by a channel whose account was down when it was last seen. */
function send(name: string, account: Partial<ChannelRecord> = {}) {
	const record = { tenant: 'acme', name, provider: 'z-api', settings: { instanceId: '1', baseUrl: 'x' }, credential: 'c', ...account };
	const channel = {
		check: () => Promise.resolve(health).finally(() => asked.push(name)),
		send: () => Promise.resolve({ kind: 'sent', messageIds: [`${sent.push(name)}`] }),
	};
	const states = { note: (found: NewPartState) => Promise.resolve(void noted.push(found)) };
	const message = { tenant: 'acme', channel: name, accountState: 'disconnected', content: { kind: 'text', text: 'Hi' } };
	return sendUnlessDown(
		{ states, accounts, clock: { now: () => now } },
		{ record, channel } as unknown as OpenChannel,
		message as Send,
		new AbortController().signal,
	);
}

it('asks the account of several channels once, and another account by itself', async () => {
	const outcomes = await Promise.all([
		...[send('sales'), send('service', { settings: { baseUrl: 'x', instanceId: '1' } })],
		...[send('other number', { settings: { instanceId: '2' } }), send('other tenant', { tenant: 'globex' })],
	]);
	expect(outcomes.every(({ isAway }) => isAway === true)).toBe(true);
	expect(asked).toEqual(['sales', 'other number', 'other tenant']);
	health = { state: 'connected', detail: '' };
	now += 60_000;
	await Promise.all([send('sales'), send('service')]);
	expect([asked.slice(3), sent]).toEqual([['sales'], ['sales', 'service']]);
	expect(noted.at(-1)).toMatchObject({ channel: 'sales', part: 'account', state: 'connected' });
});
