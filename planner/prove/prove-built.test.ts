import { slowTest } from '../../test/support/slow-tests';
import { buildProcess } from '../build/build-process';
import { randomTree } from '../../test/support/plans/test-trees';
import { checkTree } from '../tree/check-tree';
import type { HumanStep, PlanTree } from '../tree/plan-tree';
import { provePlan } from './prove-plan';

const now = Date.parse('2026-11-30T12:00:00Z');
const { signal } = new AbortController();
const remind: HumanStep = { kind: 'human', id: 'remind', name: 'Remind', who: 'sales' };
const seeds = Array.from({ length: 24 }, (_, index) => index + 1);

/** The tree is walked by one code and built by another: they have to say the same of each way. */
const title = 'cases of the random tree %i end as it says, and reach all that can be reached';
async function holds(seed: number): Promise<void> {
	const tree = randomTree(seed);
	if ((await checkTree(tree)).length > 0) return;
	const { proof, cases } = await provePlan(tree, await buildProcess(tree), now, signal);
	expect(proof.cases.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`]))).toEqual([]);
	expect(proof.missed).toEqual([]);
	expect(cases.length).toBeGreaterThan(0);
}
test.each(seeds.slice(0, 6))(title, holds);
slowTest.each(seeds.slice(6))(title, holds);

test('what an event waits for, and what comes after it, counts as reached (camunda-community-hub/camunda-process-test-coverage#40)', async () => {
	const tree: PlanTree = {
		...{ id: 'answer', name: 'Answer', purpose: 'It waits.', language: 'en', trigger: { kind: 'manual' } },
		inputs: [{ name: 'order', type: 'text', example: 'O-1' }],
		do: [
			{
				...{ kind: 'event', id: 'wait', name: 'Wait for the answer' },
				waits: [
					{ id: 'answered', name: 'Answered', on: { kind: 'message', name: 'answered', key: 'order' }, do: [] },
					{ id: 'late', name: 'Late', on: { kind: 'timer', duration: 'P2D' }, do: [remind] },
				],
			},
		],
	};
	const { proof } = await provePlan(tree, await buildProcess(tree), now, signal);
	expect(proof).toMatchObject({ passed: true, missed: [] });
	expect(proof.cases.map(({ reached }) => reached)).toEqual([['/do/0/waits/0'], ['/do/0/waits/1']]);
});
