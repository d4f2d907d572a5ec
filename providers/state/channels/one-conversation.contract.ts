import { takeTurn } from '../../../test/support/channels/take-turn';
import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import { defaultHandOverSettings } from '../../../core/ports/channels/hand-overs';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { readChatwoot } from '../../channels/chatwoot/read-chatwoot';
import { readEvolution } from '../../channels/evolution/read-evolution';
import { readWaha } from '../../channels/waha/read-waha';
import { readWebhook } from '../../channels/webhook/read-webhook';
import { readWhatsAppCloud } from '../../channels/whatsapp-cloud/read-whatsapp-cloud';
import { readZApi } from '../../channels/z-api/read-z-api';
import { acme, fromContact, hasty } from './contract/channel-steps.contract';
import type { ChannelStores } from './open-channel-stores';
import { readPages } from '../../../test/support/read-pages';

const pn = '5544988040029';
const lid = '77712345678901';
const atPhone = `${pn}@s.whatsapp.net`;
const hidden = 'BR.1502576394655843';

/** Who writes: the customer, or a person as the account. */
type Who = 'in' | 'out';
type Write = (who: Who, id: string, words: string) => ChannelEvent[];
type Reader = (request: StoredRequest) => ChannelEvent[];

const reading =
	(read: Reader, body: (who: Who, id: string, words: string) => object): Write =>
	(who, id, words) =>
		read({ stored: JSON.stringify(body(who, id, words)), receivedAt: Date.now() });

const zApi = (names: object) =>
	reading(readZApi, (who, messageId, message) => ({
		type: 'ReceivedCallback',
		messageId,
		fromMe: who === 'out',
		fromApi: false,
		text: { message },
		...names,
	}));
const evolution = (key: object) =>
	reading(readEvolution, (who, id, conversation) => ({
		event: 'messages.upsert',
		data: { key: { id, fromMe: who === 'out', ...key }, message: { conversation } },
	}));
const waha = (chat: string, data: object) =>
	reading(readWaha, (who, id, body) => ({
		event: 'message.any',
		payload: { id: `${who === 'out'}_${chat}_${id}`, body, ...(who === 'out' && { source: 'app' }), _data: data },
	}));
const cloud = (names: Record<string, string>, people: object[] = []) =>
	reading(
		(request) => readWhatsAppCloud(request, '1'),
		(who, id, body) => {
			const to = { to: names['from'], to_user_id: names['from_user_id'] };
			const message = { id, type: 'text', text: { body }, ...(who === 'in' ? names : to) };
			const list = who === 'in' ? { messages: [message] } : { message_echoes: [message] };
			const value = { metadata: { phone_number_id: '1' }, contacts: people, ...list };
			const field = who === 'in' ? 'messages' : 'smb_message_echoes';
			return { object: 'whatsapp_business_account', entry: [{ changes: [{ field, value }] }] };
		},
	);
const chatwoot = (conversation: number) =>
	reading(
		(request) => readChatwoot(request, { inboxId: '5', source: 'chat.example/1' }),
		(who, id, content) => {
			const sender = { id: 9, name: 'Rui', phone_number: `+${pn}` };
			const type = who === 'in' ? { message_type: 'incoming', sender } : { message_type: 'outgoing', sender: { id: 3, type: 'user' } };
			return { event: 'message_created', id, content, ...type, inbox: { id: 5 }, conversation: { id: conversation, meta: { sender } } };
		},
	);

const webhook = (address: string) =>
	reading(
		(request) => readWebhook(request, 'https://app.example'),
		(who, id, words) => ({ type: 'message', id, address, text: words, ...(who === 'out' && { author: 'account', byProgram: false }) }),
	);

