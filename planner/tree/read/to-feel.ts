import { findSyntaxFault } from '../../../bpmn/feel/syntax-fault';

/** Returns the parts of an expression: texts with their quotes, and what is between them. */
function splitTexts(expression: string): Array<{ text: string; isText: boolean }> {
	const parts: Array<{ text: string; isText: boolean }> = [];
	let from = 0;
	for (const match of expression.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|“[^”]*”/gs)) {
		if (match.index > from) parts.push({ text: expression.slice(from, match.index), isText: false });
		parts.push({ text: match[0], isText: true });
		from = match.index + match[0].length;
	}
	if (from < expression.length) parts.push({ text: expression.slice(from), isText: false });
	return parts;
}

/** Changes what is not within a text. */
const mapCode = (expression: string, change: (code: string) => string): string =>
	splitTexts(expression)
		.map(({ text, isText }) => (isText ? text : change(text)))
		.join('');

/** Puts new names in place of others, but not within texts and not after a dot. */
export function renameVariables(expression: string, names: ReadonlyMap<string, string>): string {
	if (names.size === 0) return expression;
	// The longest first: `customer name` before `customer`.
	const olds = [...names.keys()]
		.sort((one, other) => other.length - one.length)
		.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}_.$])(?:${olds.join('|')})(?![\\p{L}\\p{N}_])(?!\\s*:)`, 'gu');
	return mapCode(expression, (code) => code.replace(pattern, (name) => names.get(name) ?? name));
}

/** Turns what models write in JavaScript, Python or templates into FEEL. What is FEEL already stays as it is. */
export function toFeel(written: string): string {
	const expression = unwrap(written.trim());
	const known = mapCode(expression, (code) =>
		code
			.replace(/\b(?:undefined|None)\b/g, 'null')
			.replace(/\bTrue\b/g, 'true')
			.replace(/\bFalse\b/g, 'false'),
	);
	if (isFeel(known) && !/\.(?:length|size)\b(?!\s*\()/.test(known)) return known;
	const quoted = splitTexts(known)
		.map(({ text, isText }) => (isText ? quote(text) : text))
		.join('');
	const translated = writeConditional(writeNegations(mapCode(writeMethods(quoted), writeOperators))).trim();
	return isFeel(translated) ? translated : known;
}

export const isFeel = (expression: string): boolean => findSyntaxFault(expression) === undefined;

/** Removes a leading `=`, and `{{…}}` or `${…}` around the whole. */
function unwrap(text: string): string {
	const inner = /^=(?!=)\s*([\s\S]*)$/.exec(text)?.[1] ?? text;
	return (/^(?:\{\{([^{}]*)\}\}|\$\{([^{}]*)\})$/.exec(inner)?.slice(1).find(Boolean) ?? inner).trim();
}

const quote = (text: string): string =>
	text.startsWith('"') ? text : `"${text.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`;

const operators: Array<[RegExp, string]> = [
	[/===?/g, '='],
	[/!==?|<>|≠/g, '!='],
	[/≥/g, '>='],
	[/≤/g, '<='],
	[/&&/g, ' and '],
	[/\|\|/g, ' or '],
	[/\s+AND\s+/g, ' and '],
	[/\s+OR\s+/g, ' or '],
	[/\bis\s+not\s+null\b/gi, '!= null'],
	[/\bis\s+null\b/gi, '= null'],
	[/\bnot\s+(?!\()([A-Za-z_][\w.]*)/g, 'not($1)'],
	[/\?\./g, '.'],
];

const writeOperators = (code: string): string => operators.reduce((text, [from, to]) => text.replace(from, to), code);

const path = String.raw`[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*?`;
const methods: Array<[RegExp, string]> = [
	[new RegExp(`(${path})\\.(?:length|size)\\b(?:\\(\\))?`, 'g'), 'count($1)'],
	[new RegExp(`(${path})\\.includes\\(([^()]*)\\)`, 'g'), 'contains($1, $2)'],
	[new RegExp(`(${path})\\.startsWith\\(([^()]*)\\)`, 'g'), 'starts with($1, $2)'],
	[new RegExp(`(${path})\\.endsWith\\(([^()]*)\\)`, 'g'), 'ends with($1, $2)'],
	[new RegExp(`(${path})\\.toLowerCase\\(\\)`, 'g'), 'lower case($1)'],
	[new RegExp(`(${path})\\.toUpperCase\\(\\)`, 'g'), 'upper case($1)'],
	[/\blen\(/g, 'count('],
];

const writeMethods = (expression: string): string => methods.reduce((text, [from, to]) => text.replace(from, to), expression);

/** Turns `!a.b`, `!f(x)` and `!(…)` into `not(…)`. */
function writeNegations(expression: string): string {
	const place = expression.search(/!(?!=)/);
	if (place < 0 || isInText(expression, place)) return expression;
	const operand = /^\s*(?:[A-Za-z_][\w. ]*\w|[A-Za-z_])?/.exec(expression.slice(place + 1))![0];
	const end = closeOf(expression, place + 1 + operand.length);
	const inner = expression.slice(place + 1, end).trim();
	if (inner === '') return expression;
	const bare = /^\([\s\S]*\)$/.test(inner) ? inner.slice(1, -1) : inner;
	return writeNegations(`${expression.slice(0, place)}not(${bare})${expression.slice(end)}`);
}

const isInText = (expression: string, place: number): boolean => (expression.slice(0, place).match(/"/g)?.length ?? 0) % 2 === 1;

/** Returns the place after the parenthesis that closes the one there, else the place itself. */
function closeOf(expression: string, at: number): number {
	if (expression[at] !== '(') return at;
	let open = 0;
	for (let place = at; place < expression.length; place++) {
		if (expression[place] === '(') open++;
		else if (expression[place] === ')' && --open === 0) return place + 1;
	}
	return at;
}

/** Turns `a ? b : c` into `if a then b else c`. */
function writeConditional(expression: string): string {
	const match = /^([^?"]+)\?([^:?]+):([^:?]+)$/.exec(expression);
	return match ? `if ${match[1]!.trim()} then ${match[2]!.trim()} else ${match[3]!.trim()}` : expression;
}

/** Makes FEEL of a text with names in braces: `Dear {{name}}` becomes `"Dear " + string(name)`. */
export function templateToFeel(text: string): string {
	const parts = text.split(/\{\{\s*([^{}]+?)\s*\}\}|\$?\{\s*([\w.]+)\s*\}/g);
	const written: string[] = [];
	for (let at = 0; at < parts.length; at += 3) {
		if (parts[at]) written.push(JSON.stringify(parts[at]));
		const name = parts[at + 1] ?? parts[at + 2];
		if (name !== undefined) written.push(`string(${name})`);
	}
	return written.join(' + ') || '""';
}
