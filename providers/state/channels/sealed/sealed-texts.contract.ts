import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import { openStateDatabase, type Row, type StateConnection, type Value } from '../../../database/state-database';
import { audioRules, takeOne, voice } from '../audios/audios.contract';
import { channelSchema } from '../channel-schema';
import { openNames } from '../contacts/contact-rights.contract';
import { acme, fromAccount, fromContact, hasty } from '../contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from '../open-channel-stores';
import { handOverSteps } from '../people/hand-over-steps.contract';
import { openConversationKeys, type OpenKeySeal } from './conversation-keys';
import { renewConversationKeys } from './renew-keys';
import { sealedColumns } from './sealed-text';

const leaseMs = 60_000;
const tables = [...new Set(Object.keys(sealedColumns).map((column) => column.split('.')[0]!))];
const words = (content: ReadonlyArray<MessageContent>) => content.map((part) => (part.kind === 'text' ? part.text : part.kind)).join();

/** Everything that is said here, in and out. */
export const said = ['qzAsked', 'qzCorrected', 'qzSpoken', 'qzAnswered', 'qzTyped', 'qzReason', 'qzNeed', 'qzNoted', 'qzSummary'];

/** What every store promises whose conversations have keys. @param place of a store that is new for each test */
export function describeSealedTexts(place: () => string, openKeySeal: OpenKeySeal): void {
	let stores: ChannelStores;
	let opened: ChannelStores[];
	const open = (options = {}) => {
		const one = openChannelStores(place(), { openNames, openKeySeal, ...options });
		opened.push(one);
		return one;
	};
	beforeEach(() => {
		opened = [];
		stores = open();
	});
	afterEach(() => Promise.all(opened.map((one) => one.close())));

	async function inRows<Result>(work: (connection: StateConnection) => Promise<Result>): Promise<Result> {
		const database = openStateDatabase(place(), channelSchema);
		try {
			return await database.change('acme', work);
		} finally {
			await database.close();
		}
	}
	const readRows = () =>
		inRows(async (connection) => {
			const rows: Row[] = [];
			for (const table of tables) rows.push(...(await connection.all(`SELECT * FROM ${table} WHERE tenant = 'acme'`)));
			return JSON.stringify(rows);
		});
	const countKeys = () =>
		inRows(async (connection) => Number((await connection.get<{ keys: number }>('SELECT count(*) AS keys FROM conversation_key'))!.keys));
	const apply = (text: string, changes = {}) => stores.mailbox.apply(fromContact(text, changes), acme, hasty);
	const read = async (conversation: string) =>
		(await stores.mailbox.readMessages('acme', conversation, 50)).map(({ content }) => words(content));

	describe('the texts of a conversation', () => {
		it('are readable, and in no row as they were said, whoever said them', async () => {
			const conversation = await fillConversation(stores);
			const rows = await readRows();
			expect(said.filter((one) => rows.includes(one) || rows.includes(Buffer.from(one).toString('base64').slice(0, -2)))).toEqual([]);

			expect(await read(conversation)).toEqual(['qzCorrected', 'audio', 'qzAnswered', 'qzTyped']);
			const [audio] = await stores.mailbox
				.readMessages('acme', conversation, 50)
				.then((all) => all.filter(({ content }) => words(content) === 'audio'));
			expect(audio!.content).toMatchObject([{ transcript: 'qzSpoken' }]);
			expect(await stores.outbox.list('acme', { conversation }, 10)).toMatchObject([{ content: { text: 'qzAnswered' } }]);
			expect(await stores.conversations.listNotes('acme', conversation, 10)).toMatchObject([{ text: 'qzNoted' }]);
			expect(await stores.conversations.find('acme', conversation)).toMatchObject({ handOver: { reason: 'qzReason' } });
			const [handOver] = await stores.handOvers.list('acme', { channel: 'whatsapp' }, 10);
			expect(handOver).toMatchObject({ reason: 'qzReason', summary: { need: 'qzNeed' } });
			expect(JSON.stringify(handOver!.writes)).toContain('qzNeed');
			const ended = await stores.sessions.ended.take('m', { max: 10, leaseMs });
			expect(ended.map(({ content }) => content.summary)).toContain('qzSummary');
			expect(await countKeys()).toBe(1);
		});

		it('are unreadable without the key, which goes with the contact', async () => {
			const applied = await apply('qzAsked');
			const { conversation, contact } = applied as { conversation: string; contact: string };
			const other = await apply('hello', { address: '5511888888888', contact: [] });
			await inRows((connection) => connection.run('DELETE FROM conversation_key WHERE conversation = ?', conversation));
			expect(await read(conversation)).toEqual(['[unreadable]']);
			expect(await read((other as { conversation: string }).conversation)).toEqual(['hello']);
			await stores.contacts.forget('acme', contact);
			const left = await inRows((connection) => connection.all('SELECT conversation FROM conversation_key'));
			expect(left).toEqual([{ conversation: (other as { conversation: string }).conversation }]);
			await stores.contacts.forget('acme', (other as { contact: string }).contact);
			expect(await countKeys()).toBe(0);
		});

		it('are read at their own place only', async () => {
			const { conversation } = (await apply('one')) as { conversation: string };
			await apply('two');
			await inRows((connection) =>
				connection.run('UPDATE message SET content = (SELECT content FROM message AS first WHERE first.number = 1) WHERE number = 2'),
			);
			expect(await read(conversation)).toEqual(['one', '[unreadable]']);
		});

		it('are read as they are where an earlier version wrote them, and sealed when they are written again (jmazzi/crypt_keeper#205)', async () => {
			const earlier = open({ openKeySeal: undefined });
			const applied = await earlier.mailbox.apply(fromContact('qzAsked', { id: 'first' }), acme, hasty);
			const { conversation } = applied as { conversation: string };
			expect(await readRows()).toContain('qzAsked');
			expect(await read(conversation)).toEqual(['qzAsked']);
			await apply('qzTyped');
			expect(await read(conversation)).toEqual(['qzAsked', 'qzTyped']);
			await apply('qzCorrected', { edits: 'first' });
			expect(await read(conversation)).toEqual(['qzCorrected', 'qzTyped']);
			expect(await readRows()).not.toMatch(/qzAsked|qzCorrected|qzTyped/);
			await expect(earlier.mailbox.readMessages('acme', conversation, 10)).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
		});

		it('go over to the key of the conversation that theirs becomes part of', async () => {
			const pn = '5544988040029';
			const lid = '77712345678901';
			const phone = { kind: 'phone' as const, value: pn, proof: 'provider' as const };
			const hidden = { kind: 'lid' as const, value: lid, proof: 'provider' as const };
			const first = (await apply('qzAsked', { address: `${lid}@lid`, contact: [hidden] })) as { conversation: string };
			await stores.outbox.enqueue('acme', first.conversation, [{ key: 'k', content: { kind: 'text', text: 'qzAnswered' } }]);
			await stores.conversations.addNote('acme', first.conversation, { kind: 'note', by: 'user:bia', text: 'qzNoted', desk: null });
			await handOverSteps(() => stores).begin(first.conversation, { reason: 'qzReason', summary: { need: 'qzNeed' } });
			const second = (await apply('hello', { address: pn, contact: [phone] })) as { conversation: string };
			const joined = (await apply('again', { address: pn, contact: [phone, hidden] })) as { conversation: string };
			const part = joined.conversation === first.conversation ? second : first;
			expect(part.conversation).not.toBe(joined.conversation);
			// What the part still has of its own is under its key; here, nothing.
			await inRows((connection) => connection.run('DELETE FROM conversation_key WHERE conversation = ?', part.conversation));
			expect((await read(joined.conversation)).sort()).toEqual(['again', 'hello', 'qzAsked']);
			expect(await stores.outbox.list('acme', {}, 10)).toMatchObject([{ content: { text: 'qzAnswered' } }]);
			expect(await stores.conversations.listNotes('acme', joined.conversation, 10)).toMatchObject([{ text: 'qzNoted' }]);
			expect(await stores.handOvers.list('acme', { channel: 'whatsapp' }, 10)).toMatchObject([
				{ reason: 'qzReason', summary: { need: 'qzNeed' } },
			]);
		});

		it('are all readable under new keys, while others write, and the keys of before open none (hashicorp/vault#5545)', async () => {
			const conversation = await fillConversation(stores);
			const keysOf = () => inRows((connection) => connection.all('SELECT * FROM conversation_key ORDER BY conversation'));
			const before = await keysOf();
			const renewing = renewConversationKeys(place(), await openKeySeal(), { signal: new AbortController().signal });
			await apply('qzTyped');
			expect(await renewing).toMatchObject({ renewed: expect.any(Number), unreadable: 0 });
			expect(await keysOf()).toHaveLength(before.length);
			expect(await keysOf()).not.toEqual(before);

			const told = JSON.stringify([
				await stores.mailbox.readMessages('acme', conversation, 50),
				await stores.outbox.list('acme', {}, 10),
				await stores.conversations.listNotes('acme', conversation, 10),
				await stores.handOvers.list('acme', { channel: 'whatsapp' }, 10),
				await stores.sessions.ended.take('m', { max: 10, leaseMs }),
			]);
			const now = said.filter((one) => one !== 'qzAsked');
			expect([now.filter((one) => !told.includes(one)), told.includes('[unreadable]')]).toEqual([[], false]);
		});

		it('are opened for many conversations with one statement for their keys', async () => {
			const addresses = Array.from({ length: 5 }, (_, number) => `551188888880${number}`);
			for (const address of addresses)
				await apply(`to ${address}`, { address, contact: [{ kind: 'phone', value: address, proof: 'provider' }] });
			const listed = await stores.conversations.list('acme', { from: 0 }, 10);
			expect(listed.map(({ lastMessage }) => words(lastMessage!.content)).toSorted()).toEqual(addresses.map((one) => `to ${one}`));
			await inRows(async (connection) => {
				const asked: string[] = [];
				const counting = { ...connection, get: ask, all: ask };
				async function ask<Found>(sql: string, ...values: Value[]): Promise<Found> {
					asked.push(sql);
					return connection.all(sql, ...values) as Promise<Found>;
				}
				const keys = openConversationKeys(counting, await openKeySeal());
				await keys.load(
					'acme',
					listed.map(({ id }) => id),
				);
				for (const { id } of listed) expect(await keys.find('acme', id)).toBeDefined();
				expect(asked).toHaveLength(1);
			});
		});

		it('have one key where two processes write the first ones at the same time', async () => {
			const other = open();
			const events = Array.from({ length: 10 }, (_, number) => fromContact(`text ${number}`));
			const applied = await Promise.all(events.map((event, number) => (number % 2 ? stores : other).mailbox.apply(event, acme, hasty)));
			const { conversation } = applied[0] as { conversation: string };
			expect((await read(conversation)).toSorted()).toEqual(events.map(({ content }) => words(content)));
			expect(await countKeys()).toBe(1);
		});
	});
}

