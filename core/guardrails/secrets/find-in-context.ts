import { isAssignedSecret, isMentionedSecret, isUuid, type SecretKind } from './assigned-secret';
import type { SecretMatch } from './rule';

/** The names of secrets, and the kind of value that makes one. Requires a word before `key` if the key alone is that of a button or a row. */
const secretNames: ReadonlyArray<readonly [kind: SecretKind, rule: string, words: string]> = [
	[
		'password',
		'password',
		'pass(?:word|wd|phrase|code)|(?<=[_.-]|require)pass|passw|psw|pwd|(?<![A-Za-z])pw(?![A-Za-z])|senha|palavra-passe|contrase\u00F1a',
	],
	[
		'key',
		'api-key',
		`(?:api|app|access|secret|private|auth|encrypt(?:ion)?|master|signing|account|shared|license|consumer|service|client|admin|session|webhook|merchant|subscription|functions?|deploy|root|ssh|user|project|write|ingest(?:ion)?|personal|bot|hmac|aes|cipher|crypto)[ _.-]?key|chave|clave`,
	],
	['token', 'token', 'token|jwt|credential|credencia[il]|authorization|(?<!o)auth'],
	['secret', 'client-secret', 'secret|segredo'],
	['bare-key', 'api-key', '(?<![A-Za-z])key'],
	['bare-password', 'password', '(?<![A-Za-z])pass'],
];
const name = new RegExp(secretNames.map(([, , words]) => `(${words})`).join('|'), 'gi');

const wordsBefore = 60;
const namePart = `[\\w.-]{0,40}`;
const closing = `\\\\{0,2}["'\`\\])*]{0,3}`;
/** `senha do wifi da loja: …`, `token (produção): …` */
const wordsBetween = `(?:[ \\t][\\p{L}\\p{N}_()/-]{1,20}){0,7}?`;
/** `password: string = …` */
const type = `(?::[ ]?[A-Za-z]{1,20}\\??[ ](?==))?`;
const operator = `(?:\\s{0,4}(?:=>|:=|->|\\u2192|={1,3}|::?|\\||>|%3[AaDd])\\s{0,40}|[ \\t]{1,3}(?:is|\\u00E9|eh|e'|era|was|to|para|as|como)[ \\t]{1,3}(?::[ \\t])?|["'],[ ]{0,2}(?=["'])|,?\\s{1,40}["']?value["']?\\s{0,4}[:=]\\s{0,4}|\\s{0,4}\\{\\s{0,20}default\\s{0,4}=\\s{0,4})`;
const scheme = `(?:(?:bearer|basic|token|apikey|api-key|key|bot)[ ]{1,2})?`;
const value = `(?:\\\\{0,2}(["'\`])([^"'\`\\s\\\\]{4,400})(?=["'\`\\\\]|$)|([^\\s"'\`<>,;\\\\]{4,400}))`;
const assignment = new RegExp(`${namePart}${closing}${wordsBetween}${type}${operator}(?:${scheme})${value}`, 'iuy');
/** `--api-key …`, `use a senha S3nh@…`, or on the next line. */
const mention = /(?:[ \t]{1,3}|[ \t]{0,3}(?:\r?\n){1,2}[ \t]{0,8})["'`]?([^\s"'`<>,;\\]{8,100})/y;

/** Max names in one run of characters without a space; a run with more is not an assignment, and would be read again for each. */
const maxNamesInAValue = 8;

/** Yields values that are secrets because of the text before them, in order; undefined for each name without one. */
export function* findInContext(text: string): Generator<SecretMatch | undefined> {
	const names = new RegExp(name);
	let valueEnd = 0;
	let namesInValue = 0;
	for (let name = names.exec(text); name; name = names.exec(text)) {
		const [kind, rule] = secretNames[name.slice(1).findIndex((group) => group !== undefined)]!;
		const end = names.lastIndex;
		namesInValue = name.index < valueEnd ? namesInValue + 1 : 0;
		const match = assigned(text, name.index, end, kind) ?? mentioned(text, name.index, end, kind);
		yield match && { type: 'SECRET', rule, ...match };
		if (namesInValue === 0) valueEnd = Math.max(end, assignment.lastIndex);
		if (match) names.lastIndex = match.end;
		else if (namesInValue === maxNamesInAValue) names.lastIndex = valueEnd;
	}
}

type Found = Pick<SecretMatch, 'start' | 'end' | 'score'>;

function assigned(text: string, start: number, end: number, kind: SecretKind): Found | undefined {
	assignment.lastIndex = end;
	const parsed = assignment.exec(text);
	if (!parsed) return undefined;
	const [, , quoted, bare] = parsed;
	const value = quoted ?? unquoted(bare!, text, start);
	const at = assignment.lastIndex - (quoted ?? bare!).length;
	const name = { before: text.slice(Math.max(0, start - wordsBefore), start), after: text.slice(end, at) };
	return isAssignedSecret(value, kind, name, quoted !== undefined)
		? { start: at, end: at + value.length, score: kind.startsWith('bare') ? 0.6 : 0.8 }
		: undefined;
}

function mentioned(text: string, start: number, end: number, kind: SecretKind): Found | undefined {
	mention.lastIndex = end;
	const parsed = mention.exec(text);
	if (!parsed) return undefined;
	const value = withoutPunctuation(parsed[1]!);
	const isOption = /(?:^|\s)--[\w-]{0,30}$/.test(text.slice(Math.max(0, start - wordsBefore), start));
	const isUuidOfSecret =
		/^(?:[a-z]+[_-])?(?:secret|[a-z]+[_-]?key|token)$/i.test(text.slice(start, end)) && /[_-]/.test(text.slice(start - 1, end));
	const accepted =
		isOption || (isUuidOfSecret && isUuid(value))
			? isAssignedSecret(value, kind, { before: '', after: '' }, false)
			: isMentionedSecret(value);
	const at = mention.lastIndex - parsed[1]!.length;
	return accepted ? { start: at, end: at + value.length, score: isOption ? 0.8 : 0.6 } : undefined;
}

/** Returns an unquoted value without punctuation at its end. In the query of a URL, it ends at the next parameter. */
function unquoted(value: string, text: string, name: number): string {
	const inQuery = /[?&][\w.-]{0,40}$/.test(text.slice(Math.max(0, name - wordsBefore), name));
	return withoutPunctuation(inQuery ? value.split(/[&#]/, 1)[0]! : value);
}

const withoutPunctuation = (value: string): string => value.slice(0, value.length - /[.,:;)\]}|*]{0,4}$/.exec(value)![0].length);
