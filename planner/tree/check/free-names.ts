import type { Node } from '../../../bpmn/feel/syntax';

/** Returns the variables that an expression takes from outside. In a filter, a name may be one of the entries' own. */
export function listFreeNames(node: Node): Set<string> {
	const names = new Set<string>();
	collect(node, new Set(), names);
	return names;
}

function collect(node: Node, bound: ReadonlySet<string>, names: Set<string>): void {
	const inner = (part: Node, more: readonly string[] = []): void =>
		collect(part, more.length === 0 ? bound : new Set([...bound, ...more]), names);
	switch (node.kind) {
		case 'reference':
			if (!bound.has(node.names[0]!)) names.add(node.names[0]!);
			return;
		case 'filter':
			inner(node.base);
			return;
		case 'function':
			inner(node.body, node.parameters);
			return;
		case 'for':
		case 'some':
		case 'every': {
			const named = node.iterators.map(([name]) => name);
			node.iterators.forEach(([, list], at) => inner(list, named.slice(0, at)));
			inner(node.body, [...named, 'partial']);
			return;
		}
		case 'context': {
			const keys: string[] = [];
			for (const [key, value] of node.entries) {
				inner(value, keys);
				keys.push(key);
			}
			return;
		}
		default:
			for (const part of listParts(node)) inner(part);
	}
}

function listParts(value: unknown): Node[] {
	if (typeof value !== 'object' || value === null) return [];
	const parts = value instanceof Map ? [...value.values()] : Object.values(value);
	return parts.flatMap((part: unknown) => (isNode(part) ? [part] : listParts(part)));
}

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string';
