import type { HandOverSettings } from '../../../../core/ports/channels/hand-overs';
import { fromAccount } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { handOverSteps, leaseMs, withDesk } from './hand-over-steps.contract';

/** What every store promises about a hand-over that no person answers. */
export function describeUnansweredHandOvers(open: () => ChannelStores): void {
	const { apply, begin, beginTurn, modeOf } = handOverSteps(open);

	describe('a hand-over that nobody answers', () => {
		const late: HandOverSettings = { ...withDesk, unansweredMinutes: 0 };
		const takeLate = (holder = 'u') => open().waits.late.take(holder, { max: 10, leaseMs });

		it('brings the agent back, once', async () => {
			const turn = await beginTurn();
			await begin(turn.conversation.id, { settings: late });
			const taken = (await Promise.all(['u', 'v', 'w'].map(takeLate))).flat();
			expect(taken).toMatchObject([{ content: { conversation: turn.conversation.id, handOver: { state: 'open' } } }]);
			expect(await open().waits.tell({ ...taken[0]!, holder: 'nobody' }, late)).toBe(false);
			const holders = await Promise.all(['u', 'v', 'w'].map((holder) => open().waits.tell({ ...taken[0]!, holder }, late)));
			expect(holders.filter(Boolean)).toHaveLength(1);
			expect(await modeOf(turn)).toBe('agent');
		});

		it('escalates: the desk is told, and the person keeps the conversation', async () => {
			const turn = await beginTurn();
			const settings: HandOverSettings = { ...late, whenUnanswered: 'escalate', escalationLabel: 'late' };
			await begin(turn.conversation.id, { settings });
			const [taken] = await takeLate();
			expect(await open().waits.tell(taken!, settings)).toBe(true);
			const [stored] = await open().handOvers.list('acme', {}, 10);
			expect(stored!.state).toBe('escalated');
			expect(stored!.writes.at(-1)!.content).toEqual({ kind: 'labels', labels: ['late'] });
			expect(await modeOf(turn)).toBe('person');
			expect(await open().handOvers.listModes('acme', 'whatsapp', 10)).toEqual(
				expect.arrayContaining([expect.objectContaining({ kind: 'escalated' })]),
			);
			expect(await takeLate()).toEqual([]);
		});

		it('stays with the person who has written in the meantime', async () => {
			const turn = await beginTurn();
			await begin(turn.conversation.id, { settings: late });
			const [taken] = await takeLate();
			await apply(fromAccount('I take this.'));
			expect(await open().waits.tell(taken!, late)).toBe(false);
			expect(await modeOf(turn)).toBe('person');
			expect(await open().handOvers.list('acme', {}, 10)).toMatchObject([{ state: 'answered' }]);
		});
	});
}
