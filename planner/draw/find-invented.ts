import type { Language } from '../../core/base/text/languages';
import type { Candidate } from '../plan';
import type { Fault, PlanTree } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';
import { drawingTexts } from './drawing-texts';

const withoutRange = (name: string): string => name.replace(/@.*$/, '');

/** Finds agents and nodes of a tree that no candidate has: a model invents names. A step without a name is matched by its needs. */
export function findInvented(tree: PlanTree, candidates: Candidate[], language: Language): Fault[] {
	const known = new Set(candidates.map(({ name }) => withoutRange(name)));
	const texts = drawingTexts[language];
	return [...walkBlocks(tree.do, '/do')].flatMap(({ path, block }): Fault[] => {
		const [field, name] = block.kind === 'agent' ? ['agent', block.agent] : block.kind === 'node' ? ['node', block.node] : ['', undefined];
		return name === undefined || known.has(withoutRange(name)) ? [] : [texts.invented(`${path}/${field}`, name.slice(0, 80))];
	});
}
