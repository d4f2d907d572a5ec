import { takeTurn } from '../../../../test/support/channels/take-turn';
import { defaultHandOverSettings, type HandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { AttemptOutcome, SendTiming } from '../../../../core/ports/channels/outbox';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromAccount, fromContact, hasty, leaseMs } from './channel-steps.contract';

const minuteMs = 60_000;
const settings: HandOverSettings = { ...defaultHandOverSettings, desk: 'desk' };
/** What the channel says is read when somebody looks; the rules of an event say when. */
const soon: MailboxRules = { ...hasty, agentWaitMs: 0, personWaitMs: 0 };

/**
 * Describes what every store of channels promises about customers who wait.
 * @param pass lets time pass for the store; undefined: each wait is too long at once
 */
export function describeWaits(open: () => ChannelStores, pass?: (ms: number) => unknown): void {
	const { apply } = channelSteps(open);
	const limitMs = pass === undefined ? 0 : minuteMs;
	/** A wait is not too long yet, and then it is. */
	async function letWait(): Promise<void> {
		if (pass === undefined) return;
		expect(await tellAll()).toBe(0);
		pass(minuteMs);
	}
	const takeLate = (holder = 'w') => open().waits.late.take(holder, { max: 10, leaseMs });
	const listed = async () =>
		(await open().conversations.list('acme', { from: 0, isWaiting: true }, 10)).flatMap(({ wait }) =>
			wait!.isLate ? [wait!.waitsFor] : [],
		);
	const putChannel = (rules: Partial<MailboxRules>, name = acme.channel) =>
		open().channels.put(
			{
				...{ tenant: 'acme', name, provider: 'z-api', settings: {}, credential: 'c', agent: 'support', message: null, rules },
				...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:a' },
			},
			true,
		);
	async function tellAll(): Promise<number> {
		const taken = await takeLate();
		for (const work of taken) await open().waits.tell(work, settings);
		return taken.length;
	}
	async function endTurn(kind: 'done' | 'dead') {
		const turn = (await takeTurn(open().mailbox, 'a', leaseMs))!;
		await open().mailbox.end(turn, 'a', kind === 'done' ? { kind } : { kind, reason: 'MODEL_FAILED: no answer' });
		return turn.conversation.id;
	}
	async function write(text = 'hello'): Promise<string> {
		const applied = await apply(fromContact(text), soon);
		return 'conversation' in applied ? applied.conversation! : '';
	}

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
				...{ desk: 'desk', conversation },
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

		it('waits for people from the hand-over on, though the agent had answered (chatwoot/chatwoot#13417)', async () => {
			await putChannel({ personWaitMs: limitMs });
			const conversation = await write();
			await endTurn('done');
			pass?.(minuteMs);
			const request = { key: 'h1', reason: 'hot', language: 'pt', by: 'agent', lastWords: [], settings, pauseMs: null } as const;
			await open().handOvers.begin('acme', conversation, request);
			await letWait();
			expect([await tellAll(), await listed()]).toEqual([1, ['person']]);
			const [handedOver] = await open().handOvers.list('acme', {}, 1);
			expect(handedOver!.writes.at(-1)!.content).toMatchObject({
				text: expect.stringMatching(/^Nenhuma pessoa respondeu desde .*\nSe não/),
			});
			expect(await tellAll()).toBe(0);
			await write('parar');
			expect(await listed()).toEqual([]);
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

		it.each([
			['', 'resolved', 'agent'],
			[', also where only a command brings the agent back', 'command', 'person'],
		] as const)('waits no more once the desk resolved the conversation%s (chatwoot/chatwoot#10178)', async (_where, agentReturns, mode) => {
			await putChannel({ personWaitMs: limitMs });
			await apply(fromAccount('It is on its way.'));
			const { address } = fromContact('');
			const message = fromContact('thanks, bye');
			await open().mailbox.apply(message, { ...acme, receivedAt: Date.now() - 2 * minuteMs }, soon);
			expect([await tellAll(), await listed()]).toEqual([1, ['person']]);
			const resolved = {
				kind: 'conversation',
				key: `resolved ${message.id}`,
				address,
				at: 1,
				changes: { status: 'resolved' },
				contact: [],
			} as const;
			await apply({ ...resolved, contact: [] }, { ...soon, agentReturns });
			expect(await listed()).toEqual([]);
			expect(await open().mailbox.list('acme', { mode }, 10)).toHaveLength(1);
		});

		it('waits no more once a person chose not to answer, which is written down (chatwoot/chatwoot#9979)', async () => {
			await putChannel({ agentWaitMs: 0 });
			const conversation = await write();
			expect(await tellAll()).toBe(1);
			const leave = (tenant: string) => open().waits.leave(tenant, conversation, { by: 'user:ana', reason: 'spam' });
			expect([await leave('globex'), await leave('acme'), await leave('acme')]).toEqual([false, true, false]);
			expect([await listed(), await takeTurn(open().mailbox, 'a', leaseMs)]).toEqual([[], undefined]);
			expect(await open().handOvers.listModes('acme', acme.channel, 1)).toMatchObject([
				{ kind: 'left', actor: 'user:ana', reason: 'spam' },
			]);
		});
	});
}
