const opening = '{[(';
const closing = '}])';

/** The top-level names of a FEEL context literal such as `={limits: {}, "id": "a"}`; undefined for other expressions. */
export function keysOfContext(expression: string): string[] | undefined {
	const text = expression.replace(/^=\s*/, '').trim();
	if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
	const keys: string[] = [];
	let depth = 0;
	let entry = '';
	for (const token of text.match(/"(?:\\.|[^"\\])*"|[^"]/gs) ?? []) {
		if (closing.includes(token)) depth -= 1;
		if (depth === 1 && token === ':') keys.push(entry.trim().replace(/^"(.*)"$/s, '$1'));
		entry = depth === 1 && !',:'.includes(token) ? entry + token : depth === 1 ? '' : entry;
		if (opening.includes(token)) depth += 1;
		if (depth === 0) return keys;
		if (depth === 1 && token === '{') entry = '';
	}
	return keys;
}
