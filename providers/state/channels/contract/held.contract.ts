import type { ChannelStores } from '../open-channel-stores';
import { channelSteps, fromAccount, fromContact, leaseMs } from './channel-steps.contract';

const template = { kind: 'template' as const, name: 'hello', language: 'en', parameters: [] };

/** Describes what every store of channels promises of messages that wait for the customer to write. */
export function describeHeld(open: () => ChannelStores): void {
	const { apply, begin, send } = channelSteps(open);

	describe('a message that goes out', () => {
		const sent = (id: string) => ({ kind: 'sent' as const, messageIds: [id] as [string] });
		const takeOne = async () => (await open().outbox.queue.take('s', { max: 10, leaseMs }))[0];

		it('that is held goes out when the customer writes, unless a person took over', async () => {
			const { outbox } = open();
			const turn = await begin();
			const hold = async () => outbox.note((await takeOne())!, { kind: 'held', template });
			const ids = [await send(turn, 'one'), await send(turn, 'two')];
			await hold();
			await hold();
			const opening = await takeOne();
			expect(opening!.content.content).toEqual(template);
			await outbox.note(opening!, sent('wa-t'));
			expect([await takeOne(), await outbox.list('acme', { isUnsent: true }, 9)]).toEqual([undefined, []]);
			await apply(fromContact('Yes?'));
			const one = await takeOne();
			expect(one).toMatchObject({ key: ids[0], content: { attempts: 1 } });
			await outbox.note(one!, { kind: 'held', template });
			await apply(fromAccount('I take this.'));
			await apply(fromContact('Thanks'));
			expect(await takeOne()).toBeUndefined();
			expect(await outbox.find('acme', ids[0]!)).toMatchObject({ state: 'withdrawn' });
		});

		it('that a person wrote has its template sent whoever goes on, also one that a text of the agent wanted first', async () => {
			const { outbox, mailbox } = open();
			const turn = await begin();
			const { id } = turn.conversation;
			await send(turn, 'from the agent');
			const words = { key: 'ana 1', content: { kind: 'text' as const, text: 'from Ana' }, byPerson: true as const };
			const enqueued = await outbox.enqueue('acme', id, [words]);
			const held = { kind: 'held' as const, template };
			await outbox.note((await takeOne())!, held);
			await outbox.note((await takeOne())!, held);
			await mailbox.setMode('acme', id, { mode: 'person', until: null, by: 'user:ana' });
			const opening = (await takeOne())!;
			expect(opening.content.content).toEqual(template);
			await outbox.note(opening, sent('wa-t'));
			await apply(fromContact('Yes?', { at: Date.now() + 1_000 }));
			const taken = (await takeOne())!;
			expect([taken.key]).toEqual(enqueued.kind === 'queued' && enqueued.ids);
			await outbox.note(taken, sent('wa-1'));
			expect(await takeOne()).toBeUndefined();
		});

		it('goes out in place of its template where the customer wrote before that', async () => {
			const { outbox } = open();
			const turn = await begin();
			const held = { kind: 'held' as const, template };
			const ids = [await send(turn, 'one'), await send(turn, 'two')];
			await outbox.note((await takeOne())!, held);
			const late = (await takeOne())!;
			await apply(fromContact('Yes?', { at: Date.now() + 1_000 }));
			// It was taken before the customer wrote, and is noted after that.
			await outbox.note(late, held);
			for (const id of ids) {
				const taken = (await takeOne())!;
				expect(taken.key).toBe(id);
				await outbox.note(taken, sent(`wa-${id}`));
			}
			expect([await takeOne(), await outbox.list('acme', { state: 'held' }, 9)]).toEqual([undefined, []]);
			expect(await outbox.list('acme', { state: 'withdrawn' }, 9)).toMatchObject([{ content: template, reason: 'the customer wrote' }]);
		});

		it('is followed by no template that could not go out before the customer wrote', async () => {
			const { outbox } = open();
			const turn = await begin();
			const id = await send(turn, 'one');
			await outbox.note((await takeOne())!, {
				kind: 'held',
				template,
			});
			const opening = (await takeOne())!;
			await apply(fromContact('Yes?', { at: Date.now() + 1_000 }));
			await outbox.note(opening, { kind: 'refused', retryable: true, reason: 'busy' }, { retryAfterMs: 0 });
			const taken = (await takeOne())!;
			expect(taken.key).toBe(id);
			await outbox.note(taken, sent('wa-1'));
			expect(await takeOne()).toBeUndefined();
		});

		it('waits for somebody where it would be held, and the template did not reach the customer', async () => {
			const { outbox } = open();
			const turn = await begin();
			const hold = async () => outbox.note((await takeOne())!, { kind: 'held', template });
			await send(turn, 'one');
			expect(await hold()).toBeUndefined();
			await outbox.note((await takeOne())!, { kind: 'refused', retryable: false, code: '132015', reason: 'paused' });
			const id = await send(turn, 'two');
			expect(await hold()).toMatchObject({ id, state: 'refused', code: 'WINDOW_CLOSED' });
			expect((await outbox.list('acme', { isUnsent: true }, 9)).map(({ code }) => code)).toEqual(['WINDOW_CLOSED', '132015']);
			expect(await takeOne()).toBeUndefined();
		});
	});
}
