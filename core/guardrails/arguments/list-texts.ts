import { decodeText } from './decode-text';
import { nameField, writeNumber } from './labels';

/** A text in the arguments of a tool call. */
export interface ArgumentText {
	text: string;
	/** The names of fields and the numbers of items that lead to it. */
	path: (string | number)[];
}

/** Levels of objects and lists, of JSON in texts, and of encoded text in encoded text. */
const deepest = 64;
/** One encoding counts as this many levels. */
const encoding = 16;

/** Arguments that are nested too deeply to be read. */
export class ArgumentsTooDeep extends Error {}

/**
 * Yields all that can carry something in a tool call's arguments: values with and without the name of their field, names, numbers, JSON in texts, and
 * what encoded texts say.
 * @throws ArgumentsTooDeep
 */
export function* listTexts(value: unknown, path: ArgumentText['path'] = [], level = 0): Generator<ArgumentText> {
	if (level > deepest) throw new ArgumentsTooDeep();
	if (typeof value === 'string') yield* listReadings(value, path, level);
	else if (typeof value === 'number') for (const text of writeNumber(value, nameField(path))) yield* withLabel(text, path);
	else if (typeof value === 'object' && value !== null) yield* listMembers(value, path, level + 1);
}

function* listMembers(value: object, path: ArgumentText['path'], level: number): Generator<ArgumentText> {
	for (const [key, member] of Object.entries(value)) {
		const place = [...path, Array.isArray(value) ? Number(key) : key];
		if (!Array.isArray(value)) yield* listReadings(key, place, level, false);
		yield* listTexts(member, place, level);
	}
}

/** Yields a text, and what it says where it is JSON or encoded. */
function* listReadings(text: string, path: ArgumentText['path'], level: number, isValue = true): Generator<ArgumentText> {
	// What is in it first: its place is more exact.
	const inner = parseJson(text);
	if (inner !== undefined) yield* listMembers(inner, path, level + 1);
	yield* isValue ? withLabel(text, path) : [{ text, path }];
	if (level + encoding > deepest) return;
	for (const decoded of decodeText(text)) yield* listReadings(decoded, path, level + encoding, isValue);
}

/** Yields a value alone, and after the name of its field: the name can say what it is, and it can hide what it is. */
function* withLabel(text: string, path: ArgumentText['path']): Generator<ArgumentText> {
	yield { text, path };
	const label = nameField(path);
	if (label !== '') yield { text: `${label}: ${text}`, path };
}

/** Objects and lists only: anything else is a text. */
function parseJson(text: string): object | undefined {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as object;
	} catch {
		return undefined; // its message quotes the text
	}
}
