import { createRandom } from '../../../core/base/statistics/bootstrap';
import { slowTest } from '../../../test/support/slow-tests';
import type { Rollout, RolloutGroup } from '../registry-api';
import { applyDecision } from './apply-decision';
import { decideRollout, type RolloutFacts } from './decide-rollout';
import { startRollout } from './start-rollout';

const start = Date.UTC(2026, 10, 20, 12);
const facts: RolloutFacts = { now: start, to: { state: 'approved', revision: 1 }, approved: ['1.0.0', '1.1.0'] };
const request = {
	...{ kind: 'agent' as const, name: 'support', from: '1.0.0', to: '1.1.0', by: 'contact' as const },
	stages: [
		{ percent: 50, minimumMinutes: 0 },
		{ percent: 100, minimumMinutes: 0 },
	],
	quality: { compare: 'judged' as const, minimumSamples: 50 },
};
const begin = (more: Partial<typeof request> = {}) => startRollout({ ...request, ...more }, 'r1', facts, []);

const add = (group: RolloutGroup, isGood: boolean): RolloutGroup =>
	isGood ? { ...group, judgedPassed: group.judgedPassed + 1 } : { ...group, judgedFailed: group.judgedFailed + 1 };

/** Judges up to that many runs of each group, and decides after each pair, as often as reports can arrive. */
function simulate(before: number, after: number, maxRuns: number, random: () => number, promote?: 'better'): Rollout {
	let rollout = begin({ quality: { ...request.quality, ...(promote && { promote }) } });
	for (let run = 0; run < maxRuns && rollout.state === 'running' && rollout.stage === 0; run += 1) {
		const groups = rollout.groups!;
		const counted = { ...rollout, groups: { ...groups, from: add(groups.from, random() < before), to: add(groups.to, random() < after) } };
		rollout = applyDecision(counted, decideRollout(counted, facts), facts);
	}
	return rollout;
}

slowTest('in 1,000 rollouts of a version that is as good, at most 5 % are aborted', () => {
	const random = createRandom(7);
	const ended = Array.from({ length: 1_000 }, () => simulate(0.9, 0.9, 1_000, random));
	expect(ended.filter(({ state }) => state === 'aborted').length).toBeLessThanOrEqual(50);
	// Most of them are promoted, not held for ever.
	expect(ended.filter(({ stage }) => stage === 1).length).toBeGreaterThan(800);
});

slowTest(
	'in 1,000 rollouts of an equal version, at most 5 % find a winner where one is asked for, and a better one by 15 points is found, however often they are looked at (assaf/vanity#150)',
	() => {
		const random = createRandom(10);
		const equal = Array.from({ length: 1_000 }, () => simulate(0.8, 0.8, 1_000, random, 'better'));
		expect(equal.filter(({ stage }) => stage === 1).length).toBeLessThanOrEqual(50);
		// Neither does it end the other way more often than without.
		expect(equal.filter(({ state }) => state === 'aborted').length).toBeLessThanOrEqual(50);
		const better = Array.from({ length: 1_000 }, () => simulate(0.8, 0.95, 1_000, random, 'better'));
		expect(better.filter(({ stage }) => stage === 1).length).toBeGreaterThan(970);
	},
);

test('six points after twenty runs make nobody win, and three points after 100,000 do (Eshajha19/agri#2191)', () => {
	const asked = begin({ quality: { compare: 'judged', minimumSamples: 20, promote: 'better' } as never });
	const groups = (before: [number, number], after: [number, number]) => {
		const [from, to] = [before, after].map(([judgedPassed, judgedFailed]) => ({ ...asked.groups!.from, judgedPassed, judgedFailed }));
		return { ...asked, groups: { from: from!, to: to!, looks: 0 } };
	};
	expect(decideRollout(groups([16, 4], [17, 3]), facts)).toMatchObject({ kind: 'hold' });
	expect(decideRollout(groups([80_000, 20_000], [83_000, 17_000]), facts)).toMatchObject({ kind: 'promote' });
});

test('two equal groups have no winner, however many runs they have', () => {
	for (const judged of [50, 500, 50_000]) {
		const group = { ...begin().groups!.from, judgedPassed: judged * 0.9, judgedFailed: judged * 0.1 };
		const even = {
			...begin({ quality: { ...request.quality, promote: 'better' } as never }),
			groups: { from: group, to: group, looks: 0 },
		};
		expect(decideRollout(even, facts)).toMatchObject({ kind: 'hold', reason: expect.stringMatching(/^no difference shown yet/) });
		const won = { ...group, judgedPassed: judged, judgedFailed: 0 };
		if (judged > 50)
			expect(decideRollout({ ...even, groups: { ...even.groups, to: won } }, facts)).toMatchObject({
				kind: 'promote',
				reason: expect.stringMatching(/^better by 10 % /),
			});
	}
});

slowTest('in 1,000 rollouts, a drop of 15 points is found', () => {
	const random = createRandom(8);
	const ended = Array.from({ length: 1_000 }, () => simulate(0.9, 0.75, 1_000, random));
	expect(ended.filter(({ state }) => state === 'aborted').length).toBeGreaterThan(970);
});

test('groups are compared at twice the samples each time, and the reason says what is awaited', () => {
	const random = createRandom(9);
	const some = begin();
	expect(decideRollout(some, facts)).toMatchObject({ kind: 'hold', reason: '0 of 50 samples in each group' });
	const held = simulate(0.85, 0.85, 49, random);
	expect(held).toMatchObject({ state: 'running', stage: 0, groups: { looks: 0 }, reason: '49 of 50 samples in each group' });
	const poor = {
		...held,
		groups: {
			from: { ...held.groups!.from, judgedPassed: 60, judgedFailed: 0 },
			to: { ...held.groups!.to, judgedPassed: 30, judgedFailed: 30 },
			looks: 0,
		},
	};
	expect(decideRollout(poor, facts)).toMatchObject({
		kind: 'abort',
		from: '1.0.0',
		reason: expect.stringMatching(/^worse by -50 % \(.*\): 30 of 60/),
	});
	// It was compared at this number, and is not compared again before there are twice as many.
	expect(decideRollout({ ...poor, groups: { ...poor.groups, looks: 1 } }, facts)).toMatchObject({ kind: 'hold' });
});

test('a new stage begins with empty groups, and the last one has nothing to be compared with', () => {
	const good = {
		...begin(),
		groups: { from: { ...begin().groups!.from, judgedPassed: 500 }, to: { ...begin().groups!.to, judgedPassed: 500 }, looks: 0 },
	};
	const promoted = applyDecision(good, decideRollout(good, facts), facts);
	expect(promoted).toMatchObject({ stage: 1, percent: 100, groups: { from: { judgedPassed: 0 }, to: { judgedPassed: 0 }, looks: 0 } });
	expect(decideRollout(promoted, facts)).toMatchObject({ kind: 'complete' });
});

test('what is wrong with a condition is refused', () => {
	expect(() => begin({ by: 'instance' as never })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
	expect(begin({ kind: 'prompt' } as never)).toMatchObject({ kind: 'prompt', quality: { compare: 'judged' } });
	expect(() => begin({ kind: 'policy' } as never)).toThrow(/What is compared is judged, expected runs for the kind policy/);
	expect(() => begin({ quality: { compare: 'judged', minimumSamples: 5 } })).toThrow(/number of runs in a group is 5/);
	expect(() => begin({ quality: { compare: 'judged', minimumSamples: 50, tolerance: 2 } as never })).toThrow(/tolerance/);
});
