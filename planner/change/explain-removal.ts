import type { Block, Fault, PlanTree } from '../tree/plan-tree';
import { listWrites, walkBlocks } from '../tree/walk';
import type { Change } from './apply-changes';
import { findBlock } from './block-lists';
import { changeTexts } from './texts';

/** Says of a variable that nothing sets any more which step set it, what reads it, and how both can go. */
export function explainRemovals(before: PlanTree, changes: readonly Change[], after: PlanTree, faults: readonly Fault[]): Fault[] {
	const removed = changes.flatMap((change) => (change.op === 'remove' ? (findBlock(before, change.id)?.block ?? []) : []));
	if (removed.length === 0) return [...faults];
	const explained = new Map<string, Fault>();
	const others: Fault[] = [];
	for (const fault of faults) {
		const step =
			fault.rule === 'unknown-variable' ? removed.find((block) => namesIn(block).some((name) => isAbout(fault, name))) : undefined;
		if (step) explained.set(step.id, explain(step, faults, after));
		else others.push(fault);
	}
	return [...explained.values(), ...others];
}

const namesIn = (block: Block): string[] =>
	[...walkBlocks([block], '')].flatMap((placed) => listWrites(placed.block)).map(({ name }) => name);

const isAbout = ({ message }: Fault, name: string): boolean => message.includes(`"${name}"`);

function explain(step: Block, faults: readonly Fault[], after: PlanTree): Fault {
	const names = namesIn(step).filter((name) => faults.some((fault) => fault.rule === 'unknown-variable' && isAbout(fault, name)));
	const readers = new Set(
		faults.filter((fault) => names.some((name) => isAbout(fault, name))).flatMap(({ path }) => findReader(after, path) ?? []),
	);
	const texts = changeTexts[after.language];
	const goes = [...readers].filter((block) => !holdsSteps(block)).map(({ name }) => name);
	const stays = [...readers].filter(holdsSteps).map(({ name }) => name);
	return {
		path: '/changes',
		rule: 'still-read',
		...texts.stillRead({ step: step.name, names: names.join(', '), readers: [...goes, ...stays], goes, stays }),
	};
}

/** The innermost block that has the place. */
const findReader = ({ do: blocks }: PlanTree, path: string): Block | undefined =>
	[...walkBlocks(blocks, '/do')].findLast((placed) => path === placed.path || path.startsWith(`${placed.path}/`))?.block;

/** With such a block, work would go too. */
const holdsSteps = (block: Block): boolean =>
	block.kind !== 'choice' || [...walkBlocks([block], '')].some((placed) => placed.block !== block && placed.block.kind !== 'end');
