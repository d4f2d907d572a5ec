import fc from 'fast-check';
import type { Rollout } from '../registry-api';
import { applyDecision, changesSnapshot } from './apply-decision';
import { decideRollout, lastApproved, type RolloutFacts } from './decide-rollout';
import { startRollout } from './start-rollout';
import { steerRollout } from './steer-rollout';

const start = Date.UTC(2026, 10, 20, 12);
const minutes = (count: number) => start + count * 60_000;
const facts: RolloutFacts = { now: start, to: { state: 'approved', revision: 1 }, approved: ['1.1.0', '1.2.0', '1.3.0'] };
const request = {
	kind: 'agent' as const,
	name: 'support',
	from: '1.2.0',
	to: '1.3.0',
	stages: [
		{ percent: 10, minimumMinutes: 30 },
		{ percent: 50, minimumMinutes: 60 },
	],
	thresholds: { maximumFailureRate: 0.1, minimumSamples: 20 },
};
const begun = startRollout(request, 'r1', facts, []);
const seen = (succeeded: number, failed: number, more: Partial<Rollout> = {}): Rollout => ({
	...begun,
	samples: { succeeded, failed },
	...more,
});
const decide = (rollout: Rollout, more: Partial<RolloutFacts> = {}) => decideRollout(rollout, { ...facts, now: minutes(31), ...more });

describe('a rollout', () => {
	it('begins at its first share', () => {
		expect(begun).toMatchObject({ id: 'r1', package: 'support', percent: 10, stage: 0, state: 'running', toRevision: 1, revision: 1 });
	});

	it('is held until its stage was watched long enough, with enough samples', () => {
		expect(decide(seen(100, 0), { now: minutes(29) })).toEqual({
			kind: 'hold',
			reason: 'this stage is watched until 2026-11-20T12:30:00.000Z',
		});
		expect(decide(seen(19, 0))).toEqual({ kind: 'hold', reason: '19 of 20 samples' });
		expect(decide(seen(19, 1))).toEqual({ kind: 'promote', stage: 1, reason: '1 of 20 failed: on to 50 %' });
	});

	it('is held for ever without samples: no news is not good news', () => {
		expect(decide(seen(0, 0), { now: minutes(1e6) })).toEqual({ kind: 'hold', reason: '0 of 20 samples' });
		expect(decide({ ...begun, thresholds: { maximumFailureRate: 0, minimumSamples: 0 } }, { now: minutes(1e6) })).toMatchObject({
			kind: 'hold',
		});
		expect(decide({ ...seen(1_000, 0), thresholds: undefined }, { now: minutes(1e6) })).toEqual({
			kind: 'hold',
			reason: 'it has no thresholds: a person advances it',
		});
	});

	it('is held while the clock runs behind its stage', () => {
		expect(decide(seen(100, 0), { now: minutes(-600) })).toMatchObject({ kind: 'hold' });
	});

	it('completes behind its last stage', () => {
		const last = seen(20, 0, { stage: 1, percent: 50 });
		expect(decide(last, { now: minutes(61) })).toMatchObject({ kind: 'complete' });
		expect(applyDecision(last, decide(last, { now: minutes(61) }), facts)).toMatchObject({ state: 'completed', percent: 100 });
	});

	it('is aborted when too many fail, also early, also while it is paused', () => {
		const back = { kind: 'abort', from: '1.2.0', reason: '3 of 23 failed, more than 10 % of 23; back to 1.2.0' };
		expect(decide(seen(20, 3))).toEqual(back);
		expect(decide(seen(20, 3, { state: 'paused' }))).toEqual(back);
		// Three of the first three: of twenty it would be more than two, whatever the others do.
		expect(decide(seen(0, 3), { now: minutes(1) })).toMatchObject({ kind: 'abort' });
		expect(decide(seen(0, 2), { now: minutes(1) })).toMatchObject({ kind: 'hold' });
		expect(applyDecision(begun, decide(seen(20, 3)), facts)).toMatchObject({ state: 'aborted', percent: 0, from: '1.2.0', revision: 2 });
	});

	it('is aborted when what it rolls out is revoked, deprecated or gone, whatever the samples say', () => {
		for (const to of [{ state: 'revoked' as const, revision: 2 }, { state: 'deprecated' as const, revision: 2 }, undefined])
			expect(decide(seen(1_000, 0), { to })).toMatchObject({ kind: 'abort', from: '1.2.0' });
	});

	it('goes back to the last approved version when the one before was revoked, and to none when there is none', () => {
		expect(decide(seen(0, 9), { approved: ['1.0.0', '1.1.0', '1.3.0', '2.0.0'] })).toMatchObject({ kind: 'abort', from: '1.1.0' });
		expect(decide(seen(0, 9), { approved: ['1.3.0', '2.0.0'] })).toMatchObject({
			kind: 'abort',
			from: undefined,
			reason: expect.stringContaining('no approved version to go back to') as string,
		});
	});

	it('begins again with a new revision', () => {
		const to = { state: 'approved' as const, revision: 2 };
		const later = seen(1_000, 0, { stage: 1, percent: 50 });
		const decision = decide(later, { to });
		expect(decision).toEqual({ kind: 'restart', reason: '1.3.0 changed: revision 2 after 1' });
		expect(applyDecision(later, decision, { ...facts, to })).toMatchObject({
			stage: 0,
			percent: 10,
			samples: { succeeded: 0, failed: 0 },
			toRevision: 2,
		});
	});

	it('does nothing behind its end', () => {
		for (const state of ['completed', 'aborted'] as const) expect(decide(seen(0, 99, { state }))).toMatchObject({ kind: 'hold' });
	});

	it('counts each stage again', () => {
		const next = applyDecision(seen(20, 0), decide(seen(20, 0)), { ...facts, now: minutes(31) });
		expect(next).toMatchObject({ stage: 1, percent: 50, samples: { succeeded: 0, failed: 0 }, stageSince: '2026-11-20T12:31:00.000Z' });
	});

	it('makes a new revision and a new snapshot of what changes alone', () => {
		const waiting = applyDecision(begun, decide(begun), facts);
		expect([waiting.revision, changesSnapshot(begun, waiting)]).toEqual([1, false]);
		expect(applyDecision(waiting, decide(waiting), facts)).toBe(waiting);
		expect(changesSnapshot(begun, applyDecision(begun, decide(seen(20, 0)), facts))).toBe(true);
	});
});

