import { fromAccount, fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { chatwootAccount, type ChatwootServer, startChatwootServer } from '../../sandbox/fakes/channels/chatwoot-server';
import { waitUntil } from '../../test/support/wait-until';
import type { MessageEvent } from '../ports/channels/channel-events';
import { describeTurn } from '../conversations/mailbox/describe-turn';
import { defaultHandOverSettings, type HandOverSettings } from '../ports/channels/hand-overs';
import { defaultMailboxRules, type MailboxRules } from '../ports/channels/mailbox-rules';
import { type ChannelWorker, startChannelWorker } from './channel-worker';
import { handOver } from './hand-over';

const hour = 3_600_000;
let now: number;
let own: ChannelHost;
let desk: ChatwootServer;
let worker: ChannelWorker;
let answered: string[];
let ended: number;
beforeEach(async () => {
	now = Date.now();
	[answered, ended] = [[], 0];
	[desk, own] = await Promise.all([startChatwootServer(), createChannelHost({ now: () => now })]);
	await own.addDesk(desk.url);
	const { mailbox } = own.channels;
	const end: typeof mailbox.end = async (...turn) => {
		await mailbox.end(...turn);
		ended += 1;
	};
	worker = startChannelWorker(
		{ ...own.channels, mailbox: { ...mailbox, end } },
		{
			...{ clock: { now: () => now }, canAnswer: () => true, onFault: (what, fault) => void answered.push(`${what}: ${String(fault)}`) },
			async answer(turn, holder) {
				answered.push(await describeTurn(own.channels.mailbox, turn));
				await own.channels.mailbox.end(turn, holder, { kind: 'done' });
			},
		},
	);
});
afterEach(async () => {
	await worker.close(1_000);
	await Promise.all([own.remove(), desk.close()]);
});

const withDesk = (rules: Partial<MailboxRules> = {}, settings: Partial<HandOverSettings> = {}) =>
	own.change({ rules: { ...hasty, ...rules }, handOver: { ...defaultHandOverSettings, desk: 'people', ...settings } });
/** A customer's message, written so long ago. @param receivedMs how long ago we received it */
const write = (text: string, agoMs: number, receivedMs = 0, rules: Partial<MailboxRules> = hasty, who: Partial<MessageEvent> = {}) =>
	own.channels.mailbox.apply(
		fromContact(text, { at: now - agoMs, ...who }),
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
	expect(notes()[0]).toMatch(/chegou com atraso\] Vocês têm prensas\?\n +\[escrito em/);
	expect(await own.channels.mailbox.find('default', conversation)).toMatchObject({ mode: 'person' });
	expect(answered).toEqual([]);
	await own.channels.mailbox.apply(fromAccount('Temos.'), { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	await own.channels.mailbox.setMode('default', conversation, { mode: 'agent', until: null, by: 'user:ana' });
	await write('E hoje?', 0);
	await waitUntil('the answer', () => answered.length > 0);
	expect(answered).toEqual([expect.stringMatching(/Person: "Temos\."\n\[The message to answer\]\nE hoje\?$/)]);
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

const unknown = { address: '123@lid', contact: [{ kind: 'lid' as const, value: '123', proof: 'provider' as const }] };

it('gives those of a customer without a phone number to people, too', async () => {
	await withDesk();
	await write('Old', 72 * hour, 0, hasty, unknown);
	await waitUntil('the note', () => notes().length === 1);
	expect([answered, desk.contacts]).toMatchObject([[], [{ identifier: expect.stringMatching(/^troupe:/) as string }]]);
});

it('answers them itself, once, if no person has', async () => {
	await withDesk({}, { unansweredMinutes: 1 });
	await write('Old', 72 * hour);
	await waitUntil('the note', () => notes().length === 1);
	now += 61_000;
	const late = /arrived late\] Old$/;
	await waitUntil('the answer', () => answered.some((text) => late.test(text)));
	expect(answered.filter((text) => late.test(text))).toHaveLength(1);
	expect(await handOvers()).toHaveLength(1);
});

it('comes back after half a day where the desk was not told, and waits for the desk where it was', async () => {
	await desk.close();
	desk = await startChatwootServer(chatwootAccount, 'Channel::Whatsapp');
	await own.addDesk(desk.url);
	await withDesk();
	const person = async (who: Partial<MessageEvent>) => {
		const { conversation } = (await write('Hi', 0, 0, { ...hasty, quietMs: 20_000, maxQuietMs: 20_000 }, who)) as { conversation: string };
		const request = { tenant: 'default', conversation, key: conversation, reason: 'hot', by: 'user:ana' };
		await handOver(own.channels, request);
		return async () => (await own.channels.mailbox.find('default', conversation))!;
	};
	const [untold, told] = [await person(unknown), await person({})];
	await waitUntil('the note', () => notes().length === 1);
	await waitUntil('the refusal', async () =>
		(await handOvers()).some(({ writes }) => writes[0]?.reason?.includes('an inbox of the type API')),
	);
	await waitUntil('the end of the pause', async () => (await told()).modeUntil === null);
	expect(await untold()).toMatchObject({ mode: 'person', modeUntil: now + 12 * hour });
	const { rules } = (await own.channels.directory.find('default', 'sales'))!;
	const answer = (who: Partial<MessageEvent>) =>
		own.channels.mailbox.apply(fromAccount('Mine.', who), { tenant: 'default', channel: 'sales', receipt: null, receivedAt: now }, rules);
	await Promise.all([answer(unknown), answer({})]);
	expect([(await untold()).modeUntil, (await told()).modeUntil]).toEqual([now + 12 * hour, null]);
	await own.channels.mailbox.setMode('default', (await told()).id, { mode: 'agent', until: null, by: 'user:ana' });
	await answer({});
	expect(await told()).toMatchObject({ mode: 'person', modeUntil: now + 12 * hour });
});

it('gives what a customer writes after an opt-out to people, once, and not to the agent (glific/glific#323)', async () => {
	await withDesk();
	await write('Parar', 0);
	const { conversation } = (await write('Quanto custa a prensa?', 0)) as { conversation: string };
	await waitUntil('both notes', () => notes().length === 2);
	const [request] = await own.channels.rights.list('default', {}, 1);
	expect(notes()[0]).toMatch(
		new RegExp(`não quer mais receber mensagens \\(${request!.protocol}\\)[^]*contacts opt-in ${request!.contact}`),
	);
	expect(notes()[1]).toMatch(/escreveu de novo: o Troupe não envia nada[^]*Quanto custa a prensa\?/);
	expect(answered).toEqual([]);
	const before = ended;
	await own.channels.mailbox.setMode('default', conversation, { mode: 'agent', until: null, by: 'user:ana' });
	await waitUntil('the end of the turn', () => ended > before);
	expect(await handOvers()).toHaveLength(1);
	await write('Voltar', 0);
	await write('E hoje?', 0);
	await waitUntil('the answer', () => answered.length > 0);
	expect(answered).toEqual([expect.stringContaining('E hoje?')]);
	const sent = await own.channels.outbox.list('default', { conversation }, 9);
	expect(sent.map(({ content }) => (content.kind === 'text' ? content.text : ''))).toEqual([
		expect.stringContaining('voltamos a escrever'),
		expect.stringContaining(`Protocolo: ${request!.protocol}`),
	]);
});
