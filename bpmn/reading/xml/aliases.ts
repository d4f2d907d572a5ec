import { nameText } from './parse-xml';

const xmlName = new RegExp(`^${nameText}$`, 'u');
const beyondAscii = /[^\0-\x7f]/gu;

/** ASCII ids, each for one with letters of other languages: moddle takes no others. What is not a name of XML is left to be refused. */
export function toAliases(ids: Iterable<string>): Map<string, string> {
	const named = [...ids].filter((id) => id.search(beyondAscii) >= 0 && xmlName.test(id));
	return new Map(named.map((id) => [id, `_${id.replaceAll(beyondAscii, (letter) => `.u${letter.codePointAt(0)!.toString(16)}.`)}`]));
}

/** Wherever they are in the model: a name may be the same as an id. */
export function restoreIds(root: object, aliases: Map<string, string>): void {
	const names = new Map([...aliases].flatMap(([id, alias]) => [[alias, id] as const, [`#${alias}`, `#${id}`] as const]));
	const seen = new Set<object>();
	const open: unknown[] = aliases.size === 0 ? [] : [root];
	while (open.length > 0) {
		const part = open.pop();
		if (typeof part !== 'object' || part === null || seen.has(part)) continue;
		seen.add(part);
		for (const holder of [part, (part as { $attrs?: object }).$attrs ?? {}] as Array<Record<string, unknown>>) {
			for (const [name, value] of Object.entries(holder)) {
				const original = typeof value === 'string' ? names.get(value) : undefined;
				if (original === undefined) open.push(value);
				else holder[name] = original;
			}
		}
	}
}

/** Names ids in a text of moddle instead of their aliases. */
export const restoreText = (text: string, aliases: Map<string, string>): string =>
	[...aliases].reduce((restored, [id, alias]) => restored.replaceAll(alias, id), text);