/** Two ways in which a provider names one person, in this order. */
const twoNames: Array<[name: string, one: Write, other: Write]> = [
	[
		'Z-API, with the id and the phone number',
		zApi({ phone: `${lid}@lid`, chatLid: `${lid}@lid` }),
		zApi({ phone: pn, chatLid: `${lid}@lid` }),
	],
	['Z-API, with and without the ninth digit (chatwoot/chatwoot#5840)', zApi({ phone: '5544988005555' }), zApi({ phone: '554488005555' })],
	[
		'Evolution API, the id first (WhiskeySockets/Baileys#1857)',
		evolution({ remoteJid: `${lid}@lid`, remoteJidAlt: atPhone }),
		evolution({ remoteJid: atPhone, remoteJidAlt: `${lid}@lid` }),
	],
	[
		'Evolution API, one event after the other without the number (evolution-foundation/evolution-api#1872)',
		evolution({ remoteJid: atPhone, previousRemoteJid: `${lid}@lid` }),
		evolution({ remoteJid: `${lid}@lid` }),
	],
	[
		'WAHA with GOWS (devlikeapro/waha#1216)',
		waha(`${lid}@lid`, { Info: { SenderAlt: `${pn}:12@s.whatsapp.net`, RecipientAlt: `${pn}@s.whatsapp.net` } }),
		waha(`${pn}@c.us`, {}),
	],
	['WAHA with NOWEB', waha(`${lid}@lid`, { key: { remoteJidAlt: atPhone } }), waha(`${pn}@c.us`, { key: { remoteJidAlt: `${lid}@lid` } })],
	['the Cloud API, the number later', cloud({ from_user_id: hidden }), cloud({ from: pn, from_user_id: hidden })],
	['the Cloud API, the number hidden later', cloud({ from: pn }, [{ wa_id: pn, user_id: hidden }]), cloud({ from_user_id: hidden })],
	['the Cloud API in Argentina (chatwoot/chatwoot#14264)', cloud({ from: '5491123456789' }), cloud({ from: '541123456789' })],
	['the Cloud API in Mexico (chatwoot/chatwoot#14048)', cloud({ from: '5215512345678' }), cloud({ from: '525512345678' })],
];

