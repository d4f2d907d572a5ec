import { nameRunEnd } from '../../../../core/conversations/mailbox/name-turn-run';
import type { Turn, TurnEnd } from '../../../../core/ports/channels/mailbox';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromAccount, fromContact, hasty, leaseMs, texts } from './channel-steps.contract';

/** Describes what every store of channels promises of turns of conversations. @param pass lets time pass for the store */
export function describeTurns(open: () => ChannelStores, pass: (ms: number) => unknown): void {
	const { apply, take, begin } = channelSteps(open);

	describe('a turn', () => {
		it('has the messages of a burst, oldest first, each event once', async () => {
			const second = fromContact('second', { at: 2_000 });
			await apply(second);
			expect(await apply(second)).toEqual({ kind: 'repeated' });
			await apply(fromContact('first', { at: 1_000 }));
			const turn = await take();
			expect(texts(turn!)).toEqual(['first', 'second']);
			expect(turn).toMatchObject({ attempts: 0, hasEffects: false, conversation: { mode: 'agent', address: '5544999999999' } });
			expect(await take('b')).toBeUndefined();
		});

		it('is one at a time in a conversation, whoever asks', async () => {
			await apply(fromContact('one'));
			await apply(fromContact('other person', { address: '5544888888888', contact: [] }));
			const turns = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => take(holder)));
			expect(turns.filter(Boolean)).toHaveLength(2);
		});

		it('begins again with a message that arrives before its first effect', async () => {
			const { mailbox } = open();
			await apply(fromContact('one'));
			const turn = (await take())!;
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('go');
			await apply(fromContact('two'));
			expect(await mailbox.beginEffects(turn, 'a')).toBe('restart');
			expect(await mailbox.beginEffects(turn, 'a')).toBe('lost');
			const next = (await take())!;
			expect(texts(next)).toEqual(['one', 'two']);
			expect(next.attempts).toBe(0);
		});

		it('leaves what arrives after its first effect to the next one', async () => {
			const { mailbox } = open();
			const turn = await begin('one');
			await apply(fromContact('two'));
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('go');
			await mailbox.end(turn, 'a', { kind: 'done', state: { step: 2 } });
			const next = (await take())!;
			expect(texts(next)).toEqual(['two']);
			expect(next.conversation.state).toEqual({ step: 2 });
		});

		it('is told later what became of a run that waits for a person, in the session in which it began', async () => {
			const { mailbox, contacts } = open();
			const one = await begin('one');
			await apply(fromContact('other', { address: '5544888888888', contact: [] }));
			const other = (await take('a'))!;
			await apply(fromContact('told', { address: '5544777777777', contact: [] }));
			const told = (await take('a'))!;
			await apply(fromContact('sent', { address: '5544666666666', contact: [] }));
			const sent = (await take('a'))!;
			for (const turn of [one, other, told, sent]) await mailbox.end(turn, 'a', { kind: 'done', awaitsRun: true });
			expect(await mailbox.awaited.take('b', { max: 4, leaseMs })).toEqual([]);
			await pass(10_000);
			await contacts.forget('acme', other.conversation.contact);
			await mailbox.endAwaited({ turn: told.id, conversation: told.conversation });
			const answer = { key: `${nameRunEnd(sent.id)} 0`, content: { kind: 'text' as const, text: 'Refunded.' } };
			await open().outbox.enqueue('acme', sent.conversation.id, [answer]);
			const [awaited, ...more] = await mailbox.awaited.take('b', { max: 4, leaseMs });
			expect(awaited).toMatchObject({ lane: one.conversation.channel, content: { turn: one.id } });
			expect(awaited!.content.conversation).toMatchObject({ id: one.conversation.id, session: one.conversation.session, mode: 'agent' });
			expect(more).toEqual([]);
			await mailbox.awaited.finish(awaited!);
		});

		it('answers somebody who writes all the time', async () => {
			const { mailbox } = open();
			await apply(fromContact('0'));
			const orders: string[] = [];
			for (let n = 1; n <= 4; n++) {
				const turn = (await take())!;
				await apply(fromContact(`${n}`));
				orders.push(await mailbox.beginEffects(turn, 'a'));
			}
			expect(orders).toEqual(['restart', 'restart', 'restart', 'go']);
		});

		it('is continued with the same messages when its worker is gone after an effect', async () => {
			const { mailbox } = open();
			const turn = await begin('one');
			await apply(fromContact('two'));
			await mailbox.end(turn, 'a', { kind: 'failed', reason: 'crash', afterMs: 0 });
			const again = (await take('b'))!;
			expect([again.id, again.hasEffects, again.attempts, texts(again)]).toEqual([turn.id, true, 1, ['one']]);
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('lost');
			await mailbox.end(turn, 'a', { kind: 'done' }); // too late: it is not the holder's any more
			expect(await mailbox.renew(again, 'b', leaseMs)).toBe('go');
			await mailbox.end(again, 'b', { kind: 'dead', reason: 'no model answers' });
			const { contact } = turn.conversation;
			expect(await open().contacts.readChanges('acme', contact)).toEqual(
				expect.arrayContaining([expect.objectContaining({ kind: 'turn-dead' })]),
			);
			expect(texts((await take())!)).toEqual(['two']);
		});

		describe('that was given up', () => {
			const giveUp = async (turn: Turn) => open().mailbox.end(turn, 'a', { kind: 'dead', reason: 'no model answers' });

			it('is listed with its reason, and replayed by a person', async () => {
				const { mailbox } = open();
				const turn = await begin('one');
				await giveUp(turn);
				expect(await take()).toBeUndefined();
				expect(await mailbox.listDead('acme', { channel: 'whatsapp' }, 10)).toMatchObject([
					{ id: turn.id, conversation: turn.conversation.id, channel: 'whatsapp', messages: 1, reason: 'no model answers' },
				]);
				expect(await mailbox.listDead('acme', { channel: 'other' }, 10)).toEqual([]);
				expect(await mailbox.replay('globex', {})).toBe(0);
				expect(await mailbox.replay('acme', { channel: 'other' })).toBe(0);
				expect(await mailbox.replay('acme', { channel: 'whatsapp', id: turn.id })).toBe(1);
				expect(texts((await take())!)).toEqual(['one']);
				expect(await mailbox.listDead('acme', {}, 10)).toEqual([]);
			});

			it('begins again when a receipt of its messages is applied again', async () => {
				const message = fromContact('one');
				await open().mailbox.apply(message, { ...acme, receipt: 'd1' }, hasty);
				const turn = (await take())!;
				await giveUp(turn);
				expect(await open().mailbox.apply(message, { ...acme, receipt: 'd1' }, hasty)).toEqual({ kind: 'repeated' });
				expect(texts((await take())!)).toEqual(['one']);
			});

			it('is left alone by later turns, and is over when a person answered', async () => {
				const { mailbox } = open();
				await giveUp(await begin('one'));
				const next = await begin('two');
				expect(texts(next)).toEqual(['two']);
				await mailbox.end(next, 'a', { kind: 'done' });
				expect(await mailbox.listDead('acme', {}, 10)).toHaveLength(1);
				await apply(fromAccount('I am sorry.'));
				expect(await mailbox.listDead('acme', {}, 10)).toEqual([]);
				expect(await mailbox.replay('acme', {})).toBe(0);
			});
		});

		// https://github.com/garrytan/gbrain/pull/2974: a limit from the first claim ended what was tried again after an outage, at once.
		it('has waited only as long as its pauses, whatever its age, until it is over or fails otherwise (garrytan/gbrain#2974)', async () => {
			const { mailbox } = open();
			let turn = await begin();
			const failAndTake = async (end: Omit<TurnEnd & { kind: 'failed' }, 'kind' | 'reason'>) => {
				await mailbox.end(turn, 'a', { kind: 'failed', reason: 'no agent', ...end });
				await pass(end.afterMs + 1);
				turn = (await take())!;
			};
			expect(turn).toMatchObject({ attempts: 0, awayMs: 0 });
			await failAndTake({ afterMs: 5, isAway: true });
			const { awayMs } = turn;
			await failAndTake({ afterMs: 5, isAway: true });
			expect(turn.attempts).toBe(0);
			expect([awayMs, turn.awayMs - awayMs].every((each) => each >= 5 && each < 60_000)).toBe(true);
			await failAndTake({ afterMs: 5, isStopped: true });
			expect(turn).toMatchObject({ attempts: 0, awayMs: 0 });
			await failAndTake({ afterMs: 0 });
			expect(turn).toMatchObject({ attempts: 1, awayMs: 0 });
			await failAndTake({ afterMs: 5, isAway: true });
			await mailbox.end(turn, 'a', { kind: 'dead', reason: 'no agent' });
			await mailbox.replay('acme', { id: turn.id });
			expect(await take()).toMatchObject({ attempts: 0, awayMs: 0 });
		});

		it('refuses a state that is too large, and keeps the turn', async () => {
			const { mailbox } = open();
			const turn = await begin();
			await expect(mailbox.end(turn, 'a', { kind: 'done', state: 'x'.repeat(70_000) })).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('go');
		});
	});
}
