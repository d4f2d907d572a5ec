/** Plans, deployed on a real engine and played to their end: those of the measurement `plans-deploy`, and random ones. */
import { trees } from '../../../bench/plans/trees';
import { playOnEngine } from '../../../bench/plans/real-plays';
import type { ContractTarget } from '../../contract/contract-case';
import { Random } from '../../contract/random/random';
import { buildProcess } from '../../../planner/build/build-process';
import { randomTree } from '../../support/plans/test-trees';
import { checkTree } from '../../../planner/tree/check-tree';
import type { PlanTree } from '../../../planner/tree/plan-tree';
import { readTree } from '../../../planner/tree/read-tree';
import { createContractTarget, type RealEngine } from '../broker/real-engine';

const named = trees.map((written) => readTree(written).tree!);
/** Random plans are deployed only: their times are too long to wait for. */
const randomSeeds = Array.from({ length: 30 }, (_, at) => at + 101);

/** Declares a test for each of the plans. */
export function describePlans(engine: RealEngine): void {
	let target: ContractTarget;
	beforeAll(async () => {
		target = await createContractTarget(engine);
	});
	afterAll(() => target.stop());

	test.each(named.map((tree): [string, PlanTree] => [tree.id, tree]))('the plan %s reaches its end', async (_id, tree) => {
		expect(await checkTree(tree)).toEqual([]);
		expect(await playOnEngine(target, tree, await buildProcess(tree), new Random(1))).toBe('completed');
	});

	test('random plans are deployed', async () => {
		for (const seed of randomSeeds) {
			const tree: PlanTree = { ...randomTree(seed), trigger: { kind: 'manual' } };
			if ((await checkTree(tree)).length > 0) continue;
			await target.engine.deploy(await buildProcess(tree));
		}
	});
}
