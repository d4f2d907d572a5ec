import { takeTurn } from '../../../../test/support/channels/take-turn';
import { nameClosedText, nameWaitText } from '../../../../core/conversations/outbox/own-texts';
import type { AttemptOutcome, SendTiming } from '../../../../core/ports/channels/outbox';
import type { ChannelStores } from '../open-channel-stores';
import { acme, fromAccount, fromContact, hasty, leaseMs } from './channel-steps.contract';
import { minuteMs, settings, soon, waitSteps } from './wait-steps.contract';

/**
 * Describes what every store of channels promises about customers who wait.
 * @param pass lets time pass for the store; undefined: each wait is too long at once
 */
export function describeWaits(open: () => ChannelStores, pass?: (ms: number) => unknown): void {
	const { apply, limitMs, letWait, takeLate, listed, putChannel, tellAll, endTurn, write } = waitSteps(open, pass);

	describe('a customer who waits', () => {
		it('for the agent is told of once, by a note at the desk and in the list, until somebody answers', async () => {
			const conversation = await write();
			await putChannel({ agentWaitMs: limitMs });
			await letWait();
			expect([await listed(), await open().waits.count('acme')]).toEqual([['agent'], new Map()]);
			const [late, ...more] = (await Promise.all(['u', 'v', 'w'].map(takeLate))).flat();
			expect([late!.content, more]).toMatchObject([{ conversation, waitsFor: 'agent', channel: acme.channel }, []]);
			expect(await open().waits.tell({ ...late!, holder: 'nobody' }, settings)).toBe(false);
			expect(await open().waits.tell(late!, settings)).toBe(true);
			const [note] = await open().handOvers.writes.take('w', { max: 10, leaseMs });
			expect(note!.content).toMatchObject({
				desk: 'desk',
				conversation,
				content: {
					text: expect.stringMatching(
						`^The customer has waited for the agent since .*\\n.*troupe conversation settle ${conversation} --reason`,
					),
				},
			});
			await write('hello?');
			expect([await tellAll(), await listed(), await open().waits.count('acme')]).toEqual([0, ['agent'], new Map([[acme.channel, 1]])]);
			await endTurn('done');
			expect([await listed(), await open().waits.late.nextDue()]).toEqual([[], undefined]);
		});

		it('is not told of where the agent answered, and waits again with the next message (chatwoot/chatwoot#13181, zammad/zammad#3140)', async () => {
			await putChannel({ agentWaitMs: limitMs });
			await write();
			await endTurn('done');
			pass?.(2 * minuteMs);
			expect(await tellAll()).toBe(0);
			await write('and another thing');
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([1, ['agent']]);
		});

		it('does not wait while the channel is closed: nobody is there to be told of it', async () => {
			const conversation = await write();
			const { arrivedAt } = (await open().mailbox.readMessages('acme', conversation, 1))[0]!;
			const inThreeDays = new Date(arrivedAt + 3 * 86_400_000);
			const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][inThreeDays.getUTCDay()]!;
			await putChannel({ agentWaitMs: 0, personWaitMs: 0, whenClosed: 'wait', hours: [`${day} 00:00-24:00`], timeZone: 'UTC' });
			const opensAt = Date.parse(inThreeDays.toISOString().slice(0, 10));
			expect(await tellAll()).toBe(0);
			expect(Math.abs(arrivedAt + (await open().waits.late.nextDue())! - opensAt)).toBeLessThan(minuteMs);
			expect((await open().channels.readBacklog()).filter(({ what }) => what === 'turn')).toEqual([]);
			await putChannel({ agentWaitMs: 0, personWaitMs: 0, hours: [`${day} 00:00-24:00`], timeZone: 'UTC' });
			await write('hello?');
			expect([await tellAll(), await listed()]).toEqual([1, ['agent']]);
		});

		it('is written to again where the agent answered and the customer says nothing, once, until they write', async () => {
			await putChannel({ followUps: ['1m Can I still help you?'] });
			const conversation = await write();
			await endTurn('done');
			const { followUps, outbox } = open();
			await outbox.enqueue('acme', conversation, [{ key: 'answer', content: { kind: 'text', text: 'We do.' } }]);
			const sendAll = async () => {
				for (const work of await outbox.queue.take('s', { max: 10, leaseMs }))
					await outbox.note(work, { kind: 'sent', messageIds: [`id-${work.key}`] });
			};
			await sendAll();
			const dueInMs = (await followUps.due.nextDue())!;
			expect([dueInMs > 0, dueInMs <= minuteMs]).toEqual([true, true]);
			if (pass !== undefined) {
				pass(minuteMs);
				const taken = (await Promise.all(['u', 'v'].map((holder) => followUps.due.take(holder, { max: 10, leaseMs })))).flat();
				expect(taken.map(({ content }) => content.text)).toEqual(['Can I still help you?']);
				const content = { kind: 'text' as const, text: taken[0]!.content.text! };
				expect([await followUps.send(taken[0]!, content), await followUps.send(taken[0]!, content)]).toEqual([true, false]);
				// Nobody waits for it while the account is down.
				const [queued] = await outbox.queue.take('s', { max: 10, leaseMs });
				const down = { kind: 'refused' as const, retryable: true, reason: 'The account is down.' };
				await outbox.note(queued!, down, { retryAfterMs: 0, isAway: true });
				expect(await open().conversations.list('acme', { from: 0, isWaiting: true }, 10)).toEqual([]);
				await sendAll();
			} else {
				await write('Yes, please.');
				expect((await outbox.list('acme', { conversation }, 10)).map(({ state }) => state)).toEqual(['sent']);
			}
		});

		it.each([
			['a person has the conversation (chatwoot/chatwoot#7667)', () => apply(fromAccount('I take this.'))],
			['it is switched off', () => apply(fromAccount('/bot off'))],
		])('is told of where %s', async (_where, silence) => {
			await putChannel({ personWaitMs: limitMs, agentWaitMs: 1 });
			await silence();
			await write('hello?');
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([1, ['person']]);
			await apply(fromAccount('Sorry, here I am.'));
			expect(await listed()).toEqual([]);
		});

		it('is told of in a paused channel, and where the turn was given up, which waits for a person', async () => {
			await putChannel({ personWaitMs: 0 });
			await open().channels.setState('acme', acme.channel, 'paused', 'user:a');
			await write();
			await open().channels.setState('acme', acme.channel, 'active', 'user:a');
			await endTurn('dead');
			await open().channels.setState('acme', acme.channel, 'paused', 'user:a');
			expect([await tellAll(), await listed()]).toEqual([1, ['person']]);
			// Who opts out waits no more.
			await write('parar');
			expect(await listed()).toEqual([]);
		});

		it('is told of again where the agent, who took too long, gave up: from then on it waits for a person (betagouv/ComparIA#203)', async () => {
			await putChannel({ personWaitMs: limitMs, agentWaitMs: limitMs });
			await write();
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([1, ['agent']]);
			await endTurn('dead');
			expect([await tellAll(), await tellAll(), await listed()]).toEqual([1, 0, ['person']]);
		});

		it('waits for a process that says nothing, from the message on, and gets no text for that once it answers (chatwoot/chatwoot#6945)', async () => {
			await putChannel({ agentWaitMs: limitMs });
			await open().channels.put({ ...(await open().channels.find('acme', acme.channel))!, agent: null, message: 'customer-wrote' }, true);
			const conversation = await write();
			await endTurn('done');
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([1, ['agent']]);
			const { outbox } = open();
			const text = (key: string) => [{ key, content: { kind: 'text' as const, text: key } }];
			const since = 7;
			const passed = [nameWaitText({ conversation, waitsFor: 'agent', since }), nameClosedText(conversation, since), 'follow-up 1'];
			for (const key of [...passed, nameClosedText(conversation, Date.now() * 2), 'greeting'])
				await outbox.enqueue('acme', conversation, text(key), { evenIfSilent: true });
			await outbox.enqueue('acme', conversation, text('answer'), { answers: {} });
			const states = (await outbox.list('acme', { conversation }, 10)).toReversed().map(({ state }) => state);
			expect(states).toEqual([...passed.map(() => 'withdrawn'), 'queued', 'queued', 'queued']);
			expect(await listed()).toEqual([]);
		});

		it('gets no text that says so once a person, who had the conversation, wrote', async () => {
			const conversation = await write();
			await apply(fromAccount('One moment.'));
			const key = nameWaitText({ conversation, waitsFor: 'person', since: 7 });
			await open().outbox.enqueue('acme', conversation, [{ key, content: { kind: 'text', text: 'Soon.' } }], { evenIfSilent: true });
			await apply(fromAccount('It is on its way.'));
			expect((await open().outbox.list('acme', { conversation }, 10)).map(({ state }) => state)).toEqual(['withdrawn']);
		});

		it('is not answered by what a person wrote before, and is applied after', async () => {
			await putChannel({ personWaitMs: limitMs, agentWaitMs: limitMs });
			await write('something else');
			await open().mailbox.apply(fromAccount('It is done.'), { ...acme, receivedAt: Date.now() - 1_000 }, soon);
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([1, ['person']]);
			await apply(fromAccount('/bot on'));
			expect((await takeTurn(open().mailbox, 'a', leaseMs))!.messages).toMatchObject([{ content: [{ text: 'something else' }] }]);
		});

		it('is told of where the answer cannot go out, once, until it does or a person leaves it', async () => {
			await putChannel({ agentWaitMs: limitMs });
			const conversation = await write();
			await open().outbox.enqueue('acme', conversation, [{ key: 'answer', content: { kind: 'text', text: 'At nine.' } }]);
			await endTurn('done');
			const attempt = async (outcome: AttemptOutcome, timing: SendTiming = {}) => {
				const [work] = await open().outbox.queue.take('s', { max: 10, leaseMs });
				await open().outbox.note(work!, outcome, timing);
			};
			const down = { kind: 'refused', retryable: true, code: 'ACCOUNT_DOWN', reason: 'logged out' } as const;
			await attempt(down, { retryAfterMs: 0, isAway: true });
			await letWait();
			const [late] = await takeLate();
			expect(late!.content).toMatchObject({ conversation, waitsFor: 'agent', hasAnswer: true });
			expect(await open().waits.tell(late!, settings)).toBe(true);
			const [note] = await open().handOvers.writes.take('w', { max: 10, leaseMs });
			expect(note!.content).toMatchObject({
				content: { text: expect.stringMatching(/^The answer cannot be sent since .*\n.*conversation settle/) },
			});
			await attempt(down, { retryAfterMs: 0, isAway: true });
			expect([await tellAll(), await listed()]).toEqual([0, ['agent']]);
			await attempt({ kind: 'sent', messageIds: ['m1'] });
			expect(await listed()).toEqual([]);
			await open().outbox.enqueue('acme', conversation, [{ key: 'more', content: { kind: 'text', text: 'Also on Sundays.' } }]);
			await attempt(down, { retryAfterMs: 0, isAway: true });
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([1, ['agent']]);
			expect(await open().waits.leave('acme', conversation, { by: 'user:ana', reason: 'no need' })).toBe(true);
			expect(await listed()).toEqual([]);
			expect(await open().outbox.list('acme', { state: 'withdrawn' }, 10)).toHaveLength(1);
		});

		it('does not wait at a desk that shows a talk which is answered in another channel', async () => {
			await putChannel({ agentWaitMs: limitMs });
			await putChannel({ agentWaitMs: limitMs }, 'desk');
			const conversation = await write();
			await open().handOvers.link(acme.tenant, 'desk', conversation, 'conv-9');
			const shown = fromContact('hello', { address: 'conv-9', contact: [], at: Date.now() });
			await endTurn('done');
			await open().mailbox.apply(shown, { ...acme, channel: 'desk' }, { ...hasty, agentWaitMs: limitMs });
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([0, []]);
		});

		it('is answered by an agent that is back, which has its own time for it', async () => {
			await putChannel({ personWaitMs: limitMs, agentWaitMs: limitMs });
			await apply(fromAccount('/bot off'));
			await write();
			await letWait();
			expect(await tellAll()).toBe(1);
			await apply(fromAccount('/bot on'));
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([1, ['agent']]);
		});
	});
}
