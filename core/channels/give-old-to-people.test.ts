import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../sandbox/fakes/channels/channel-host';
import { type ChatwootServer, startChatwootServer } from '../../sandbox/fakes/channels/chatwoot-server';
import { waitUntil } from '../../test/support/wait-until';
import { describeTurn } from '../conversations/mailbox/describe-turn';
import { defaultHandOverSettings } from '../ports/channels/hand-overs';
import { defaultMailboxRules, type MailboxRules } from '../ports/channels/mailbox-rules';
import { type ChannelWorker, startChannelWorker } from './channel-worker';

const hour = 3_600_000;
let now: number;
let own: ChannelHost;
let desk: ChatwootServer;
let worker: ChannelWorker;
let answered: string[];
beforeEach(async () => {
	now = Date.now();
	answered = [];
	[desk, own] = await Promise.all([startChatwootServer(), createChannelHost({ now: () => now })]);
	await own.addDesk(desk.url);
	worker = startChannelWorker(own.channels, {
		...{ clock: { now: () => now }, canAnswer: () => true, onFault: (what, fault) => void answered.push(`${what}: ${String(fault)}`) },
		async answer(turn, holder) {
			answered.push(await describeTurn(own.channels.mailbox, turn));
			await own.channels.mailbox.end(turn, holder, { kind: 'done' });
		},
	});
});
afterEach(async () => {
	await worker.close(1_000);
	await Promise.all([own.remove(), desk.close()]);
});

const withDesk = (rules: Partial<MailboxRules> = {}) =>
	own.change({ rules: { ...hasty, ...rules }, handOver: { ...defaultHandOverSettings, desk: 'people' } });
/** A customer's message, written so long ago. @param receivedMs how long ago we received it */
const write = (text: string, agoMs: number, receivedMs = 0, rules: Partial<MailboxRules> = hasty) =>
	own.channels.mailbox.apply(
		fromContact(text, { at: now - agoMs }),
		{ tenant: 'default', channel: 'sales', receipt: null, receivedAt: now - receivedMs },
		{ ...defaultMailboxRules, ...rules },
	);
const handOvers = () => own.channels.handOvers.list('default', {}, 10);
const notes = () => desk.written.flatMap((message) => (message['private'] === true ? [String(message['content'])] : []));

it('gives messages of three days ago to people, in one note, and answers what is written later when they are done', async () => {
	await withDesk();
	const slow = { ...hasty, quietMs: 1_000, maxQuietMs: 1_000 };
	await write('Vocês têm prensas?', 72 * hour, 0, slow);
	const { conversation } = (await write('Preciso de duas até amanhã', 71 * hour, 0, slow)) as { conversation: string };
	now += 1_000;
	await waitUntil('the note', () => notes().length === 1);
	const at = (agoMs: number) => new Date(now - 1_000 - agoMs).toISOString().slice(0, 16).replace('T', ' ');
	expect(notes()[0]).toContain(`Motivo: mensagens antigas: a última foi escrita em ${at(71 * hour)} UTC e chegou em ${at(0)} UTC`);
	expect(notes()[0]).toMatch(/arrived late\] Vocês têm prensas\?\n +\[written at/);
	expect(await own.channels.mailbox.find('default', conversation)).toMatchObject({ mode: 'person' });
	expect(answered).toEqual([]);
	await own.channels.mailbox.setMode('default', conversation, { mode: 'agent', until: null, by: 'user:ana' });
	await write('E hoje?', 0);
	await waitUntil('the answer', () => answered.length > 0);
	expect(answered).toEqual(['E hoje?']);
	expect(await handOvers()).toHaveLength(1);
});

it.each<[string, { agoMs: number; receivedMs?: number; rules?: Partial<MailboxRules> }, RegExp]>([
	['that we received in time, and could not answer for a day', { agoMs: 24 * hour, receivedMs: 24 * hour }, /^Old$/],
	['of less than the time of the channel', { agoMs: 0.9 * hour }, /^Old$/],
	[
		'of a channel that waits for longer',
		{ agoMs: 24 * hour, rules: { oldMs: 48 * hour } },
		/^\[written at [\d-]+ [\d:]+ UTC, arrived late\] Old$/,
	],
])('answers a message %s', async (_what, { agoMs, receivedMs, rules }, text) => {
	await withDesk(rules);
	await write('Old', agoMs, receivedMs);
	await waitUntil('the answer', () => answered.length > 0);
	expect(answered).toEqual([expect.stringMatching(text)]);
	expect(await handOvers()).toEqual([]);
});

it('answers old messages together with a new one, and those that no desk could tell people of, and says when they were written', async () => {
	await own.change({ rules: hasty });
	const late = /^\[written at [\d-]+ [\d:]+ UTC, arrived late\] Old$/;
	await write('Old', 72 * hour);
	await waitUntil('the answer', () => answered.length > 0);
	expect(answered).toEqual([expect.stringMatching(late)]);
	await withDesk();
	const slow = { ...hasty, quietMs: 1_000, maxQuietMs: 1_000 };
	await write('Old', 72 * hour, 0, slow);
	await write('Well?', 0, 0, slow);
	now += 1_000;
	await waitUntil('the answer', () => answered.length > 1);
	expect(answered[1]!.split('\n')).toEqual([expect.stringMatching(late), 'Well?']);
});