/** Lets both sides say something in each way. @returns the conversation */
export async function fillConversation(stores: ChannelStores): Promise<string> {
	const rules = { ...hasty, audio: audioRules, remember: true, sessionMs: 0 };
	const write = (text: string, changes = {}) => stores.mailbox.apply(fromContact(text, changes), acme, rules);
	const { conversation } = (await write('qzAsked', { id: 'first' })) as { conversation: string };
	await write('qzCorrected', { edits: 'first' });
	await write('', { content: [voice] });
	await stores.audios.note((await takeOne(stores.audios.toTranscribe, 't', leaseMs))!, 0, {
		kind: 'text',
		text: 'qzSpoken',
		seconds: 1,
		transcriber: 'fake:model',
	});
	const turn = (await takeTurn(stores.mailbox, 'a', leaseMs))!;
	await stores.mailbox.beginEffects(turn, 'a');
	await stores.outbox.enqueue('acme', conversation, [{ key: `${turn.id} 1`, content: { kind: 'text', text: 'qzAnswered' } }]);
	const [send] = await stores.outbox.queue.take('s', { max: 1, leaseMs });
	await stores.outbox.note(send!, { kind: 'sent', messageIds: ['sent-1'] });
	await stores.mailbox.apply(fromAccount('qzTyped'), acme, rules);
	await stores.conversations.addNote('acme', conversation, { kind: 'note', by: 'user:bia', text: 'qzNoted', desk: null });
	await handOverSteps(() => stores).begin(conversation, { reason: 'qzReason', summary: { need: 'qzNeed' } });
	const ended = (await takeOne(stores.sessions.ended, 'm', leaseMs))!;
	expect(await stores.sessions.noteSummary(ended, 'qzSummary')).toBe(true);
	await stores.sessions.ended.retry(ended, 0);
	return conversation;
}
