/** Writes the mappings of an element as the FEEL context that they are evaluated as. */
import type { Mapping, Value } from './reading/process-model';

type MappingTree = Map<string, Value | MappingTree>;

/**
 * Zeebe reads all mappings as one context (recorded from 8.6): each sees the mappings before it, next to it and around it, as FEEL values.
 * If two have the same target, the last counts, in the place of the first.
 */
export const writeContext = (mappings: Mapping[]): string => write(buildTree(mappings), [], (_path, inner) => inner);

/** Writes the same context, but passes each path with its new value to the function `merge`, which joins it with the existing value. */
export const writeMergedContext = (mappings: Mapping[], merge: string): string =>
	write(buildTree(mappings), [], (path, inner) => `${merge}(${path},${inner})`);

/** Twice the text for each level: nobody reads a text beyond it. */
const maxShown = 10_000;

/** Writes the context of output mappings as Zeebe shows it in an incident (recorded from 8.6 and 8.8). */
export const writeShownOutputs = (mappings: Mapping[]): string =>
	write(buildTree(mappings), [], (path, inner) =>
		inner.length > maxShown ? inner : `if (${path} != null) then context merge(${path},${inner}) else ${inner}`,
	);

function buildTree(mappings: Mapping[]): MappingTree {
	const tree: MappingTree = new Map();
	for (const { source, target } of mappings) {
		const names = target.split('.');
		const last = names.pop()!;
		const holder = names.reduce<MappingTree>((around, name) => {
			const below = around.get(name);
			const inner: MappingTree = below instanceof Map ? below : new Map<string, Value | MappingTree>();
			around.set(name, inner);
			return inner;
		}, tree);
		holder.set(last, source);
	}
	return tree;
}

function write(tree: MappingTree, path: string[], join: (path: string, inner: string) => string): string {
	const entries = [...tree].map(([name, entry]) => {
		const below = [...path, name];
		return `${name}:${entry instanceof Map ? join(below.join('.'), write(entry, below, join)) : writeSource(entry)}`;
	});
	return `{${entries.join(',')}}`;
}

/** A text of FEEL for a literal, in which only quotes are escaped (recorded from 8.6). */
function writeSource(source: Value): string {
	if (source === '') return 'null';
	return source.startsWith('=') ? source.slice(1) : `"${source.replaceAll('"', '\\"')}"`;
}
