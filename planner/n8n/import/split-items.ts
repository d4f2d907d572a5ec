import type { FlowGraph } from './flow-graph';
import type { ImportedNode } from './imported-workflow';
import { isBatches, shortType, textAt, valueAt } from './node-types';
import { becomes } from './steps/kinds';

/** Returns the path of the list that a Split Out makes items of. Undefined for several lists, and for items with fields beside them. */
export function readSplit(node: ImportedNode): string[] | undefined {
	const { parameters } = node;
	if (shortType(node) !== 'splitOut' || node.isDisabled || node.isTooLarge) return undefined;
	const others = textAt(parameters, 'include') || 'noOtherFields';
	const field = textAt(parameters, 'fieldToSplitOut').trim();
	const isPlain = /^[A-Za-z_][\w ]*(?:\.[A-Za-z_][\w ]*)*$/.test(field) && others === 'noOtherFields';
	return isPlain && valueAt(parameters, 'options', 'includeBinary') !== true ? field.split('.') : undefined;
}

/** The field of an item in which an entry is that has no fields of its own. */
export const entryField = (node: ImportedNode, path: readonly string[]): string =>
	textAt(node.parameters, 'options', 'destinationFieldName') || path.at(-1)!;

/**
 * Finds where the items of a Split Out come together: at the Aggregate that follows, or at the end, which has no name.
 * @returns undefined where a node between them works on all items at once, or where ways without these items join
 */
export function findGathered(graph: FlowGraph, node: ImportedNode, until: string | undefined): { at?: string } | undefined {
	const [next, ...others] = graph.outputs(node.name);
	if (next === undefined || others.some((one) => one !== undefined)) return undefined;
	const gathers = [...graph.reach(next, until)].filter((name) => {
		const found = graph.find(name);
		return found !== undefined && isAggregate(found);
	});
	const [gathered, ...more] = gathers;
	if (more.length > 0 || (gathered === undefined && until !== undefined)) return undefined;
	const body = [...graph.reach(next, gathered ?? until)].filter((name) => name !== gathered);
	if (body.some((name) => graph.before(name).some((one) => one !== node.name && !body.includes(one)))) return undefined;
	if (body.some((name) => worksOnAll(graph.find(name)))) return undefined;
	return gathered === undefined ? {} : { at: gathered };
}

export const isAggregate = (node: ImportedNode): boolean => shortType(node) === 'aggregate' && !node.isDisabled;

function worksOnAll(node: ImportedNode | undefined): boolean {
	if (!node || node.isDisabled) return false;
	const { why } = becomes(node);
	return isBatches(node) || readSplit(node) !== undefined || ['items', 'code', 'large', 'answers', 'files'].includes(why ?? '');
}
