import type { MetricsReport, Rollout } from '../registry-api';
import { addReport, describeReporters, maxReporters } from './add-report';
import { applyDecision } from './apply-decision';
import { emptyGroup, emptyGroups } from './judge-groups';

const rollout: Rollout = {
	...{ id: 'r', kind: 'agent', package: 'support', from: '1.0.0', to: '1.1.0', percent: 10, state: 'running' },
	...{ stage: 0, stages: [{ percent: 10, minimumMinutes: 0 }], stageSince: '2026-11-23T09:00:00.000Z' },
	...{ samples: { succeeded: 0, failed: 0 }, groups: emptyGroups, revision: 1 },
};
const report = (counts: Partial<MetricsReport>): MetricsReport => ({
	...{ instance: 'machine/1', version: '1.1.0', succeeded: 0, failed: 0, sequence: 1 },
	...counts,
});

const nowMs = Date.parse('2026-11-23T10:00:00.000Z');
const add = (counted: Rollout, subject: string, counts: MetricsReport) => addReport(counted, subject, counts, nowMs);

describe('a report of runs', () => {
	it('is counted for the key that sent it, whatever instance it names', () => {
		const first = add(rollout, 'n8n-main', report({ succeeded: 40, failed: 1 }));
		const second = add(first, 'n8n-main', report({ instance: 'invented', succeeded: 2 }));
		const both = add(second, 'worker', report({ version: '1.0.0', failed: 3 }));
		expect(both.reportedAt).toBe('2026-11-23T10:00:00.000Z');
		expect(both.samples).toEqual({ succeeded: 42, failed: 1 });
		expect(both.reporters).toEqual([
			{ subject: 'n8n-main', from: emptyGroup, to: { ...emptyGroup, succeeded: 42, failed: 1 } },
			{ subject: 'worker', from: { ...emptyGroup, failed: 3 }, to: emptyGroup },
		]);
		expect(describeReporters(both.reporters!)).toEqual(['n8n-main 42 of 43', 'worker 0 of 0']);
	});

	it('of another version counts for nobody', () => {
		expect(add(rollout, 'n8n-main', report({ version: '2.0.0', failed: 1 }))).toBe(rollout);
	});

	it('is counted under one name, when a hundred keys have reported', () => {
		let counted = rollout;
		for (let index = 0; index < maxReporters + 5; index++) counted = add(counted, `key-${index}`, report({ succeeded: 1 }));
		expect(counted.reporters).toHaveLength(maxReporters + 1);
		expect(counted.reporters!.at(-1)).toMatchObject({ subject: '(others)', to: { succeeded: 5 } });
		expect(describeReporters(counted.reporters!).slice(0, 2)).toEqual(['(others) 5 of 5', 'key-0 1 of 1']);
		expect(describeReporters(counted.reporters!).at(-1)).toBe(`${maxReporters - 9} more`);
	});

	it('is of its stage: the next one begins without', () => {
		const counted = add(rollout, 'n8n-main', report({ succeeded: 40 }));
		const facts = { now: 0, to: undefined, approved: [] };
		expect(applyDecision(counted, { kind: 'promote', stage: 0, reason: 'enough' }, facts).reporters).toEqual([]);
		expect(applyDecision(counted, { kind: 'abort', from: '1.0.0', reason: 'failures' }, facts).reporters).toHaveLength(1);
	});
});
