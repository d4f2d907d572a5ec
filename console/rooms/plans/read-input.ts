import type { Field } from './plan';

/** Reads what was typed for a field; undefined for nothing. Lists are typed with commas, objects as JSON. */
export function readInput({ type }: Pick<Field, 'type'>, typed: string): unknown {
	const text = typed.trim();
	if (text === '') return undefined;
	switch (type) {
		case 'number':
			return Number(text);
		case 'boolean':
			return text === 'true';
		case 'list':
			return text.startsWith('[') ? readJson(text) : text.split(',').map((part) => part.trim());
		case 'object':
		case 'file':
			return readJson(text);
		default:
			return text;
	}
}

/** A text that is not JSON goes as it is: the service says what is wrong with it. */
function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
