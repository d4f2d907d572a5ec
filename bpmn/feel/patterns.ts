import { RE2JS } from 're2js';
import { expectTime, spend } from './evaluation-budget';
import { FeelFailure } from './scope';

/** A regular expression that runs in linear time. */
export type Pattern = RE2JS;

/** Parts of Java's regular expressions that cannot be run in linear time, or are read differently. */
const beyondLinear = /\\[1-9]|\\k<|\\G|\(\?(?:<?[=!]|>)|[*+?}]\+|&&/;
const flagBits: Record<string, number> = { s: RE2JS.DOTALL, m: RE2JS.MULTILINE, i: RE2JS.CASE_INSENSITIVE };
const posixClasses: Record<string, string> = {
	Lower: 'lower',
	Upper: 'upper',
	ASCII: 'ascii',
	Alpha: 'alpha',
	Digit: 'digit',
	Alnum: 'alnum',
	Punct: 'punct',
	Graph: 'graph',
	Print: 'print',
	Blank: 'blank',
	Cntrl: 'cntrl',
	XDigit: 'xdigit',
	Space: 'space',
};
/** Cost of reading a new pattern, in characters. */
const compilationCost = 1_000;
const remembered = new Map<string, Pattern | undefined>();

/** Finds a part of the pattern that Zeebe would run and this cannot. */
export const findUnsupported = (source: string): string | undefined => beyondLinear.exec(source)?.[0];

/**
 * Returns undefined for a text that is not a regular expression.
 * @throws FeelFailure for one that needs more than linear time, such as a back reference
 */
export function compilePattern(source: string, flags: string): Pattern | undefined {
	const key = `${flags}/${source}`;
	if (!remembered.has(key)) {
		if (remembered.size > 500) remembered.clear();
		spend(compilationCost + source.length);
		remembered.set(key, compileNew(source, flags));
	}
	return remembered.get(key);
}

function compileNew(source: string, flags: string): Pattern | undefined {
	const unsupported = findUnsupported(source);
	if (unsupported !== undefined)
		throw new FeelFailure(`'${unsupported}' in the regular expression '${source}' does not run in linear time`);
	const bits = Object.entries(flagBits).reduce((sum, [flag, bit]) => (flags.includes(flag) ? sum | bit : sum), 0);
	try {
		return RE2JS.compile(translate(source, flags.includes('x')), bits);
	} catch {
		// The message is about the pattern, which no caller uses: the call gives null.
		return undefined;
	}
}

/** Java's names of character classes, and its patterns with blanks and comments, in RE2's terms. */
function translate(source: string, hasComments: boolean): string {
	let inClass = false;
	return source.replaceAll(/\\p\{(\w+)\}|\\[^]|[[\]]|\s|#[^\n]*/g, (part, name?: string) => {
		if (name !== undefined && Object.hasOwn(posixClasses, name)) {
			const posix = `[:${posixClasses[name]}:]`;
			return inClass ? posix : `[${posix}]`;
		}
		if (part === '[' || part === ']') inClass = part === '[';
		return hasComments && /^[\s#]/.test(part) ? '' : part;
	});
}

/** Counts the work of a pattern with many states for a text, and of each search that looks ahead. @throws TooLarge */
function spendOnSearch(pattern: Pattern, characters: number): void {
	spend(Math.ceil((characters * pattern.programSize()) / instructionsPerCharacter));
}

/** Instructions that take about as long as a character that is copied or compared. */
const instructionsPerCharacter = 10;

export function test(pattern: Pattern, text: string): boolean {
	spendOnSearch(pattern, text.length);
	return pattern.test(text);
}

export function split(pattern: Pattern, text: string): string[] {
	spendOnSearch(pattern, text.length);
	const parts: string[] = [];
	let end = 0;
	for (const matcher = pattern.matcher(text); matcher.find();) {
		expectTime();
		// As in Java: an empty match at the beginning has nothing before it.
		if (matcher.end() === 0) continue;
		parts.push(text.slice(end, matcher.start()));
		end = matcher.end();
	}
	return [...parts, text.slice(end)];
}

export function findAll(pattern: Pattern, text: string): string[] {
	spendOnSearch(pattern, text.length);
	const matches: string[] = [];
	for (const matcher = pattern.matcher(text); matcher.find();) {
		expectTime();
		matches.push(matcher.group() ?? '');
	}
	return matches;
}

/** `$1`, `${name}` and `\` in the replacement are read as Java does; undefined when they cannot be. */
export function replaceAll(pattern: Pattern, text: string, replacement: string): string | undefined {
	spendOnSearch(pattern, text.length);
	const matcher = pattern.matcher(text);
	let result = '';
	let end = 0;
	while (matcher.find()) {
		expectTime();
		spend(replacement.length);
		const inserted = expand(replacement, matcher.groupCount(), (group) => matcher.group(group) ?? '');
		if (inserted === undefined) return undefined;
		result += text.slice(end, matcher.start()) + inserted;
		end = matcher.end();
	}
	return result + text.slice(end);
}

function expand(replacement: string, groups: number, group: (group: number | string) => string): string | undefined {
	let isValid = true;
	const marks = /\\([^]?)|\$(?:\{([A-Za-z]\w*)\}|(\d))?(\d*)/g;
	const result = replacement.replaceAll(marks, (_, escaped?: string, name?: string, digit?: string, more: string = '') => {
		if (escaped !== undefined && escaped !== '') return escaped;
		try {
			if (name !== undefined) return group(name) + more;
			const reference = readReference(digit, more, groups);
			if (reference) return group(reference.group) + reference.rest;
		} catch {
			// No group of that name.
		}
		isValid = false;
		return '';
	});
	return isValid ? result : undefined;
}

/** Reads the reference to a group: as many digits as there are groups for. */
function readReference(digit: string | undefined, more: string, groups: number): { group: number; rest: string } | undefined {
	if (digit === undefined || Number(digit) > groups) return undefined;
	let length = 0;
	while (length < more.length && Number(digit + more.slice(0, length + 1)) <= groups) length++;
	return { group: Number(digit + more.slice(0, length)), rest: more.slice(length) };
}
