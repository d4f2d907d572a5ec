import { createRandom } from '../../../core/base/statistics/bootstrap';
import { slowTest } from '../../../test/support/slow-tests';
import type { Rollout, RolloutGroup, StartRollout } from '../registry-api';
import { applyDecision, changesSnapshot } from './apply-decision';
import { decideRollout, type RolloutFacts } from './decide-rollout';
import { emptyGroup, judgeGroups } from './judge-groups';
import { judgeSeveral } from './judge-several';
import { startRollout } from './start-rollout';
import { steerRollout } from './steer-rollout';

const approved = { state: 'approved' as const, revision: 1 };
const facts: RolloutFacts = {
	...{ now: Date.UTC(2026, 10, 20, 12), to: approved, others: [approved, { ...approved, revision: 7 }] },
	approved: ['1.0.0', '1.1.0', '1.2.0', '1.3.0'],
};
const request: StartRollout = {
	...{ kind: 'prompt', name: 'tone', from: '1.0.0', to: '1.1.0', others: ['1.2.0', '1.3.0'], by: 'contact' },
	stages: [
		{ percent: 75, minimumMinutes: 0 },
		{ percent: 100, minimumMinutes: 0 },
	],
	quality: { compare: 'judged', minimumSamples: 50, promote: 'better' },
};
const begin = (more: Partial<StartRollout> = {}) => startRollout({ ...request, ...more }, 'r1', facts, []);
const group = (judgedPassed: number, judgedFailed: number): RolloutGroup => ({ ...emptyGroup, judgedPassed, judgedFailed });
const counted = (from: [number, number], ...tried: Array<[number, number]>): Rollout => {
	const [to, ...others] = tried.map((one) => group(...one));
	return { ...begin(), groups: { from: group(...from), to: to!, others, looks: 0 } };
};
const decide = (rollout: Rollout, now = facts) => applyDecision(rollout, decideRollout(rollout, now), now);

test('the best of those that are shown to be better wins, and the rollout goes on with it alone', () => {
	const won = decide(counted([100, 100], [120, 80], [150, 50], [190, 10]));
	expect(won).toMatchObject({
		...{ to: '1.3.0', lost: ['1.1.0', '1.2.0'], stage: 1, percent: 100, toRevision: 7, groups: { looks: 0 } },
		reason: expect.stringMatching(/^1\.3\.0 is better by 45 % \(.*\): 190 of 200, 100 of 200 of the old one: on to 100 %$/),
	});
	expect(won).not.toHaveProperty('others');
	expect(won).not.toHaveProperty('otherRevisions');
	expect(decide(won, { ...facts, to: { ...approved, revision: 7 }, others: undefined })).toMatchObject({ state: 'completed', to: '1.3.0' });
});

test('nobody wins whose corrected interval has zero in it, though alone it would win', () => {
	// Alone, 1.1.0 is better than the old one at this look.
	const several = counted([140, 60], [170, 30], [140, 60], [140, 60]);
	const { others: _, ...alone } = several;
	const wins = (rollout: Rollout) => decideRollout(rollout, facts).kind === 'promote';
	const [least] = Array.from({ length: 60 }, (_unused, more) => 140 + more).filter((passed) =>
		wins({ ...alone, groups: { ...several.groups!, to: group(passed, 200 - passed) } }),
	);
	const close = { ...several, groups: { ...several.groups!, to: group(least!, 200 - least!) } };
	expect(decideRollout(close, facts)).toMatchObject({
		kind: 'hold',
		reason: expect.stringMatching(/^no version is shown to be better yet/),
	});
});

test('each version that is better makes it easier for the others (Holm 1979)', () => {
	const close = Array.from({ length: 60 }, (_, more) => 140 + more).find(
		(passed) => judgeSeveral(counted([140, 60], [140, 60], [140, 60], [passed, 200 - passed]))!.kind === 'not worse',
	)!;
	const near: [number, number] = [close - 1, 201 - close];
	const interval = (verdict: ReturnType<typeof judgeSeveral>) => verdict!.groups.best;
	expect(interval(judgeSeveral(counted([140, 60], [140, 60], [140, 60], near)))).toBeUndefined();
	expect(interval(judgeSeveral(counted([140, 60], [199, 1], [198, 2], near)))).toBe('1.1.0');
});

test('a version that is worse is left out, stays so in the next stage, and the rollout is aborted when all are worse', () => {
	const left = decide(counted([180, 20], [100, 100], [180, 20], [180, 20]));
	expect(left).toMatchObject({ state: 'running', stage: 0, groups: { worse: ['1.1.0'], looks: 1 }, revision: 2 });
	expect(changesSnapshot(counted([0, 0]), left)).toBe(true);
	// Its group grows no more, and nobody waits for it.
	const later = { ...left, groups: { ...left.groups!, from: group(360, 40), others: [group(396, 4), group(360, 40)] } };
	expect(decide(later)).toMatchObject({ to: '1.2.0', lost: ['1.1.0', '1.3.0'] });
	expect(decide(counted([180, 20], [100, 100], [90, 110], [80, 120]))).toMatchObject({
		...{ state: 'aborted', percent: 0, from: '1.0.0' },
		reason: 'each new version is worse: 1.1.0, 1.2.0, 1.3.0; back to 1.0.0',
	});
	const stages = [{ percent: 30, minimumMinutes: 0 }, ...request.stages];
	expect(steerRollout({ ...left, stages }, 'advance', facts)).toMatchObject({
		percent: 75,
		others: ['1.2.0', '1.3.0'],
		groups: { worse: ['1.1.0'] },
	});
});

