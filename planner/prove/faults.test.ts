import { trees } from '../../bench/plans/trees';
import { slowTest } from '../../test/support/slow-tests';
import { buildProcess } from '../build/build-process';
import type { PlanTree } from '../tree/plan-tree';
import { readTree } from '../tree/read-tree';
import { readBuilt } from './built-process';
import { provePlan } from './prove-plan';
import { type BrokenProcess, breakProcess, faultKinds } from './test-faults';

const now = Date.parse('2026-11-30T12:00:00Z');
const { signal } = new AbortController();

/** @param places that are broken, in different plans */
async function* breakPlans(
	kind: string,
	places: number,
): AsyncGenerator<BrokenProcess & { tree: PlanTree; whole: BrokenProcess['files'] }> {
	let count = 0;
	for (const raw of trees) {
		if (count === places) return;
		const { tree } = readTree(raw) as { tree: PlanTree };
		const whole = await buildProcess(tree);
		const broken = breakProcess(kind, tree, whole);
		// Another place in each plan.
		const one = broken[count % broken.length];
		if (!one) continue;
		count++;
		yield { ...one, tree, whole };
	}
}

/** Names of the element, and of what is before, after and in it. */
async function namesNear({ element, whole }: Pick<BrokenProcess, 'element'> & { whole: BrokenProcess['files'] }): Promise<string[]> {
	const { nodes, flows } = await readBuilt(whole);
	const near = new Set([element]);
	for (let reach = 0; reach < 3; reach++)
		for (const id of [...near]) {
			for (const { sourceId, targetId } of flows) if (sourceId === id || targetId === id) near.add(sourceId).add(targetId);
			for (const node of nodes.values()) if (node.attachedTo === id || node.scopeId === element) near.add(node.id);
			const step = nodes.get(id)?.attachedTo;
			if (step !== undefined) near.add(step);
		}
	return [...near].flatMap((id) => nodes.get(id)?.name || []);
}

async function expectFound(kind: string, places: number): Promise<void> {
	let count = 0;
	for await (const broken of breakPlans(kind, places)) {
		count++;
		const { proof } = await provePlan(broken.tree, broken.files, now, signal);
		const told = [...proof.missed, ...proof.cases.flatMap(({ problem = [] }) => problem)];
		const near = await namesNear(broken);
		const first = `${broken.tree.id}, ${broken.element}: ${told[0]}`;
		expect([first, proof.passed]).toEqual([first, false]);
		expect([first, near.some((name) => told[0]!.includes(name))]).toEqual([first, true]);
	}
	expect(count).toBe(places);
}

test.each(faultKinds)('finds %s in a built process, and names the step', (kind) => expectFound(kind, 1));

slowTest.each(faultKinds)('finds %s in other plans too', (kind) => expectFound(kind, 2));
