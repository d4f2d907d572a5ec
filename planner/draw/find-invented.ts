import type { Language } from '../../core/base/text/languages';
import type { Candidate } from '../plan';
import type { Block, Fault, PlanTree } from '../tree/plan-tree';
import { drawingTexts } from './drawing-texts';

const withoutRange = (name: string): string => name.replace(/@.*$/, '');

/** Finds agents and nodes of a tree that no candidate has: a model invents names. A step without a name is matched by its needs. */
export function findInvented(tree: PlanTree, candidates: Candidate[], language: Language): Fault[] {
	const known = new Set(candidates.map(({ name }) => withoutRange(name)));
	const texts = drawingTexts[language];
	return listBlocks(tree.do, '/do').flatMap(([path, block]): Fault[] => {
		const [field, name] = block.kind === 'agent' ? ['agent', block.agent] : block.kind === 'node' ? ['node', block.node] : ['', undefined];
		return name === undefined || known.has(withoutRange(name)) ? [] : [texts.invented(`${path}/${field}`, name.slice(0, 80))];
	});
}

/** Returns all blocks with their JSON pointers, in order. */
function listBlocks(blocks: Block[], path: string): Array<[string, Block]> {
	return blocks.flatMap((block, at) => {
		const own = `${path}/${at}`;
		const inner: Array<[Block[], string]> = [];
		if (block.kind === 'choice' || block.kind === 'parallel')
			inner.push(...block.branches.map((branch, index): [Block[], string] => [branch.do, `branches/${index}/do`]));
		if (block.kind === 'choice') inner.push([block.otherwise.do, 'otherwise/do']);
		if (block.kind === 'loop') inner.push([block.do, 'do'], [block.onLimit ?? [], 'onLimit']);
		if (block.kind === 'event') inner.push(...block.waits.map((wait, index): [Block[], string] => [wait.do ?? [], `waits/${index}/do`]));
		if ('onError' in block) inner.push([block.onError ?? [], 'onError']);
		if ('deadline' in block) inner.push([block.deadline?.do ?? [], 'deadline/do']);
		return [[own, block], ...inner.flatMap(([list, below]) => listBlocks(list, `${own}/${below}`))];
	});
}