describe('whatever instances report, in whatever order', () => {
	const report = fc.record({
		minutes: fc.nat(90),
		succeeded: fc.nat(30),
		failed: fc.nat(3),
		event: fc.constantFrom('none', 'none', 'none', 'revoke to', 'revoke from', 'revise', 'pause', 'resume'),
	});

	it('never gives a version that is not approved, never goes on without samples, never comes back from its end', () => {
		fc.assert(
			fc.property(fc.array(report, { maxLength: 12 }), (reports) => {
				let rollout = begun;
				let now = start;
				let to: NonNullable<RolloutFacts['to']> = { state: 'approved', revision: 1 };
				let approved = [...facts.approved];
				for (const { minutes: passed, succeeded, failed, event } of reports) {
					now += passed * 60_000;
					if (event === 'revoke to') to = { state: 'revoked', revision: to.revision + 1 };
					if (event === 'revoke from') approved = approved.filter((version) => version !== rollout.from);
					if (event === 'revise' && to.state === 'approved') to = { ...to, revision: to.revision + 1 };
					if (to.state === 'revoked') approved = approved.filter((version) => version !== '1.3.0');
					const today = { now, to, approved };
					const isOver = rollout.state === 'aborted' || rollout.state === 'completed';
					if (!isOver && to.state === 'approved' && (event === 'pause' || event === 'resume'))
						rollout = steerRollout(rollout, event, today);
					rollout = {
						...rollout,
						samples: { succeeded: rollout.samples.succeeded + succeeded, failed: rollout.samples.failed + failed },
					};
					const decision = decideRollout(rollout, today);
					if (isOver || rollout.state === 'paused') expect(['hold', 'abort', 'restart']).toContain(decision.kind);
					if (isOver) expect(decision.kind).toBe('hold');
					if (decision.kind === 'promote' || decision.kind === 'complete') {
						const { succeeded: good, failed: bad } = rollout.samples;
						expect(good + bad).toBeGreaterThanOrEqual(20);
						expect(bad / (good + bad)).toBeLessThanOrEqual(0.1);
						expect(to.state).toBe('approved');
					}
					if (decision.kind === 'abort' && decision.from !== undefined) expect(approved).toContain(decision.from);
					if (!isOver && to.state !== 'approved') expect(decision.kind).toBe('abort');
					rollout = applyDecision(rollout, decision, today);
					expect(rollout.percent).toBe({ running: rollout.percent, paused: rollout.percent, completed: 100, aborted: 0 }[rollout.state]);
				}
			}),
			{ numRuns: 150 },
		);
	});
});

