import { parseStructure } from './parse-structure';
import { withoutAccents } from './word-hashes';

const maxFields = 20_000;
const maxDepth = 20;

/** Ignores case, accents, blanks and marks. */
export const foldField = (value: string): string => withoutAccents(value.toLowerCase()).replaceAll(/[^\p{L}\p{N}@]+/gu, '');

/**
 * Lists the whole fields of a result, folded: JSON or YAML values; else lines, texts after a line's name, and items between commas. Anybody can write
 * a name or sentence inside a field.
 */
export function listFields(text: string): ReadonlySet<string> {
	const fields = new Set<string>();
	const add = (value: string) => void (fields.size < maxFields && fields.add(foldField(value)));
	const visit = (value: unknown, depth: number): void => {
		if (typeof value === 'string' || typeof value === 'number') add(String(value));
		else if (typeof value === 'object' && value !== null && depth < maxDepth)
			for (const inner of Object.values(value)) visit(inner, depth + 1);
	};
	// YAML reads `Channels: general, random` as one text.
	const structure = /[\n{[]/.test(text) ? parseStructure(text) : undefined;
	if (structure !== undefined && structure !== null) visit(structure, 0);
	else for (const line of text.split('\n')) for (const item of listItems(line)) add(item);
	return fields;
}

const named = /^\s*(?:[-*]\s+)?(?:[\p{L}\p{N}_.-]{1,40} ?){1,3}:\s/u;

/** Names count only if each item has one: `visit: x` can be a channel's name. */
function listItems(line: string): string[] {
	const items = line.split(/[,;|\t]/);
	const withoutName = (item: string) => item.replace(named, '');
	if (items.every((item) => named.test(item))) return [line, withoutName(line), ...items.map(withoutName)];
	return [line, withoutName(line), ...items, ...withoutName(line).split(/[,;|\t]/)];
}
