import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { ChannelStores } from '../open-channel-stores';
import { acme, fromAccount, fromContact, leaseMs } from './channel-steps.contract';
import { minuteMs, settings, soon, waitSteps } from './wait-steps.contract';

/** Describes what is promised about customers who wait for a person. @param pass as in `describeWaits` */
export function describePeopleWaits(open: () => ChannelStores, pass?: (ms: number) => unknown): void {
	const { apply, limitMs, letWait, listed, putChannel, tellAll, endTurn, write } = waitSteps(open, pass);

	describe('a customer who waits for people', () => {
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
				text: expect.stringMatching(/^Ninguém respondeu desde .*\nSe não/),
			});
			expect(await tellAll()).toBe(0);
			await write('parar');
			expect(await listed()).toEqual([]);
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
