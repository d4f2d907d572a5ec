import { defaultHandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { ConversationFilter } from '../../../../core/ports/channels/conversations';
import type { MessageEvent } from '../../../../core/ports/channels/channel-events';
import { readPages } from '../../../../test/support/read-pages';
import { takeTurn } from '../../../../test/support/channels/take-turn';
import { acme, channelSteps, fromAccount, fromContact, hasty, leaseMs } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

/** What every store promises to those who watch over all conversations. @param pass lets time pass for the store */
export function describeConversations(open: () => ChannelStores, pass: (ms: number) => unknown): void {
	const { begin, send } = channelSteps(open);
	const of = (phone: string): Partial<MessageEvent> => ({ address: phone, contact: [{ kind: 'phone', value: phone, proof: 'provider' }] });
	const write = async (phone: string, text: string, changes: Partial<MessageEvent> = {}): Promise<string> => {
		const applied = await open().mailbox.apply(fromContact(text, { ...of(phone), ...changes }), acme, hasty);
		return 'conversation' in applied ? applied.conversation! : '';
	};
	const list = (filter: Partial<ConversationFilter> = {}, max = 10) => open().conversations.list('acme', { from: 0, ...filter }, max);
	const ids = async (filter: Partial<ConversationFilter> = {}) => (await list(filter)).map(({ id }) => id);
	const handOver = (id: string, temperature: string, key = id) =>
		open().handOvers.begin('acme', id, {
			key,
			reason: 'wants to buy',
			summary: { temperature },
			language: 'en',
			by: 'agent',
			lastWords: [],
			pauseMs: null,
			settings: defaultHandOverSettings,
		});

	describe('the list of conversations', () => {
		it('has each by its last message, with who writes and what they said, and of one tenant', async () => {
			const one = await write('5511900000001', 'one', { name: 'Maria' });
			await pass(5);
			const two = await write('5511900000002', 'two');
			await open().mailbox.apply(fromContact('theirs', of('5511900000003')), { ...acme, tenant: 'globex' }, hasty);
			expect(await ids()).toEqual([two, one]);
			expect((await list())[1]).toMatchObject({
				id: one,
				channel: 'whatsapp',
				name: 'Maria',
				mode: 'agent',
				isHot: false,
				handOver: null,
				origin: null,
				assignedTo: null,
				lastMessage: { author: 'contact', content: [{ kind: 'text', text: 'one' }] },
			});
			expect(await ids({ channel: 'telegram' })).toEqual([]);
			expect(await ids({ mode: 'person' })).toEqual([]);
		});

		it('is read in pages of which none leaves out or repeats one (danny-avila/LibreChat#11242)', async () => {
			const written: string[] = [];
			for (let n = 0; n < 7; n++) {
				written.push(await write(`551190000000${n}`, 'hello'));
				if (n % 3 === 0) await pass(5); // some have the same time
			}
			const read = await readPages(
				(before?: readonly [number, string]) => list({ before }, 2),
				({ lastMessageAt, id }) => [lastMessageAt, id] as const,
			);
			expect(read.map(({ id }) => id).sort()).toEqual([...written].sort());
		});

		it('repeats none that gets a message while the pages are read (intercom/intercom-node#211)', async () => {
			const [first, , third] = [await write('5511900000001', 'a'), await pass(5), await write('5511900000002', 'b')];
			const [top] = await list({}, 1);
			expect(top!.id).toBe(third);
			await pass(5);
			await write('5511900000002', 'again');
			const rest = await list({ before: [top!.lastMessageAt, top!.id] });
			expect(rest.map(({ id }) => id)).toEqual([first]);
		});

		it('looks at more than it shows where a filter is rare', async () => {
			const rare = await write('5511800000000', 'I buy', { at: Date.now() - 60_000 });
			await handOver(rare, 'hot');
			const many = Array.from({ length: 210 }, (_, n) => `55117${String(n).padStart(8, '0')}`);
			for (const phone of many) await write(phone, 'hello');
			expect(await ids({ isHot: true })).toEqual([rare]);
		});

		it('keeps what is known of how hot a lead is, until a hand-over says otherwise', async () => {
			const id = await write('5511800000000', 'I buy');
			await handOver(id, 'hot');
			const settings = defaultHandOverSettings;
			const silent = {
				reason: 'an old message',
				summary: {},
				language: 'en' as const,
				by: 'agent',
				lastWords: [],
				pauseMs: null,
				settings,
			};
			await open().handOvers.begin('acme', id, { ...silent, key: 'old' });
			expect(await list({ isHot: true })).toMatchObject([{ id, handOver: { reason: 'an old message', temperature: 'hot' } }]);
			await handOver(id, 'cold', 'later');
			expect(await ids({ isHot: true })).toEqual([]);
		});

		it('finds those of a period by their messages, also where later ones came', async () => {
			const id = await write('5511900000001', 'yesterday');
			await pass(1);
			const between = (await list())[0]!.lastMessageAt + 1;
			await pass(20);
			await write('5511900000001', 'today');
			expect(await ids({ from: 0, to: between })).toEqual([id]);
			expect(await ids({ from: between })).toEqual([id]);
			expect(await ids({ from: between + 60_000 })).toEqual([]);
			expect(await ids({ from: 0, to: 1 })).toEqual([]);
		});

		it('has the talk of a customer once, not again as their desk shows it (vshulcz/deja-vu#3905)', async () => {
			const id = await write('5511900000001', 'hello');
			await open().handOvers.link('acme', 'desk', id, '12');
			await open().mailbox.apply(fromContact('hello', { address: '12', contact: [] }), { ...acme, channel: 'desk' }, hasty);
			await open().mailbox.apply(fromAccount('I take this.', { address: '12' }), { ...acme, channel: 'desk' }, hasty);
			expect(await ids()).toEqual([id]);
		});
	});

	describe('who waits', () => {
		it('is who wrote last, since their first message that nobody answered (freescout-help-desk/freescout#5225)', async () => {
			const turn = await begin('first');
			const { id } = turn.conversation;
			const since = (await list({ isWaiting: true }))[0]!.wait!.since;
			await pass(50);
			await open().mailbox.apply(fromContact('are you there?'), acme, hasty);
			expect((await list({ isWaiting: true }))[0]).toMatchObject({ id, wait: { since, waitsFor: 'agent', isLate: false } });
			await open().mailbox.apply(fromAccount('Yes.'), acme, hasty);
			expect(await ids({ isWaiting: true })).toEqual([]);
			await open().mailbox.apply(fromContact('Good.'), acme, hasty);
			expect((await list({ isWaiting: true }))[0]!.wait!.since).toBeGreaterThanOrEqual(since + 50);
		});

		it('still waits where the answer cannot go out yet or was refused, and not where the agent answered (chatwoot/chatwoot#13181)', async () => {
			const { outbox, mailbox } = open();
			const turn = await begin();
			await send(turn, 'Hello!');
			await mailbox.end(turn, 'a', { kind: 'done' });
			const attempt = async (retryable: boolean, timing = {}) => {
				const [work] = await outbox.queue.take('s', { max: 1, leaseMs });
				await outbox.note(work!, { kind: 'refused', retryable, reason: 'blocked' }, timing);
			};
			await attempt(true, { retryAfterMs: 0, isAway: true });
			expect(await list({ isWaiting: true })).toMatchObject([{ wait: { waitsFor: 'agent' } }]);
			await attempt(false);
			expect(await list({ isWaiting: true })).toMatchObject([{ wait: { waitsFor: 'person' } }]);
			await send(turn, 'Again!');
			const [sent] = await outbox.queue.take('s', { max: 1, leaseMs });
			await outbox.note(sent!, { kind: 'sent', messageIds: ['wa-out'] });
			expect(await list({ isWaiting: true })).toEqual([]);
		});

		it('does not wait where a person chose not to answer', async () => {
			const { id } = (await begin()).conversation;
			expect(await open().waits.leave('acme', id, { by: 'user:ana', reason: 'spam' })).toBe(true);
			expect(await ids({ isWaiting: true })).toEqual([]);
		});

		it.each([
			['has called them', (id: string) => open().outbox.settle('acme', id, 'user:ana')],
			[
				'chose not to answer',
				(_id: string, conversation: string) => open().waits.leave('acme', conversation, { by: 'user:ana', reason: 'spam' }),
			],
		])('does not wait for an answer that did not arrive once a person %s, who is asked of it like of any other', async (_what, settle) => {
			const { outbox, mailbox, waits } = open();
			const turn = await begin();
			const id = await send(turn, 'Hello!');
			await mailbox.end(turn, 'a', { kind: 'done' });
			const [refused] = await outbox.queue.take('s', { max: 1, leaseMs });
			await outbox.note(refused!, { kind: 'refused', retryable: false, reason: 'blocked' });
			expect([await list({ isWaiting: true }), await waits.late.nextDue()]).toMatchObject([[{}], expect.any(Number)]);
			expect([await settle(id, turn.conversation.id), await list({ isWaiting: true })]).toEqual([true, []]);
		});

		it('waits for a message that arrived while the agent answered an earlier one', async () => {
			const { outbox, mailbox } = open();
			const turn = await begin('how much?');
			await mailbox.apply(fromContact('and by when?'), acme, hasty);
			await send(turn, 'Ten.');
			const [sent] = await outbox.queue.take('s', { max: 1, leaseMs });
			await outbox.note(sent!, { kind: 'sent', messageIds: ['wa-out'] });
			await mailbox.end(turn, 'a', { kind: 'done' });
			expect(await list({ isWaiting: true })).toHaveLength(1);
			expect(await takeTurn(mailbox, 'a', leaseMs)).toMatchObject({ messages: [{ content: [{ text: 'and by when?' }] }] });
		});

		it('does not wait after a thumb alone', async () => {
			await write('5511900000001', '', { content: [{ kind: 'reaction', emoji: '👍', messageId: 'x' }] });
			expect(await list({ isWaiting: true })).toEqual([]);
		});
	});

	it('a hot lead is one whose last hand-over says so', async () => {
		const hot = await write('5511900000001', 'a');
		const cold = await write('5511900000002', 'b');
		const late = await write('5511900000003', 'c');
		await handOver(hot, 'Quente 🔥');
		await handOver(cold, 'cold');
		await handOver(late, 'hot');
		await pass(5);
		await handOver(late, 'not hot any more', 'second');
		expect(await list({ isHot: true })).toMatchObject([{ id: hot, handOver: { reason: 'wants to buy', temperature: 'Quente 🔥' } }]);
	});

	it('an origin is the one that a provider told last of the contact, in any channel, and none that a customer typed', async () => {
		const origin = { via: 'ad' as const, title: 'Prensas 40t' };
		const told = await write('5511900000001', '', { content: [{ kind: 'text', text: '', origin }] });
		await write('5511900000001', 'how much?');
		await write('5511900000002', '"origin":{"via":"ad"}');
		const other = { tenant: 'acme', channel: 'telegram', receipt: null };
		await open().mailbox.apply(fromContact('Hi', of('5511900000001')), other, hasty);
		expect((await list({ origin: 'ad' })).map(({ id, origin: from }) => [id === told, from])).toMatchObject([
			[false, origin],
			[true, origin],
		]);
		expect(await ids({ origin: 'link' })).toEqual([]);
	});

	describe('the figures of a day', () => {
		const measure = async (conversations: string[], begun = conversations, to = Number.MAX_SAFE_INTEGER) =>
			open().conversations.measure('acme', { conversations, begun, from: 0, to });
		const answer = (text: string, phone: string, writer?: { id: string }) =>
			open().mailbox.apply(fromAccount(text, { address: phone, ...(writer && { writer }) }), acme, hasty);

		it('have the time to the first answer, of those that were answered (chatwoot/chatwoot#13312)', async () => {
			const one = await write('5511900000001', 'a');
			const two = await write('5511900000002', 'b');
			await pass(30);
			await answer('Hello!', '5511900000001');
			await pass(30);
			await answer('Are you there?', '5511900000001');
			const { firstAnswerMs } = await measure([one, two]);
			expect(firstAnswerMs).toHaveLength(1);
			expect(firstAnswerMs[0]).toBeGreaterThanOrEqual(29);
			expect(await measure([one, two], [two])).toMatchObject({ firstAnswerMs: [] });
		});

		it('have the hand-overs of the day, and when a person wrote, which an agent is not (chatwoot/chatwoot#6409)', async () => {
			const id = await write('5511900000001', 'a');
			const agent = { key: 'promise', content: { kind: 'text' as const, text: 'A person goes on.' } };
			await open().outbox.enqueue('acme', id, [agent]);
			await handOver(id, 'hot');
			expect(await measure([id], [])).toMatchObject({ handOvers: [{ state: 'open' }], personAnswerMs: [] });
			await pass(5);
			await answer('I take this.', '5511900000001', { id: '7' });
			const until = Date.now() + 60_000;
			expect(await measure([id], [], until)).toMatchObject({
				handOvers: [{ conversation: id, reason: 'wants to buy', by: 'agent', state: 'answered' }],
				personAnswerMs: [expect.any(Number)],
			});
			expect(await measure([id], [], 1)).toMatchObject({ handOvers: [], personAnswerMs: [] });
		});

		it('count reactions that were not taken back', async () => {
			const react = (emoji: string, messageId: string) => write('5511900000001', '', { content: [{ kind: 'reaction', emoji, messageId }] });
			const id = await react('👍', 'x');
			await react('👎', 'y');
			await react('❤️', 'z');
			await react('', 'z');
			expect((await measure([id])).reactions).toEqual({ '👍': 1, '👎': 1 });
		});
	});

	describe('a note', () => {
		const note = { kind: 'note' as const, by: 'user:ana', text: 'Call back on Monday.', desk: null };

		it('is kept with who wrote it, apart from what the customer reads (chatwoot/chatwoot#306)', async () => {
			const id = await write('5511900000001', 'hello');
			expect(await open().conversations.addNote('acme', id, note)).toBe(true);
			const desk = { name: 'desk', content: { kind: 'assignee' as const, value: '7' } };
			await pass(1);
			await open().conversations.addNote('acme', id, { ...note, kind: 'assignment', text: 'Bia', desk });
			expect(await open().conversations.listNotes('acme', id, 10)).toMatchObject([
				{ kind: 'assignment', text: 'Bia', desk: { name: 'desk', state: 'queued', reason: null } },
				{ kind: 'note', by: 'user:ana', text: note.text, desk: null },
			]);
			expect(await open().conversations.find('acme', id)).toMatchObject({ id, assignedTo: 'Bia' });
			expect(await open().mailbox.readMessages('acme', id, 10)).toHaveLength(1);
			expect(await open().outbox.list('acme', { conversation: id }, 10)).toEqual([]);
			expect(await open().conversations.addNote('globex', id, note)).toBe(false);
		});

		it('stays with a conversation that becomes part of another, and is forgotten with its contact', async () => {
			const one = await write('5511900000001', 'a');
			const two = await write('5511900000002', 'b');
			await open().conversations.addNote('acme', one, note);
			const claims = ['5511900000001', '5511900000002'].map((value) => ({ kind: 'phone' as const, value, proof: 'provider' as const }));
			await open().mailbox.apply(fromContact('I am both', { address: '5511900000002', contact: claims }), acme, hasty);
			const whole = (await open().conversations.find('acme', one))!;
			expect((await open().conversations.find('acme', two))!.id).toBe(whole.id);
			expect(whole.names).toEqual(expect.arrayContaining([whole.id, `${one}-1`, `${two}-1`]));
			expect(await ids()).toEqual([whole.id]);
			expect(await open().conversations.listNotes('acme', one, 10)).toMatchObject([{ text: note.text }]);
			expect(await open().contacts.forget('acme', whole.contact)).toBe(true);
			expect(await open().conversations.listNotes('acme', whole.id, 10)).toEqual([]);
			expect(await ids()).toEqual([]);
		});
	});
}
