import { printable } from './terminal';

export { countNouns, formatCount } from '../../core/base/text/count-nouns';

/** Returns foreign text as one safe line of limited length. */
export function shortenLine(text: string, maxCharacters: number): string {
	const line = printable(text).replaceAll('\n', ' ');
	return line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line;
}

const units: Array<[name: string, ms: number]> = [
	['d', 86_400_000],
	['h', 3_600_000],
	['min', 60_000],
	['s', 1_000],
];

/** Formats a duration with its two largest units: `12 ms`, `1.25 s`, `3 min 20 s`, `2 d 1 h`. */
export function formatDuration(ms: number): string {
	if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
	if (ms < 60_000) return `${Number((ms / 1_000).toFixed(2))} s`;
	const index = units.findIndex(([, size]) => ms >= size);
	const [name, size] = units[index]!;
	const [smallerName, smallerSize] = units[index + 1]!;
	const rest = Math.floor((ms % size) / smallerSize);
	return `${Math.floor(ms / size)} ${name}${rest > 0 ? ` ${rest} ${smallerName}` : ''}`;
}
