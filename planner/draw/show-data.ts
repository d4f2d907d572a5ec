import { type Block, type Field, isTask, type PlanTree } from '../tree/plan-tree';
import { listInner, listWrites } from '../tree/walk';

const maxShown = 12;

export const showData = (tree: PlanTree): void => show(tree.do, tree.inputs.filter(isShown));

/** An object has no form in which a person reads it. */
const isShown = ({ type, required }: Field): boolean => type !== 'object' && type !== 'file' && required !== false;

function show(blocks: Block[], before: readonly Field[]): void {
	const known = [...before];
	for (const block of blocks) {
		const writes = listWrites(block);
		const isDecision = block.kind === 'human' && writes.some(({ type }) => type === 'boolean');
		const names = known.map(({ name }) => name).filter((name) => !writes.some((field) => field.name === name));
		if (isDecision && block.shows === undefined && names.length > 0) block.shows = [...new Set(names)].slice(0, maxShown);
		for (const inner of listInner(block)) show(inner.blocks, known);
		if (isTask(block) && !block.deadline && !('onError' in block && block.onError)) known.push(...writes.filter(isShown));
	}
}
