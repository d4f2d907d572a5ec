import type { Expression, Node } from 'acorn';
import { type Data, NoFeel, textOf, type Written, writeText } from './written';

type Given = Array<() => Written>;
type Call = (text: string, given: Given, nodes: readonly Node[]) => string;

const texts: Record<string, Call> = {
	trim: (text) => `trim(${text})`,
	split: (text, given) => `split(${text}, ${writeText(escapePattern(constant(given[0], 'split')))})`,
	substring: cut,
	slice: cut,
	replace(text, given, [first]) {
		const pattern = first && patternOf(first);
		if (pattern) return replaceAll(text, pattern, given[1]);
		const from = writeText(constant(given[0], 'replace'));
		const to = writeText(constant(given[1], 'replace', /\$/));
		return `(if contains(${text}, ${from}) then substring before(${text}, ${from}) + ${to} + substring after(${text}, ${from}) else ${text})`;
	},
	replaceAll(text, given, [first]) {
		return replaceAll(text, (first && patternOf(first)) ?? { source: escapePattern(constant(given[0], 'replaceAll')) }, given[1]);
	},
};

/** Writes a call of a method of texts. Undefined for another method. @throws NoFeel */
export function callOnText(name: string, on: Written, given: Given, nodes: readonly Node[], data: Data): Written | undefined {
	if (!Object.hasOwn(texts, name) || on.type === 'list') return undefined;
	if (given.length > (name === 'trim' ? 0 : name === 'split' ? 1 : 2)) throw new NoFeel('function', name);
	data.note(on, 'text');
	const text = on.type === 'text' || on.isPath ? on.feel : textOf(on);
	return { feel: texts[name]!(text, given, nodes), type: name === 'split' ? 'list' : 'text' };
}

/** FEEL takes no place outside of a text. Places from the end are counted otherwise where the text is shorter. */
function cut(text: string, given: Given): string {
	const places = given.map((one) => one().feel);
	const [from = Number.NaN, to = Infinity] = places.map(Number);
	if (!places.every((one) => /^\d{1,6}$/.test(one)) || !(to > from)) throw new NoFeel('function', 'slice');
	const length = to === Infinity ? '' : `, ${to - from}`;
	const rest = `substring(${text}, ${from + 1}${length})`;
	return from === 0 ? rest : `(if string length(${text}) > ${from} then ${rest} else "")`;
}

/** Returns a text that the workflow has as it is, and that is not empty. */
function constant(given: (() => Written) | undefined, name: string, refused = /^$/): string {
	const text = /^"(?:[^"\\]|\\.)*"$/.exec(given?.().feel ?? '')?.[0];
	const value = text === undefined ? undefined : (JSON.parse(text) as string);
	if (value === undefined || refused.test(value)) throw new NoFeel('function', name);
	return value;
}

interface Pattern {
	source: string;
	flags?: string;
}

/** Both read `$` and `\` of a replacement in their own way. */
function replaceAll(text: string, { source, flags }: Pattern, by: (() => Written) | undefined): string {
	const given = [text, writeText(source), writeText(constant(by, 'replace', /[$\\]/)), ...(flags === undefined ? [] : [writeText(flags)])];
	return `replace(${given.join(', ')})`;
}

/** Versions of FEEL read a backslash in a text in their own way: a class says the same. */
function escapePattern(text: string): string {
	if (/[\\^[\]]/.test(text)) throw new NoFeel('function', text.slice(0, 20));
	return text.replaceAll(/[.*+?${}()|]/g, '[$&]');
}

/** Blanks of JavaScript's `\s`. */
const blanks = '\t-\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF';
/** Parts of a pattern with a backslash, as they are in a class. */
const classes: Record<string, string> = { d: '0-9', w: 'A-Za-z0-9_', s: blanks, n: '\n', t: '\t', r: '\r' };

/** Writes a regular expression for all places, with its flags. Undefined for something else. @throws NoFeel */
function patternOf(node: Node): Pattern | undefined {
	const { regex } = node as Expression & { regex?: { pattern: string; flags: string } };
	if (!regex) return undefined;
	const { pattern, flags } = regex;
	// Letters beyond ASCII have no case in Java's patterns.
	const isKnown = flags === 'g' || (/^(?:gi|ig)$/.test(flags) && /^[\x20-\x7E]*$/.test(pattern));
	const source = isKnown ? writePattern(pattern) : undefined;
	if (source === undefined) throw new NoFeel('function', `/${pattern}/${flags}`.slice(0, 60));
	return { source, ...(flags !== 'g' && { flags: 'i' }) };
}

/** Writes a pattern without a backslash. Undefined for parts that FEEL does not have, or reads in another way. */
function writePattern(pattern: string): string | undefined {
	// A group, a class, what a backslash begins, a count, or one character.
	const parts = pattern.match(/\(\?:|\[\^?(?:\\.|[^\\\]])+\]|\\.|\{\d+(?:,\d*)?\}|./gsu) ?? [];
	const written = parts.map((part, at) => {
		if (part.startsWith('\\')) return inClass(part, `[${part}]`);
		if (part.length > 1 && part.startsWith('[')) return /^\[\^?.*[[&^].*\]$/s.test(part.replace('^', '')) ? undefined : inClass(part, part);
		const isOdd = part.length === 1 && (/[$^{}[\]\\]/.test(part) || (part === '?' && parts[at - 1] === '('));
		return isOdd ? undefined : part;
	});
	return written.includes(undefined) ? undefined : written.join('');
}

/** Replaces what backslashes begin in a class. */
function inClass(part: string, text: string): string | undefined {
	const letters = [...part.matchAll(/\\(.)/gsu)].map(([, letter]) => letter!);
	const isKnown = letters.every((letter) => Object.hasOwn(classes, letter) || /[.*+?{}()|/$"'#@:;,!=<>% ]/.test(letter));
	return isKnown ? text.replaceAll(/\\(.)/gsu, (_, letter: string) => classes[letter] ?? letter) : undefined;
}
