import type { ConversationEvent } from '../../../../core/ports/channels/channel-events';
import { defaultHandOverSettings } from '../../../../core/ports/channels/hand-overs';
import { acme, fromAccount, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { leaseMs, phone, rightSteps } from './right-steps.contract';

/** What every store promises to contacts who want no more messages. */
export function describeOptOuts(open: () => ChannelStores): void {
	const { apply, take, begin, send, say, outgoing, enqueue } = rightSteps(open);

	describe('a contact who wants no more messages', () => {
		it('gets a text with a protocol, without a turn, and nothing afterwards, whoever sends it (shridarpatil/whatomate#539)', async () => {
			const turn = await begin('Quanto custa?');
			await send(turn, 'waits to be sent');
			const { right, conversation, contact } = await say('PARAR');
			expect(right).toBe('opt-out');
			const { rights, mailbox } = open();
			expect(await mailbox.beginEffects(turn, 'a')).not.toBe('go');
			expect(await take()).toBeUndefined();
			const [request] = await rights.list('acme', {}, 10);
			expect(request).toMatchObject({ kind: 'opt-out', contact, conversation, channel: 'whatsapp', by: 'contact', settledAt: null });
			expect(request!.protocol).toMatch(/^\d{4}-\d\d-\d\d-[2-9A-Z]{4}$/);
			expect(await outgoing()).toEqual([
				[expect.stringMatching(`não vai mais receber mensagens nossas. Protocolo: ${request!.protocol}`), 'queued'],
				['waits to be sent', 'withdrawn'],
			]);
			expect(await enqueue(conversation, 'a reminder')).toEqual({ kind: 'opted-out' });
			await say('sair');
			expect(await outgoing()).toHaveLength(2);
			expect(await rights.list('acme', {}, 10)).toHaveLength(1);
		});

		it('is heard also while a person answers, and nothing follows of a hand-over', async () => {
			await say('hello');
			await apply(fromAccount('I am Ana.'));
			const { conversation, contact } = await say('stop!');
			expect(await outgoing()).toEqual([[expect.stringContaining('no more messages'), 'queued']]);
			await open().mailbox.setMode('acme', conversation, { mode: 'agent', until: null, by: 'user:ana' });
			const settings = { ...defaultHandOverSettings, desk: null };
			const words = { key: 'h 0', content: { kind: 'text' as const, text: 'A person will write.' } };
			const handOver = {
				key: 'h',
				reason: 'x',
				language: 'en' as const,
				by: 'process:sales',
				lastWords: [words],
				settings,
				pauseMs: 1_000,
			};
			const timed = { ...handOver, settings: { ...settings, unansweredMinutes: 5 } };
			expect(await open().handOvers.begin('acme', conversation, timed)).toMatchObject({
				kind: 'handed-over',
				handOver: { answerBy: null },
			});
			expect(await outgoing()).toHaveLength(1);
			// No agent returns, whom they would wait for without an answer, until they want messages again.
			expect(await open().mailbox.find('acme', conversation)).toMatchObject({ mode: 'person', modeUntil: null });
			expect(await open().rights.optIn('acme', contact, { by: 'user:ana', reason: 'They called.' })).toBe(true);
			expect(await open().mailbox.find('acme', conversation)).toMatchObject({ mode: 'agent' });
		});

		it('gets nothing that was tried before, and the protocol also after a failure (SplitTime/OpenSplitTime#1947)', async () => {
			const turn = await begin();
			await send(turn, 'on its way');
			const { queue, note, list, resend } = open().outbox;
			const takeSend = async () => (await queue.take('s', { max: 1, leaseMs }))[0]!;
			const failing = await takeSend();
			await say('stop');
			const busy = { kind: 'refused' as const, retryable: true, reason: 'busy' };
			expect(await note(failing, busy, { retryAfterMs: 0 })).toBeUndefined();
			expect((await list('acme', { state: 'withdrawn' }, 9)).map(({ id }) => id)).toEqual([failing.content.id]);
			expect(await resend('acme', failing.content.id)).toBe(false);
			const told = await takeSend();
			await note(told, busy, { retryAfterMs: 0 });
			expect((await takeSend()).content).toMatchObject({ id: told.content.id, state: 'sending' });
		});

		it('gets nothing that was held, also after a merge, and who asks for something else gets it', async () => {
			const { outbox, contacts, rights } = open();
			const hold = async () => {
				const [work] = await outbox.queue.take('s', { max: 10, leaseMs });
				return async () => outbox.note(work!, { kind: 'held', template: { kind: 'template', name: 'hi', language: 'en', parameters: [] } });
			};
			const other = await say('hello', { contact: [{ kind: 'telegram', value: '77', proof: 'provider' }], address: '77' });
			await enqueue(other.conversation, 'other');
			await (
				await hold()
			)();
			await (
				await hold()
			)(); // the template
			const { conversation, contact } = await say('hello');
			await enqueue(conversation, 'one');
			await (
				await hold()
			)();
			await say('quais dados vocês têm sobre mim?');
			expect((await outgoing()).find(([text]) => text === 'one')).toEqual(['one', 'queued']);
			const again = await hold();
			await rights.optOut('acme', contact, 'user:ana');
			await again();
			expect((await outgoing()).find(([text]) => text === 'one')).toEqual(['one', 'withdrawn']);
			await contacts.merge('acme', { from: contact, into: other.contact, by: 'user:ana', reason: 'same' });
			await say('And now?', { contact: [{ kind: 'telegram', value: '77', proof: 'provider' }], address: '77' });
			expect((await outgoing()).find(([text]) => text === 'other')).toEqual(['other', 'withdrawn']);
		});

		it('comes back by a word, or by a person (rapidpro/rapidpro#519)', async () => {
			const { rights } = open();
			expect((await say('start')).right).toBeUndefined();
			const { conversation } = await say('parar');
			const settings = { ...defaultHandOverSettings, desk: null };
			const handOver = { key: 'h', reason: 'x', language: 'en' as const, by: 'agent', lastWords: [], settings, pauseMs: null };
			await open().handOvers.begin('acme', conversation, handOver);
			const { right, contact } = await say('VOLTAR');
			expect(right).toBe('opt-in');
			expect(await open().mailbox.find('acme', conversation)).toMatchObject({ mode: 'agent' });
			expect(await rights.isOptedOut('acme', contact)).toBe(false);
			expect(await rights.list('acme', {}, 9)).toMatchObject([{ settledBy: 'contact' }]);
			expect((await outgoing())[0]![0]).toContain('voltamos a escrever');
			const protocol = await rights.optOut('acme', contact, 'user:ana');
			expect(await rights.list('acme', { isOpen: true }, 9)).toMatchObject([{ protocol, by: 'user:ana', channel: null }]);
			expect(await rights.optOut('acme', contact, 'user:ana')).toBeUndefined();
			expect(await rights.optIn('acme', contact, { by: 'user:ana', reason: 'They called.' })).toBe(true);
			expect(await rights.optIn('acme', contact, { by: 'user:ana', reason: 'They called.' })).toBe(false);
			const kinds = (await open().contacts.readChanges('acme', contact)).map(({ kind }) => kind);
			expect(kinds.filter((kind) => kind.startsWith('opted'))).toEqual(['opted-out', 'opted-in', 'opted-out', 'opted-in']);
		});

		it('can block the bot, and what was demanded in words outlives the block', async () => {
			const { contact, conversation } = await say('hello');
			let key = 0;
			const block = (status: string): ConversationEvent => ({
				kind: 'conversation',
				key: `b ${(key += 1)}`,
				address: '5544999999999',
				at: Date.now(),
				changes: { status },
				contact: [],
			});
			const isOut = () => open().rights.isOptedOut('acme', contact);
			await apply(block('blocked'));
			expect(await isOut()).toBe(true);
			// A person at the desk opens its conversation with the same contact.
			await open().handOvers.link('acme', 'desk', conversation, '9');
			await open().mailbox.apply({ ...block('open'), address: '9', contact: [phone] }, { ...acme, channel: 'desk' }, hasty);
			expect(await isOut()).toBe(true);
			await apply(block('open'));
			expect(await isOut()).toBe(false);
			await say('parar');
			await apply(block('blocked'));
			await apply(block('open'));
			expect(await isOut()).toBe(true);
		});
	});
}
