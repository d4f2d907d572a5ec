import type { Field } from './plan';

/** Reads typed text for a field; undefined if empty. Lists use commas, objects JSON. */
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

/** Invalid JSON is sent as text: the service explains the fault. */
function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
