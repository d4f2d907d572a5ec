import { edgesTo } from './flow-graph';
import type { ImportedNode } from './imported-workflow';
import type { Items } from './items';
import { isTrigger, shortType } from './node-types';
import { becomes } from './steps/kinds';
import { NoFeel } from './written';

/** Returns the name of a variable with the list that a loop goes through. @throws NoFeel */
export function findList(loop: ImportedNode, { graph, variables }: Pick<Items, 'graph' | 'variables'>): string {
	const [before] = edgesTo(graph, loop.name).filter(({ from }) => !graph.reach(loop.name).has(from.name));
	let at = before?.from;
	for (let left = 50; at && left > 0; left--) {
		if (isTrigger(at)) return variables.field(at.name, 'items', { type: 'list' }).name;
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
