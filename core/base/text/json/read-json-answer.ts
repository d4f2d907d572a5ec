import { parseLenientJson } from './parse-lenient-json';

/** Max starts of JSON. Without it, a text of brackets would be read once for each bracket. */
const maxStarts = 20;

/**
 * Finds JSON values in an answer, the likeliest first: the whole text, code fences, then values between words, last ones first. Integers beyond
 * 2^53 are bigint, inexact numbers NaN. Reads the text at most twenty times.
 */
export function* readJsonAnswers(text: string): Generator<unknown> {
	const whole = parseLenientJson(text);
	if (whole) {
		yield whole.value;
		return;
	}
	for (const inside of [...fenced(text)].reverse()) {
		const parsed = parseLenientJson(inside);
		if (parsed) yield parsed.value;
	}
	yield* [...embedded(text)].reverse();
}

function* fenced(text: string): Generator<string> {
	const parts = text.split('```', 2 * maxStarts);
	for (let index = 1; index < parts.length; index += 2) yield parts[index]!.replace(/^\w{0,20}[ \t]*\r?\n/, '');
}

function* embedded(text: string): Generator<unknown> {
	let from = 0;
	for (let starts = 0; starts < maxStarts; starts += 1) {
		const offset = text.slice(from).search(/[[{]/);
		if (offset === -1) return;
		const start = from + offset;
		const end = findEnd(text, start);
		const parsed = end === undefined ? undefined : parseLenientJson(text.slice(start, end));
		if (parsed) yield parsed.value;
		from = parsed ? end! : start + 1;
	}
}

function findEnd(text: string, start: number): number | undefined {
	let depth = 0;
	let quoted = false;
	for (let index = start; index < text.length; index += 1) {
		const character = text[index];
		if (quoted) {
			if (character === '\\') index += 1;
			else if (character === '"') quoted = false;
		} else if (character === '"') quoted = true;
		else if (character === '{' || character === '[') depth += 1;
		else if ((character === '}' || character === ']') && --depth === 0) return index + 1;
	}
	return undefined;
}
