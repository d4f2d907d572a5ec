import { nameWaitText } from '../../../../core/conversations/outbox/own-texts';
import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import { defaultHandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { Send } from '../../../../core/ports/channels/outbox';
import type { TakenContent, WorkFilter } from '../../../../core/ports/work';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromAccount, hasty, leaseMs, statusOf } from './channel-steps.contract';

/** Describes what every store of channels promises of messages that go out. */
export function describeOutgoing(open: () => ChannelStores): void {
	const { apply, begin, send } = channelSteps(open);

	describe('a message that goes out', () => {
		const sent = (id: string) => ({ kind: 'sent' as const, messageIds: [id] as [string] });
		const record: ChannelRecord = {
			tenant: 'acme',
			name: 'whatsapp',
			provider: 'z-api',
			settings: {},
			credential: 'c',
			agent: null,
			message: null,
			rules: {},
			state: 'active',
			allowedNetworks: [],
			pathSecretHash: null,
			createdAt: 1,
			changedAt: 1,
			changedBy: 'user:test',
		};
		const takeOne = async (holder = 's'): Promise<TakenContent<Send> | undefined> =>
			(await open().outbox.queue.take(holder, { max: 10, leaseMs }))[0];

		it('is sent once, in the order of its conversation', async () => {
			const { outbox, mailbox } = open();
			const turn = await begin();
			const first = await send(turn, 'one');
			expect(await send(turn, 'one')).toBe(first);
			await send(turn, 'two');
			const taken = await Promise.all(['s', 't'].map((holder) => outbox.queue.take(holder, { max: 10, leaseMs })));
			expect(taken.flat()).toMatchObject([{ key: first, attempts: 1, content: { id: first, state: 'sending', attempts: 1 } }]);
			await outbox.note(taken.flat()[0]!, sent('wa-out-1'));
			expect(await takeOne()).toMatchObject({ content: { content: { text: 'two' } } });
			const messages = await mailbox.readMessages('acme', turn.conversation.id, 10);
			expect(messages.map(({ author, id }) => [author, id])).toEqual(expect.arrayContaining([['agent', 'wa-out-1']]));
		});

		it('is left alone by a process that works on other channels, or for another tenant', async () => {
			await send(await begin(), 'Hello');
			const taken = async (of: WorkFilter) => (await open().outbox.queue.take('s', { max: 10, leaseMs, of: [of] })).length;
			expect(await taken({ tenant: 'globex' })).toBe(0);
			expect(await taken({ tenant: 'acme', lanes: ['telegram'] })).toBe(0);
			expect(await taken({ tenant: 'acme', lanes: ['whatsapp'] })).toBe(1);
		});

		it('waits while an earlier one is tried again', async () => {
			const turn = await begin();
			await send(turn, 'one');
			await send(turn, 'two');
			const { outbox } = open();
			const refused = { kind: 'refused' as const, retryable: true, reason: 'rate limit' };
			await outbox.note((await takeOne())!, refused, { retryAfterMs: 60_000 });
			expect(await takeOne()).toBeUndefined();
		});

		it('makes place for the next one when it is refused for good', async () => {
			const turn = await begin();
			const first = await send(turn, 'one');
			await send(turn, 'two');
			const { outbox } = open();
			await outbox.note((await takeOne())!, { kind: 'refused', retryable: false, reason: 'blocked' });
			expect(await takeOne()).toMatchObject({ content: { content: { text: 'two' } } });
			expect(await outbox.find('acme', first)).toMatchObject({ state: 'refused', reason: 'blocked' });
			expect([await outbox.resend('globex', first), await outbox.resend('acme', first)]).toEqual([false, true]);
		});

		it('waits for somebody where it did not reach the customer, until it is sent again or settled', async () => {
			const { outbox } = open();
			const turn = await begin();
			const id = await send(turn, 'one', 'key');
			const unsent = async (tenant = 'acme') =>
				(await outbox.list(tenant, { isUnsent: true }, 10)).map(({ id: of, state, code }) => [of, state, code]);
			const refused = { kind: 'refused' as const, retryable: true, code: '429', reason: 'rate limit' };
			expect(await outbox.note((await takeOne())!, refused, { retryAfterMs: 0 })).toBeUndefined();
			expect([await unsent(), await outbox.settle('acme', id, 'user:ana')]).toEqual([[], false]);
			const about = { tenant: 'acme', id, channel: 'whatsapp', conversation: turn.conversation.id, run: null };
			const ended = { ...about, state: 'refused', code: '131047', reason: 'too late', at: expect.any(Number) as number };
			expect(await outbox.note((await takeOne())!, { ...refused, code: '131047', reason: 'too late' })).toEqual(ended);
			expect([await unsent(), await unsent('globex')]).toEqual([[[id, 'refused', '131047']], []]);
			expect([await outbox.settle('globex', id, 'user:eve'), await outbox.settle('acme', id, 'user:ana')]).toEqual([false, true]);
			expect([await unsent(), await outbox.settle('acme', id, 'user:bo')]).toEqual([[], false]);
			// Sent again, it can fail again.
			await outbox.resend('acme', id);
			expect(await outbox.find('acme', id)).toMatchObject({ state: 'queued', code: null });
			await outbox.note((await takeOne())!, sent('wa-out-3'));
			const failed = { ...statusOf('wa-out-3'), status: 'failed' as const, code: '131026', reason: 'no WhatsApp' };
			expect(await apply(failed)).toEqual({
				kind: 'status',
				conversation: turn.conversation.id,
				unsent: { ...ended, state: 'failed', code: '131026', reason: 'no WhatsApp' },
			});
			expect(await apply({ ...failed, key: 'again' })).toEqual({ kind: 'status', conversation: turn.conversation.id });
			expect(await unsent()).toEqual([[id, 'failed', '131026']]);
			await open().contacts.forget('acme', turn.conversation.contact);
			expect(await unsent()).toEqual([]);
		});

		it('waits for somebody where the provider says later that it failed, and the conversation shows it', async () => {
			const { conversations, mailbox, outbox } = open();
			const turn = await begin('do you have it?');
			const id = await send(turn, 'We have it.');
			await outbox.note((await takeOne())!, sent('wa-out-late'));
			await mailbox.end(turn, 'a', { kind: 'done' });
			const waiting = async () => (await conversations.list('acme', { from: 0, isWaiting: true }, 9)).map(({ wait }) => wait!.waitsFor);
			const listUnsent = async () =>
				(await mailbox.readMessages('acme', turn.conversation.id, 9)).filter(({ isUnsent }) => isUnsent).map(({ author }) => author);
			expect([await waiting(), await listUnsent()]).toEqual([[], []]);
			await apply({ ...statusOf('wa-out-late'), status: 'failed', code: '131026' });
			expect([await waiting(), await listUnsent()]).toEqual([['person'], ['agent']]);
			await outbox.settle('acme', id, 'user:ana');
			expect(await waiting()).toEqual([]);
		});

		it('still waits for somebody where the customer has got no more than that they wait', async () => {
			const { outbox, conversations } = open();
			const turn = await begin('do you have it?');
			await send(turn, 'We have it.');
			await outbox.note((await takeOne())!, { kind: 'refused', retryable: false, reason: 'HTTP 500' });
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			const waiting = async () => (await conversations.list('acme', { from: 0, isWaiting: true }, 9)).map(({ wait }) => wait!.waitsFor);
			await send(turn, 'One moment, please.', nameWaitText({ conversation: turn.conversation.id, waitsFor: 'person', since: 1 }));
			await outbox.note((await takeOne())!, sent('wa-out-moment'));
			expect(await waiting()).toEqual(['person']);
			await send(turn, 'We have it.', 'by somebody else');
			await outbox.note((await takeOne())!, sent('wa-out-answer'));
			expect(await waiting()).toEqual([]);
		});

		it('that a desk did not take is put before its people, and one that it shows as failed is not', async () => {
			const { outbox, channels, handOvers } = open();
			await channels.put({ ...record, provider: 'chatwoot' }, false);
			const turn = await begin();
			await send(turn, 'one');
			await outbox.note((await takeOne())!, { kind: 'refused', retryable: false, reason: 'too long' });
			await send(turn, 'two');
			await outbox.note((await takeOne())!, sent('wa-2'));
			await apply({ ...statusOf('wa-2'), status: 'failed', reason: 'no WhatsApp' });
			const notes = await handOvers.writes.take('d', { max: 10, leaseMs });
			expect(notes.map(({ lane, content: { content } }) => [lane, content.kind === 'note' && content.text.includes('"one"')])).toEqual([
				['whatsapp', true],
			]);
		});

		it('is put before nobody where it was a follow-up, for which nobody waits', async () => {
			const { outbox, channels, conversations, handOvers } = open();
			await channels.put({ ...record, provider: 'chatwoot' }, false);
			const turn = await begin();
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			const id = await send(turn, 'Are you still there?', 'follow-up c 1 1');
			const end = await outbox.note((await takeOne())!, { kind: 'refused', retryable: false, reason: 'HTTP 500' });
			expect(end).toMatchObject({ id, state: 'refused', reason: 'HTTP 500' });
			expect(await outbox.find('acme', id)).toMatchObject({ state: 'refused' });
			expect(await outbox.list('acme', { isUnsent: true }, 10)).toEqual([]);
			expect(await handOvers.writes.take('d', { max: 10, leaseMs })).toEqual([]);
			expect(await conversations.list('acme', { from: 0, isWaiting: true }, 9)).toMatchObject([{ wait: { waitsFor: 'agent' } }]);
		});

		it('with an unknown outcome is looked up before it is sent again', async () => {
			const { outbox } = open();
			const turn = await begin();
			const id = await send(turn, 'one');
			await outbox.note((await takeOne())!, { kind: 'unknown', reason: 'the connection ended' }, { retryAfterMs: 0 });
			const unknown = await takeOne('t');
			expect(unknown!.content).toMatchObject({ id, state: 'unknown', attempts: 2 });
			await outbox.note(unknown!, { kind: 'not-sent' }, { retryAfterMs: 0 });
			expect((await takeOne('t'))!.content).toMatchObject({ id, state: 'sending' });
		});

		it('comes back as an echo, once for each id, and silences nobody', async () => {
			const { outbox } = open();
			const turn = await begin();
			await send(turn, 'Hello!');
			const sending = (await takeOne())!;
			// The echo is faster than the answer to the request.
			expect(await apply(fromAccount('Hello! ', { id: 'wa-out-9' }))).toEqual({ kind: 'echo', conversation: turn.conversation.id });
			await outbox.note(sending, sent('wa-out-9'));
			expect(await apply(fromAccount('Hello!', { id: 'wa-out-9' }))).toMatchObject({ kind: 'echo' });
			expect(await apply({ ...statusOf('wa-out-9'), status: 'read' })).toMatchObject({
				kind: 'status',
				conversation: turn.conversation.id,
			});
			expect(await apply({ ...statusOf('wa-out-9'), status: 'delivered' })).toMatchObject({ kind: 'status' });
			expect(await outbox.find('acme', sending.key)).toMatchObject({ state: 'read' });
			// A person writes the same words.
			expect(await apply(fromAccount('Hello!'))).toMatchObject({ kind: 'take-over' });
		});

		it('is known to be sent when its echo arrives', async () => {
			const { outbox } = open();
			const turn = await begin();
			const id = await send(turn, 'Hello!');
			await outbox.note((await takeOne())!, { kind: 'unknown', reason: 'the connection ended' }, { retryAfterMs: 60_000 });
			expect(await apply(fromAccount('Hello!', { id: 'wa-1' }))).toMatchObject({ kind: 'echo' });
			expect(await outbox.find('acme', id)).toMatchObject({ state: 'sent' });
		});

		it('is known to be sent when a status with its mark arrives', async () => {
			const { outbox, mailbox } = open();
			const turn = await begin();
			const id = await send(turn, 'Hello!');
			await outbox.note((await takeOne())!, { kind: 'unknown', reason: 'the connection ended' });
			expect(await outbox.list('acme', { isUnsent: true }, 10)).toMatchObject([{ id, state: 'unknown' }]);
			const delivered = { ...statusOf('wa-out-4'), status: 'delivered' as const, mark: id };
			expect(await mailbox.apply(delivered, { ...acme, channel: 'other' }, hasty)).toEqual({ kind: 'status', conversation: undefined });
			expect(await apply({ ...delivered, key: 'own' })).toEqual({ kind: 'status', conversation: turn.conversation.id });
			expect(await outbox.find('acme', id)).toMatchObject({ state: 'delivered', reason: null, code: null });
			expect(await outbox.list('acme', { isUnsent: true }, 10)).toEqual([]);
			const messages = await mailbox.readMessages('acme', turn.conversation.id, 10);
			expect(messages.filter(({ author }) => author === 'agent')).toMatchObject([{ id: 'wa-out-4' }]);
		});

		it.each([
			['refused', 'Your order is ready. Thank you!', 'This message did not reach the customer. 131026: no WhatsApp'],
			['unknown', 'O seu pedido está pronto. Obrigado!', 'O cliente recebeu esta mensagem? Olhe o telefone. 131026: no WhatsApp'],
		] as const)('is put before the people at the desk where it is %s', async (kind, text, asked) => {
			const { outbox, channels, handOvers } = open();
			const settings = { ...defaultHandOverSettings, desk: 'chatwoot' };
			await channels.put({ ...record, handOver: settings }, false);
			await channels.put({ ...record, name: 'chatwoot', provider: 'chatwoot' }, false);
			const id = await send(await begin(), text);
			await outbox.note((await takeOne())!, { kind, retryable: false, code: '131026', reason: 'no WhatsApp' });
			const [note] = await handOvers.writes.take('d', { max: 10, leaseMs });
			expect(note).toMatchObject({ lane: 'chatwoot', content: { content: { kind: 'note' } } });
			const { content } = note!.content as { content: { text: string } };
			expect(content.text.split('\n').map((line) => line.replace(/^.*: troupe/, 'troupe'))).toEqual([
				asked,
				`"${text}"`,
				`troupe channel resend whatsapp ${id}`,
				`troupe channel settle whatsapp ${id}`,
			]);
			await handOvers.noteWrite(note!, { kind: 'refused', retryable: false, reason: 'no phone number' });
			const again = (channel: string) => handOvers.rewrite('acme', channel, note!.key);
			const lost = async (channel: string) => (await handOvers.listLostNotes('acme', channel, 9)).map((write) => [write.id, write.reason]);
			expect([await lost('another'), await lost('whatsapp')]).toEqual([[], [[note!.key, 'no phone number']]]);
			expect([await again('another'), await again('whatsapp'), await again('whatsapp')]).toEqual([false, true, false]);
			expect(await lost('whatsapp')).toEqual([]);
		});

		it('is recognized by its mark', async () => {
			const turn = await begin();
			const id = await send(turn, 'Hello!');
			const sending = (await takeOne())!;
			expect(await apply(fromAccount('<p>Hello!</p>', { mark: sending.key }))).toMatchObject({ kind: 'echo' });
			expect(sending.key).toBe(id);
		});
	});
}
