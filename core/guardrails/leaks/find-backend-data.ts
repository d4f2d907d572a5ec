import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';
import { speaksOfJson } from '../../words/speaks-of-json';

/** Lines of stack traces: JavaScript, Python, Java and .NET, PHP, Ruby, Go. */
const frames = [
	String.raw`^[ \t]{0,40}at .{0,400}[\w./\\:@-]:\d{1,6}:\d{1,6}\)?`,
	String.raw`\bat [\w$.<>]{1,100} ?\((?:file:\/\/|node:|[A-Z]:\\|\/)[^()\n]{1,200}:\d{1,6}\)`,
	String.raw`\bat \/[\w./@-]{1,200}:\d{1,6}:\d{1,6}`,
	String.raw`Traceback \(most recent call last\)`,
	String.raw`\bFile "[^"\n]{1,200}", line \d{1,6}`,
	String.raw`\bat [\w$.]{1,200}\([\w$]{1,100}\.(?:java|kt|scala):\d{1,6}\)`,
	String.raw`\bat [\w.<>\x60]{1,200}\([^()\n]{0,200}\) in [^\n]{1,200}:line \d{1,6}`,
	String.raw`^[ \t]{0,40}#\d{1,3} [^\s:]{1,200}\.php\(\d{1,6}\)`,
	String.raw`(?<![\w./-])[\w./-]{1,200}\.rb:\d{1,6}:in [\x60']`,
	String.raw`^goroutine \d{1,9} \[`,
];
/** Private networks (RFC 1918), and internal names. */
const places = [
	String.raw`\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}\b`,
	String.raw`\b(?:[a-z0-9-]{1,63}\.){1,8}(?:internal|intranet|corp|lan|svc\.cluster\.local)\b`,
];
const traces = new RegExp(frames.join('|'), 'gim');
const privatePlaces = new RegExp(places.join('|'), 'gi');
/** Usual address of a home router. */
const router = /^192\.168\.\d{1,3}\.(?:1|254)$/;
const field = /"[\w.$-]{1,60}"\s{0,20}:\s{0,20}(?:"(?:[^"\\\n]|\\.){0,500}"|-?\d[\d.eE+-]{0,30}|true|false|null|[{[])/g;
const minFields = 2;
const maxFields = 100;

/**
 * Finds traces of the systems behind the agent: stack traces, private addresses, and a tool result verbatim as JSON. Words of the author, the
 * person or a document are allowed. @param before the text that it continues
 */
export function findBackendData(text: string, given: GivenTexts, before = ''): Match[] {
	const whole = before + text;
	const written = listWritten(given);
	const results = given.results?.map(withoutSpaces);
	const isNew = ([found]: RegExpExecArray): boolean =>
		!written.some((one) => one.includes(found)) && (results?.some((one) => one.includes(withoutSpaces(found))) ?? true);
	const found = [
		...[...whole.matchAll(traces)].filter(isNew).map(toMatch('STACK_TRACE')),
		...[...whole.matchAll(privatePlaces)].filter((one) => isPlace(one[0]) && isNew(one)).map(toMatch('PRIVATE_ADDRESS')),
		...findRawFields(whole, given).filter(isNew).map(toMatch('RAW_RESULT')),
	];
	return found
		.map((match) => ({ ...match, start: Math.max(0, match.start - before.length), end: match.end - before.length }))
		.filter(({ end }) => end > 0);
}

const toMatch =
	(type: string) =>
	({ 0: found, index }: RegExpExecArray): Match => ({ type, start: index, end: index + found.length, score: 1 });

function listWritten({ author, others, results = [], told = [] }: GivenTexts): string[] {
	return [author, ...others.filter((one) => !results.includes(one)), ...told];
}

/** Four numbers up to 255 are an address; three are a version. */
function isPlace(found: string): boolean {
	const parts = found.split('.');
	return !/^[\d.]+$/.test(found) || (parts.length === 4 && parts.every((part) => Number(part) <= 255) && !router.test(found));
}

/**
 * Program fields are not for people. An author who mentions JSON has a program as reader; a person who does could otherwise switch the guardrail off.
 */
function findRawFields(text: string, { author, results = [], isForProgram }: GivenTexts): RegExpExecArray[] {
	if (isForProgram || results.length === 0 || speaksOfJson(author)) return [];
	const written = [...text.matchAll(field)].slice(0, maxFields);
	if (written.length < minFields) return [];
	const plain = results.map(withoutSpaces);
	const fields = written.filter(([found]) => plain.some((result) => result.includes(withoutSpaces(found))));
	return fields.length >= minFields ? fields : [];
}

/** JSON escapes line ends, quotation marks and paths. */
const withoutSpaces = (text: string): string => text.replace(/[\s\\]+/g, '');
