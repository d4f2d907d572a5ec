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
function simulate(before: number, after: number, maxRuns: number, random: () => number): Rollout {
	let rollout = begin();
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
	// Runs of a prompt are judged for its agent, so that such a rollout would never decide.
	expect(() => begin({ kind: 'prompt' } as never)).toThrow(/What is compared is judged, expected runs for the kind prompt/);
	expect(() => begin({ quality: { compare: 'judged', minimumSamples: 5 } })).toThrow(/number of runs in a group is 5/);
	expect(() => begin({ quality: { compare: 'judged', minimumSamples: 50, tolerance: 2 } as never })).toThrow(/tolerance/);
});