/** What every store promises of a person whom a provider knows under two names. */
export function describeOneConversation(open: () => ChannelStores): void {
	const apply = async ([event]: ChannelEvent[], rules = hasty) => open().mailbox.apply(event!, acme, rules);
	async function contactOf(events: ChannelEvent[]): Promise<string> {
		const applied = await apply(events);
		return applied.kind === 'message' ? applied.contact : applied.kind;
	}
	const take = () => takeTurn(open().mailbox, 'a', 60_000);
	const list = () => open().mailbox.list('acme', {}, 10);
	/** Lets the agent answer everything that waits. @returns the texts of each turn */
	async function answerAll(): Promise<string[][]> {
		const turns: string[][] = [];
		for (let turn = await take(); turn; turn = await take()) {
			turns.push(turn.messages.map(({ content }) => (content[0]!.kind === 'text' ? content[0]!.text : content[0]!.kind)));
			await open().mailbox.end(turn, 'a', { kind: 'done' });
		}
		return turns;
	}

	describe.each(twoNames)('one person at %s', (provider, one, other) => {
		it.each([
			['the first name', one, other],
			['the second', other, one],
		])('is left to the person who took over, where the customer writes under %s', async (_which, mine, theirs) => {
			// What ties the names together comes first: without it, nobody could know.
			await apply(one('in', 'M0', 'good morning'));
			await apply(other('in', 'M1', 'hello'));
			await answerAll();
			expect(await apply(theirs('out', 'M2', 'I take over'))).toMatchObject({ kind: 'take-over' });
			await apply(mine('in', 'M3', 'thanks, and the price?'));
			expect(await answerAll()).toEqual([]);
			expect(await list()).toMatchObject([{ mode: 'person' }]);
		});

		it('is heard once where a message is repeated under the other', async () => {
			await apply(one('in', 'M0', 'good morning'));
			await apply(other('in', 'M1', 'hello'));
			await answerAll();
			await apply(one('in', 'M2', 'the price?'));
			// WAHA's ids name the chat.
			if (provider.startsWith('WAHA')) return;
			expect(await apply(other('in', 'M2', 'the price?'))).toEqual({ kind: 'repeated' });
			expect(await answerAll()).toEqual([['the price?']]);
		});

		it('writes one burst under both, and is answered where they wrote last', async () => {
			await apply(one('in', 'M1', 'I need'));
			await apply(other('in', 'M2', 'a mower'));
			const [event] = other('in', 'M3', '') as Array<{ address?: string }>;
			const [conversation] = await list();
			expect(conversation!.address).toBe(event!.address ?? conversation!.address);
			expect(await answerAll()).toEqual([['I need', 'a mower']]);
			expect(await list()).toHaveLength(1);
		});
	});

	it.each([
		['Z-API', zApi({ phone: '5544999999991' }), zApi({ phone: '5544999999992' })],
		['Evolution API', evolution({ remoteJid: '5544999999991@s.whatsapp.net' }), evolution({ remoteJid: '5544999999992@s.whatsapp.net' })],
		['a webhook', webhook('a-1'), webhook('a-2')],
	])('an id that %s gives in two chats, and on both sides of one, is of as many messages', async (_name, one, another) => {
		await apply(one('in', 'SAME', 'hello'));
		await apply(another('in', 'SAME', 'hi'));
		expect((await answerAll()).toSorted()).toEqual([['hello'], ['hi']]);
		for (const write of [one, another]) expect(await apply(write('out', 'SAME', 'I am here'))).toMatchObject({ kind: 'take-over' });
		expect(await apply(one('out', 'SAME', 'I am here'))).toEqual({ kind: 'repeated' });
		expect(await list()).toMatchObject([{ mode: 'person' }, { mode: 'person' }]);
	});

	it('two conversations that turn out to be with one person become one, with what waits and who answers', async () => {
		const { mailbox, outbox, handOvers } = open();
		const byUser = cloud({ from_user_id: hidden });
		const byPhone = cloud({ from: pn });
		const both = cloud({ from: pn, from_user_id: hidden });
		await apply(byUser('in', 'M1', 'by the hidden number'));
		await answerAll();
		await apply(byPhone('in', 'M2', 'by the number'));
		const [newer, older] = await Promise.all([pn, hidden].map(async (address) => (await mailbox.list('acme', { address }, 1))[0]));
		await outbox.enqueue('acme', newer!.id, [{ key: 'q', run: 'turn-1', content: { kind: 'text', text: 'Yes?' } }]);
		await apply(byUser('out', 'M3', 'I take over'));
		await apply(both('in', 'M4', 'it is me'));
		const [whole, ...others] = await list();
		expect([whole, others]).toMatchObject([{ mode: 'person' }, []]);
		expect(await take()).toBeUndefined();
		// Both ids go on: processes keep them.
		for (const id of [newer!.id, older!.id]) expect(await mailbox.find('acme', id)).toMatchObject({ id: whole!.id });
		expect(await outbox.list('acme', {}, 10)).toMatchObject([{ state: 'withdrawn', address: pn, run: 'turn-1' }]);
		const heard = (await mailbox.readMessages('acme', whole!.id, 10)).map(({ content }) => (content[0] as { text: string }).text);
		expect(heard.toSorted()).toEqual(['I take over', 'by the hidden number', 'by the number', 'it is me']);
		await mailbox.setMode('acme', older!.id, { mode: 'agent', until: null, by: 'user:ana' });
		const handOver = {
			key: 'h',
			reason: 'asked',
			language: 'en' as const,
			by: 'agent',
			lastWords: [],
			settings: defaultHandOverSettings,
			pauseMs: null,
		};
		for (const { id } of [newer!, older!]) await handOvers.begin('acme', id, { ...handOver, key: `h ${id}` });
		const found = await handOvers.list('acme', { conversation: whole!.id }, 10);
		expect(found).toHaveLength(2);
		const page = (before?: readonly [number, string]) => handOvers.list('acme', { channel: found[0]!.channel, before }, 1);
		expect(await readPages(page, ({ at, id }) => [at, id])).toEqual(found);
		await mailbox.setMode('acme', newer!.id, { mode: 'agent', until: null, by: 'user:ana' });
		expect(await answerAll()).toEqual([['by the number', 'it is me']]);
	});

	it('a turn that runs under one name begins again with what arrives under the other', async () => {
		const { mailbox } = open();
		const byUser = cloud({ from_user_id: hidden });
		const byPhone = cloud({ from: pn });
		const both = cloud({ from: pn, from_user_id: hidden });
		await apply(byUser('in', 'M1', 'one'));
		const turn = (await take())!;
		await apply(byPhone('in', 'M2', 'two'));
		await apply(both('in', 'M3', 'three'));
		expect(await mailbox.beginEffects(turn, 'a')).not.toBe('go');
		expect((await answerAll()).map((texts) => texts.toSorted())).toEqual([['one', 'three', 'two']]);
	});

	it('people whom a person joined, and conversations of Chatwoot, stay apart', async () => {
		const { contacts } = open();
		const act = { by: 'user:ana', reason: 'they said so' };
		const phoneOf = (value: string) => ({ contact: [{ kind: 'phone' as const, value, proof: 'provider' as const }], address: value });
		const ids = [];
		for (const value of ['5544999999991', '5544999999992']) ids.push(await contactOf([fromContact('hello', phoneOf(value))]));
		await contacts.merge('acme', { from: ids[0]!, into: ids[1]!, ...act });
		await apply([fromContact('again', phoneOf('5544999999991'))]);
		expect(await list()).toHaveLength(2);
		await apply(chatwoot(17)('in', '1', 'one matter'));
		await apply(chatwoot(18)('in', '2', 'another'));
		expect(await list()).toHaveLength(4);
	});

	it('two people with one phone number after the other keep their own conversations', async () => {
		const at = (own: string, phone: string) => zApi({ phone, chatLid: `${own}@lid` });
		await apply(at('11111111', pn)('in', 'M1', 'mine'));
		await apply(zApi({ phone: '22222222@lid', chatLid: '22222222@lid' })('in', 'M2', 'I am new here'));
		await apply(at('22222222', pn)('in', 'M3', 'this number is mine now'));
		await apply(zApi({ phone: '11111111@lid', chatLid: '11111111@lid' })('out', 'M4', 'to the first'));
		expect((await answerAll()).flat()).toContain('this number is mine now');
	});

	it('a person who is taken apart gets their conversation back, and is silent alone', async () => {
		const { contacts } = open();
		const byUser = cloud({ from_user_id: hidden });
		const byPhone = cloud({ from: pn });
		const both = cloud({ from: pn, from_user_id: hidden });
		const ids = [await contactOf(byUser('in', 'M1', 'one')), await contactOf(byPhone('in', 'M2', 'two'))];
		const into = await contactOf(both('in', 'M3', 'three'));
		const from = ids.find((id) => id !== into)!;
		expect(await list()).toHaveLength(1);
		expect(await contacts.split('acme', { from, into, by: 'user:ana', reason: 'two people' })).toBe(true);
		await apply(byUser('out', 'M4', 'I take this one'));
		await apply(byPhone('in', 'M5', 'and I?'));
		expect((await list()).map(({ address, mode }) => [address, mode]).toSorted()).toEqual([
			[pn, 'agent'],
			[hidden, 'person'],
		]);
	});

	it('waits with defaults as one burst does', async () => {
		const rules = { ...defaultMailboxRules, quietMs: 60_000, maxQuietMs: 60_000 };
		await apply(cloud({ from: pn, from_user_id: hidden })('in', 'M1', 'one'), rules);
		await apply(cloud({ from_user_id: hidden })('in', 'M2', 'two'), rules);
		expect(await take()).toBeUndefined();
	});
}
