import { slowTest } from '../../test/support/slow-tests';
import { readDiagram } from '../../bpmn/layout/read-diagram';
import { findFaults } from '../../test/support/bpmn/test-diagrams';
import { Random } from '../../test/contract/random/random';
import { buildProcess } from '../build/build-process';
import { randomTree } from '../../test/support/plans/test-trees';
import { checkTree } from '../tree/check-tree';
import type { Block, PlanTree } from '../tree/plan-tree';
import { readTree } from '../tree/read-tree';
import { walkBlocks } from '../tree/walk';
import { applyChanges, type Change } from './apply-changes';
import { listParts } from './block-lists';

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
const human = (id: string): Block => ({ kind: 'human', id, name: `Do ${id}`, who: 'office' });

function randomChange(tree: PlanTree, random: Random): Change {
	const blocks = [...walkBlocks(tree.do, '/do')].map(({ block }) => block);
	const at = random.pick(blocks);
	const kind = random.weighted({ after: 3, before: 2, remove: 2, part: 2, name: 1 });
	if (kind === 'after' || kind === 'before') return { op: 'insert', [kind]: at.id, blocks: [human('new-one')] };
	if (kind === 'remove') return { op: 'remove', id: at.id };
	const parts = listParts(at);
	if (kind === 'part' && parts.length > 0)
		return { op: 'insert', into: at.id, part: random.pick(parts).part, blocks: [human('new-one'), human('new-two')] };
	return { op: 'set', id: at.id, fields: { name: 'Named otherwise' } };
}

/** Ids of shapes with their places. */
const placesOf = async (content: string) => {
	const diagram = await readDiagram(content);
	return { diagram, places: new Map(diagram.shapes.map(({ id, x, y }) => [id, `${x} ${y}`])) };
};

slowTest(
	'a change keeps the ids and places of nearly all that it does not touch, in a diagram without faults',
	async () => {
		let [stayed, all] = [0, 0];
		const faults: string[] = [];
		for (const seed of seeds) {
			const tree = readTree(randomTree(seed)).tree!;
			if ((await checkTree(tree)).length > 0) continue;
			const change = randomChange(tree, new Random(seed));
			const changed = readTree(applyChanges(tree, [change]).tree).tree!;
			if ((await checkTree(changed)).length > 0) continue;
			const before = await buildProcess(tree);
			const after = await buildProcess(changed, before);
			const [one, other] = await Promise.all([placesOf(before[0]!.content), placesOf(after[0]!.content)]);
			const ids = new Set([...walkBlocks(changed.do, '/do')].map(({ block }) => block.id));
			const touched = 'id' in change ? change.id : undefined;
			for (const [id, place] of one.places) {
				if (id === touched || (!other.places.has(id) && !ids.has(id))) continue;
				all += 1;
				if (other.places.get(id) === place) stayed += 1;
			}
			faults.push(...findFaults(other.diagram).map((fault) => `${seed} ${change.op}: ${fault}`));
		}
		expect(all).toBeGreaterThan(300);
		expect(faults).toEqual([]);
		expect(stayed / all).toBeGreaterThanOrEqual(0.99);
	},
	300_000,
);