test('a winner waits for the minutes of the stage, and a person can give only one version to all', () => {
	const stages = [{ percent: 75, minimumMinutes: 60 }, request.stages[1]!];
	const early = decide({ ...counted([100, 100], [120, 80], [190, 10], [110, 90]), stages });
	expect(early).toMatchObject({ stage: 0, others: ['1.2.0', '1.3.0'], groups: { best: '1.2.0' } });
	expect(decide(early, { ...facts, now: facts.now + 3_600_000 })).toMatchObject({ stage: 1, to: '1.2.0' });
	expect(steerRollout(early, 'advance', facts, 'enough')).toMatchObject({ to: '1.2.0', percent: 100, lost: ['1.1.0', '1.3.0'] });
	expect(() => steerRollout(begin(), 'advance', facts)).toThrow(/has no version that won yet/);
});

test('any version that is no longer approved aborts, and one that changed restarts the comparison', () => {
	const revoked = { ...facts, others: [approved, { state: 'revoked' as const, revision: 8 }] };
	expect(decide(begin(), revoked)).toMatchObject({ state: 'aborted', reason: '1.3.0 is revoked; back to 1.0.0' });
	const changed = {
		...facts,
		others: [
			{ ...approved, revision: 2 },
			{ ...approved, revision: 7 },
		],
	};
	const again = decide(counted([10, 0], [10, 0], [10, 0], [10, 0]), changed);
	expect(again).toMatchObject({
		otherRevisions: [2, 7],
		reason: '1.2.0 changed: revision 2 after 1',
		groups: { others: [emptyGroup, emptyGroup] },
	});
	expect(decide(again, changed)).toMatchObject({ reason: '0 of 50 samples in each group' });
});

test('with one new version, it decides as the comparison of two groups does', () => {
	const random = createRandom(21);
	for (let run = 0; run < 300; run += 1) {
		const [from, to] = [random(), random()].map((share) => group(Math.round(share * 200), 200 - Math.round(share * 200)));
		const { others: _, ...two } = { ...begin(), groups: { from: from!, to: to!, looks: Math.floor(random() * 3) } };
		expect(judgeSeveral(two)!.kind).toBe(judgeGroups(two)!.kind);
		expect(judgeSeveral(two)!.groups.looks).toBe(judgeGroups(two)!.groups.looks);
	}
});

test('what is wrong with further versions is refused', () => {
	expect(() => begin({ kind: 'agent' })).toThrow(/The kind of what has further versions is agent, expected prompt/);
	expect(() => begin({ others: ['1.2.0', '1.2.0'] })).toThrow(
		/A further version is 1\.2\.0, expected a version above 1\.1\.0 that is named once/,
	);
	expect(() => begin({ others: ['1.0.5'] })).toThrow(/above 1\.1\.0/);
	expect(() => begin({ others: ['1.2.0', '1.3.0', '1.4.0'] })).toThrow(/number of further versions is 3, expected 1 to 2/);
	expect(() => begin({ quality: { compare: 'judged', minimumSamples: 50 } })).toThrow(/promoted is not-worse, expected better/);
	expect(() => begin({ stages: [{ percent: 100, minimumMinutes: 0 }] })).toThrow(/expected at most 99/);
	const draft = { ...facts, others: [approved, undefined] };
	expect(() => startRollout(request, 'r1', draft, [])).toThrow(/1\.3\.0 of the prompt tone is not published/);
});

/** Judges up to that many runs of each group, and decides after each of all groups, as often as reports can arrive. */
function simulate(shares: number[], maxRuns: number, random: () => number): Rollout {
	let rollout = begin();
	const add = (one: RolloutGroup, share: number) =>
		random() < share ? { ...one, judgedPassed: one.judgedPassed + 1 } : { ...one, judgedFailed: one.judgedFailed + 1 };
	for (let run = 0; run < maxRuns && rollout.state === 'running' && rollout.others; run += 1) {
		const { from, to, others = [], ...rest } = rollout.groups!;
		const [old, first, ...more] = shares;
		rollout = decide({
			...rollout,
			groups: { ...rest, from: add(from, old!), to: add(to, first!), others: others.map((one, place) => add(one, more[place]!)) },
		});
	}
	return rollout;
}

slowTest('in 1,000 rollouts of three equal versions, at most 5 % have a winner, and a better one by 15 points is found', () => {
	const random = createRandom(22);
	const equal = Array.from({ length: 1_000 }, () => simulate([0.8, 0.8, 0.8, 0.8], 800, random));
	expect(equal.filter(({ lost }) => lost).length).toBeLessThanOrEqual(50);
	const better = Array.from({ length: 300 }, () => simulate([0.8, 0.8, 0.95, 0.8], 800, random));
	expect(better.filter(({ to }) => to === '1.2.0').length).toBeGreaterThan(285);
});