describe('a person', () => {
	const today = { ...facts, now: minutes(5) };

	it('advances without samples, pauses, resumes and aborts', () => {
		expect(steerRollout(begun, 'advance', today, 'looks good')).toMatchObject({ stage: 1, percent: 50, reason: 'looks good: on to 50 %' });
		expect(steerRollout({ ...begun, stage: 1 }, 'advance', today)).toMatchObject({ state: 'completed', percent: 100 });
		const paused = steerRollout(begun, 'pause', today);
		expect(paused).toMatchObject({ state: 'paused', percent: 10, revision: 2 });
		expect(steerRollout(paused, 'pause', today)).toBe(paused);
		expect(steerRollout(paused, 'resume', today)).toMatchObject({ state: 'running', percent: 10, revision: 3 });
		expect(steerRollout(begun, 'abort', today, 'complaints')).toMatchObject({
			state: 'aborted',
			percent: 0,
			reason: 'complaints; back to 1.2.0',
		});
	});

	it('is aborted after it was completed, unless no approved version is left to go back to', () => {
		const completed = { ...begun, state: 'completed', percent: 100 } as const;
		expect(steerRollout(completed, 'abort', today, 'slow')).toMatchObject({ state: 'aborted', percent: 0, reason: 'slow; back to 1.2.0' });
		expect(() => steerRollout(completed, 'abort', { ...today, approved: [completed.to] })).toThrow('no approved version below');
	});

	it('gives nobody a version that is not approved, and wakes no rollout that is at its end', () => {
		const revoked: RolloutFacts = { ...today, to: { state: 'revoked', revision: 2 } };
		for (const action of ['advance', 'resume'] as const)
			expect(() => steerRollout({ ...begun, state: 'paused' }, action, revoked)).toThrow('which is revoked');
		expect(steerRollout(begun, 'abort', revoked)).toMatchObject({ state: 'aborted' });
		for (const state of ['aborted', 'completed'] as const)
			expect(() => steerRollout({ ...begun, state }, 'advance', today)).toThrow(`it is ${state}`);
	});
});

describe('what cannot be rolled out', () => {
	it.each([
		[{ stages: [] }, '/stages'],
		[{ stages: [{ percent: 0, minimumMinutes: 1 }] }, '/stages/0/percent'],
		[{ stages: [request.stages[1]!, request.stages[0]!] }, '/stages/1/percent'],
		[{ stages: [{ percent: 10.5, minimumMinutes: 1 }] }, '/stages/0/percent'],
		[{ stages: [{ percent: 10, minimumMinutes: -1 }] }, '/stages/0/minimumMinutes'],
		[{ stages: [{ percent: 10, minimumMinutes: Number.NaN }] }, '/stages/0/minimumMinutes'],
		[{ thresholds: { maximumFailureRate: 2, minimumSamples: 1 } }, '/thresholds/maximumFailureRate'],
		[{ thresholds: { maximumFailureRate: 0, minimumSamples: 0 } }, '/thresholds/minimumSamples'],
		[{ to: '1.2.0' }, '/to'],
		[{ from: 'latest' }, '/from'],
	])('%j', (change, field) => {
		expect(() => startRollout({ ...request, ...change }, 'r', facts, [])).toThrow(
			expect.objectContaining({ details: expect.objectContaining({ field }) as object }) as Error,
		);
	});

	it('says in words which stage is wrong', () => {
		const stages = [request.stages[1]!, request.stages[0]!];
		const words = `The percentage of stage 2 is ${stages[1]!.percent}, expected a whole number from ${stages[0]!.percent + 1} to 100`;
		expect(() => startRollout({ ...request, stages }, 'r', facts, [])).toThrow(words);
		expect(() => startRollout({ ...request, stages: [] }, 'r', facts, [])).toThrow('The number of stages is 0, expected 1 to 20.');
		expect(() => startRollout({ ...request, from: '1.0.0' }, 'r', facts, [])).toThrow('1.0.0 of the agent support is not approved');
	});

	it('a version that is not approved, and a second one of a name', () => {
		expect(() => startRollout(request, 'r', { ...facts, to: { state: 'revoked', revision: 2 } }, [])).toThrow('is revoked');
		expect(() => startRollout(request, 'r', { ...facts, to: undefined }, [])).toThrow('is not published');
		expect(() => startRollout(request, 'r2', facts, [begun])).toThrow('The rollout r1 of the agent support is running');
		expect(startRollout(request, 'r2', facts, [{ ...begun, state: 'aborted' }])).toMatchObject({ id: 'r2' });
	});
});

describe('going back', () => {
	it('is to the version before, else to the highest approved one below', () => {
		const between = { from: '1.2.0', to: '1.10.0' };
		expect(lastApproved(between, ['1.2.0', '1.3.0'])).toBe('1.2.0');
		expect(lastApproved(between, ['1.1.0', '1.9.0', '1.10.0', '2.0.0'])).toBe('1.9.0');
		expect(lastApproved(between, ['1.10.0', '2.0.0'])).toBeUndefined();
	});
});
