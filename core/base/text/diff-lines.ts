import { diffArrays } from 'diff';
import { stringifyJson } from './json/lossless-json';

/** A line in both values, only in the expected one, or only in the received one. */
export type DiffLine = [sign: ' ' | '-' | '+', text: string];

const maxLines = 400;
const contextLines = 3;

/** Compares two values as indented JSON, line by line. Shortens long equal parts to the lines next to a difference. */
export function diffLines(expected: unknown, received: unknown): DiffLine[] {
	return keepNearContext(compareLines(toLines(expected), toLines(received)));
}

export function diffTexts(expected: string, received: string): DiffLine[] {
	return keepNearContext(compareLines(limitLines(expected.split('\n')), limitLines(received.split('\n'))));
}

/** Returns the part of a value that an expectation names: the named fields of objects, also in lists. Keeps all entries of lists. */
export function selectExpected(expected: unknown, received: unknown): unknown {
	if (Array.isArray(expected) && Array.isArray(received))
		return received.map((one, index) => (index < expected.length ? selectExpected(expected[index], one) : (one as unknown)));
	if (!isRecord(expected) || !isRecord(received)) return received;
	const names = Object.keys(expected).filter((name) => name in received);
	return Object.fromEntries(names.map((name) => [name, selectExpected(expected[name], received[name])]));
}

function toLines(value: unknown): string[] {
	return limitLines((value === undefined ? 'nothing' : stringifyJson(sorted(value), 2)).split('\n'));
}

function limitLines(lines: string[]): string[] {
	return lines.length > maxLines ? [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`] : lines;
}

/** Sorts fields by name, because their order is not a difference. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map((name) => [name, sorted(value[name])]),
	);
}

function compareLines(left: string[], right: string[]): DiffLine[] {
	const comparator = (one: string, other: string) => one.replace(/,$/, '') === other.replace(/,$/, '');
	return diffArrays(left, right, { comparator }).flatMap(({ added, removed, value }) =>
		value.map((line): DiffLine => [added ? '+' : removed ? '-' : ' ', line]),
	);
}

function keepNearContext(lines: DiffLine[]): DiffLine[] {
	const near = lines.map((_, index) =>
		lines.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(([sign]) => sign !== ' '),
	);
	return lines.flatMap((line, index) => {
		if (near[index]) return [line];
		return index > 0 && near[index - 1] ? [[' ', '…'] satisfies DiffLine] : [];
	});
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
