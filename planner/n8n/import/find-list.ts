import { edgesTo } from './flow-graph';
import type { ImportedNode } from './imported-workflow';
import type { Items } from './items';
import { isBatches, isTrigger, shortType } from './node-types';
import { readSplit } from './split-items';
import { isVariable } from '../../tree/limits';
import { becomes } from './steps/kinds';
import { NoFeel } from './written';

/** Returns the name of a variable with the list that a loop goes through. @throws NoFeel */
export function findList(loop: ImportedNode, items: Items): string {
	const { graph, variables } = items;
	if (readSplit(loop)) return splitList(loop, items);
	const [before] = edgesTo(graph, loop.name).filter(({ from }) => !graph.reach(loop.name).has(from.name));
	let at = before?.from;
	for (let left = 50; at && left > 0; left--) {
		if (isTrigger(at)) return variables.field(at.name, 'items', { type: 'list' }).name;
		if (readSplit(at)) return splitList(at, items);
		if (!at.isDisabled && shortType(at) !== 'set' && becomes(at).output !== 'pass') break;
		at = edgesTo(graph, at.name)[0]?.from;
	}
	if (!at) throw new NoFeel('missing', loop.name);
	const made = becomes(at);
	if (made.output === 'text') throw new NoFeel('items', at.name);
	const isWhole = made.output === 'object';
	const field = variables.field(at.name, isWhole ? '' : 'items', { type: 'list' }, isWhole ? at.name : 'items');
	field.type = 'list';
	return field.name;
}

/** Checks for a Split Out whose list the loop after it goes through by itself. */
export function isListOfLoop(node: ImportedNode, items: Items): boolean {
	const [next, ...others] = items.graph.outputs(node.name).map((name) => (name === undefined ? undefined : items.graph.find(name)));
	if (!readSplit(node) || !next || others.length > 0 || !isBatches(next)) return false;
	try {
		return splitList(node, items) !== '';
	} catch (error) {
		if (!(error instanceof NoFeel)) throw error;
		return false;
	}
}

/** The list that a Split Out takes apart, where it is a variable. */
function splitList(split: ImportedNode, items: Items): string {
	const list = items.at(split).read({ of: 'input' }, readSplit(split)!);
	if (!isVariable(list.feel)) throw new NoFeel('items', split.name);
	items.variables.note(list, 'list');
	return list.feel;
}
