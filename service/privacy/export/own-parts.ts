/** Keeps of a request of a provider what is about one person: providers send what happened to several at once. */
import type { LeftOut } from './exported-row';

const maxDepth = 30;
/** Matches what can name somebody: an address, or a number as long as a phone number. */
const naming = /@|\d{7}/;

/** Recognizes the person as a word of its own: a longer number that contains theirs is somebody else's. */
export function mentionOf(written: readonly string[]): (text: string) => boolean {
	if (written.length === 0) return () => false;
	const names = written.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
	const pattern = new RegExp(`(?<![\\p{L}\\d])(?:${names})(?![\\p{L}\\d])`, 'iu');
	return (text) => pattern.test(text);
}

/** @returns undefined where nothing is about the person */
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

/** An item that does not name the person: beside one that does, it is somebody else's; alone, if it names anybody. */
const isOfOthers = (item: unknown, text: string, isApart: boolean): boolean =>
	typeof item === 'object' && item !== null && (isApart || naming.test(text));

const toText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
