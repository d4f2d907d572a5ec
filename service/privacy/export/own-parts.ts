/** Keeps one person's part of a provider request, which can cover several people. */
import type { LeftOut } from './exported-row';

const maxDepth = 30;
/** A possible name: an address, or a number as long as a phone's. */
const naming = /@|\d{7}/;

/** Matches the person as a whole word: a longer number is somebody else's. */
export function mentionOf(written: readonly string[]): (text: string) => boolean {
	if (written.length === 0) return () => false;
	const names = written.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
	const pattern = new RegExp(`(?<![\\p{L}\\d])(?:${names})(?![\\p{L}\\d])`, 'iu');
	return (text) => pattern.test(text);
}

/** @returns undefined if nothing is about the person */
export function keepOwnParts(stored: unknown, isMentioned: (text: string) => boolean, leftOut: LeftOut): unknown {
	if (!isMentioned(toText(stored))) {
		leftOut.parts += 1;
		return undefined;
	}
	const prune = (value: unknown, depth: number): unknown => {
		if (typeof value !== 'object' || value === null || depth === 0) return value;
		if (!Array.isArray(value)) return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, prune(field, depth - 1)]));
		const texts = value.map(toText);
		const isApart = texts.some((text) => isMentioned(text));
		const own = value.filter((item, index) => isMentioned(texts[index]!) || !isOfOthers(item, texts[index]!, isApart));
		leftOut.parts += value.length - own.length;
		return own.map((item) => prune(item, depth - 1));
	};
	return prune(stored, maxDepth);
}

/** An item without the person's name: beside one that has it, it is somebody else's; alone, if it names anybody. */
const isOfOthers = (item: unknown, text: string, isApart: boolean): boolean =>
	typeof item === 'object' && item !== null && (isApart || naming.test(text));

const toText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
