import { findCellsBelow, findInsertedCells } from '../personal-data/reading/table-cells';
import { isAssignedSecret, isColumnSecret, isMentionedSecret, isUuid, type SecretKind } from './assigned-secret';
import type { SecretMatch } from './rule';

/** Joins of the words of a name: `chave de API`, `clé d'accès`, `chiave dell'API`. */
const of = `[ _-](?:(?:d[aeio]s?|del|della|para|f\u00FCr)[ _-]|(?:d|dell)['\u2019])?`;
const services =
	'api|app|access|secret|private|auth|encrypt(?:ion)?|master|signing|account|shared|licen[cs]e|consumer|service|client|admin|session|webhook|merchant|storage|subscription|functions?|deploy|root|ssh|user|project|write|ingest(?:ion)?|personal|bot|hmac|aes|cipher|crypto';
const qualities =
	'api|acesso|acceso|accesso|acc[e\u00E8]s|secret[oa]?|secr[e\u00E8]te|segreta|priva[dt][oa]|priv[e\u00E9]e|\u0434\u043E\u0441\u0442\u0443\u043F\u0430';

/** A word must precede `key` if the key alone is that of a button or a row. */
const secretNames: ReadonlyArray<readonly [kind: SecretKind, rule: string, words: string]> = [
	[
		'password',
		'password',
		[
			'pass(?:word|wort|wd|phrase|code|ord(?![a-z]))|(?<=[_.-]|require)pass|passw|psw|pwd|(?<![A-Za-z])pw(?![A-Za-z])|kennwort|wachtwoord|l[\u00F6o]senord|adgangskode',
			'senha|palavra-passe|contrase\u00F1a|contrasenya|mot[ _-]de[ _-]passe|parola(?! chiave)|has\u0142o|heslo|jelsz\u00F3|salasana|\u015Fifre|m\u1EADt kh\u1EA9u|kata sandi',
			'пароль|κωδικός|סיסמה|كلمة (?:المرور|السر)|รหัสผ่าน|密码|密碼|口令|パスワード|비밀번호',
		].join('|'),
	],
	[
		'key',
		'api-key',
		[
			`(?:${services})[ _.-]?key`,
			`(?:api|zugangs|zugriffs|geheim|lizenz)[ _.-]?schl(?:\u00FC|ue)ssel|(?:api|toegangs)[ _.-]?sleutel|api[ _.-]?(?:nyckel|n\u00F8gle|n\u00F8kkel|anahtar\u0131|kulcs|avain)`,
			`(?:chave|clave|cl[e\u00E9]|chiave|klucz|kl\u00ED\u010D|ключ)${of}(?:${qualities})`,
			'(?:api|секретный)[ _.-]?(?:ключ|klju\u010D)|密钥|密鑰|金鑰|(?:api|アクセス|シークレット|秘密)[ _.-]?キー|(?:api|액세스|비밀)[ _.-]?키',
		].join('|'),
	],
	['general-key', 'api-key', 'chave|clave'],
	['token', 'token', 'token|jwt|credential|credencia[il]|authorization|(?<!o)auth|jeton|токен|令牌|トークン|토큰'],
	['secret', 'client-secret', 'secret|segredo|geheimnis|segreto|секрет|シークレット'],
	['bare-key', 'api-key', '(?<![A-Za-z])key'],
	['bare-password', 'password', '(?<![A-Za-z])pass'],
];
const form = new RegExp(secretNames.map(([, , words]) => `(${words})`).join('|'), 'gi');

interface SecretName {
	start: number;
	end: number;
	kind: SecretKind;
	rule: string;
}

function findName(text: string, from: number): SecretName | undefined {
	form.lastIndex = from;
	const name = form.exec(text);
	if (!name) return undefined;
	const [kind, rule] = secretNames[name.slice(1).findIndex((group) => group !== undefined)]!;
	return { start: name.index, end: form.lastIndex, kind, rule };
}

interface Place {
	start: number;
	end: number;
	score: number;
}

const limits = { distance: 400_000, rows: 10_000, row: 2_000 };
const maxColumns = 8;
const maxHeading = 40;
const edge = /[;|,\t\n(]/;
/** A name in a sentence heads no column. */
const maxWords = 3;

/** Secrets below column names of CSV, tables and SQL. Reads each table once, for its first eight names. */
class SecretColumns {
	#tableStart = 0;
	#tableEnd = 0;
	#columns = 0;

	constructor(private readonly text: string) {}

	findBelow(nameStart: number, nameEnd: number, kind: SecretKind): Place[] {
		if (nameStart >= this.#tableStart && nameStart < this.#tableEnd) return [];
		const heading = this.#readHeading(nameStart, nameEnd);
		if (!heading || (nameStart < this.#tableStart && this.#columns >= maxColumns)) return [];
		const below = findCellsBelow(this.text, nameStart, nameEnd, limits);
		const cells = below.length > 0 ? below : findInsertedCells(this.text, nameStart, nameEnd, limits);
		if (cells.length === 0) return [];
		if (nameStart >= this.#tableEnd) {
			this.#columns = 0;
			this.#tableStart = nameEnd + this.text.slice(nameEnd).search(/[\n)]/);
			this.#tableEnd = cells.at(-1)!.end;
		}
		this.#columns++;
		return cells
			.filter(({ start, end }) => isColumnSecret(this.text.slice(start, end), kind, heading))
			.map(({ start, end }) => ({ start, end, score: 0.6 }));
	}

	#readHeading(nameStart: number, nameEnd: number): { before: string; after: string } | undefined {
		const before = this.text.slice(Math.max(0, nameStart - maxHeading), nameStart).split(edge);
		const after = this.text.slice(nameEnd, nameEnd + maxHeading).split(edge);
		if (after.length === 1 || /[:=]/.test(after[0]!)) return undefined;
		const heading = { before: before.at(-1)!, after: after[0]! };
		const words = `${heading.before}x${heading.after}`.match(/[\p{L}\p{N}]+/gu)!;
		return words.length > maxWords ? undefined : heading;
	}
}

const wordsBefore = 60;
const namePart = `[\\w.-]{0,40}`;
/** The end of quotes, brackets and emphasis around a name: `"senha"`, `**Senha**`. */
const closing = `["'\`\\])}*_~\u00BB\u201D\u2019]{0,3}`;
/** The same after the colon: `**Senha:** …`. */
const closingBehind = `(?:["'\`\\])}*_~\u00BB\u201D\u2019]{1,3}(?=\\s)\\s{0,40})?`;
/** `senha do wifi da loja: …`, `token (produção): …` */
const wordsBetween = `(?:[ \\t](?:\\([^()\\n]{1,40}\\)|(?:[dl]['\u2019])?[\\p{L}\\p{N}_)/#-][\\p{L}\\p{N}_()/#-]{0,19})){0,7}?`;
/** `password: string = …`, `password: &str = …` */
const type = `(?::[ ]?&?[A-Za-z]{1,20}\\??[ ](?==))?`;
/** The prefix of a literal in code: `f"…"`, `@"…"`. */
const literal = `(?:[bfrulBFRUL]{1,2}|[@$]{1,2})?`;
const operators = [
	`\\s{0,4}(?:=>|:=|->|<-|\\u2192|\\u21D2|\\u2190|\\.{4,40}|\\|\\|(?=\\s?["'])|\\?[?:](?=\\s?["'])|={1,3}|:{2,3}=|[?.]=|::?|\\||>|是|为|為|は|는|은)\\s{0,40}`,
	`[ \\t]{1,3}(?:is|\\u00E9|eh|e'|\\u00E8|est?|ist|jest|lautet|era|was|to|para|as|como)[ \\t]{1,3}(?::[ \\t])?`,
	`["'],[ ]{0,2}(?=["'])`,
	`\\(\\s{0,4}(?=${literal}["'\`])`,
	`(?:,\\s{0,40}|\\s{1,40})["']?value["']?\\s{0,4}[:=]\\s{0,4}`,
	`\\s{0,4}<input\\s[^<>]{0,100}?value\\s{0,4}=\\s{0,4}`,
	`\\s{0,4}\\{\\s{0,20}default\\s{0,4}=\\s{0,4}`,
	// Elements of XML: with attributes, and pairs of a name and a value.
	`(?<=<[\\w:.-]{1,60})(?:\\s[\\w:.-]{1,30}="[^"<>]{0,100}"){1,4}\\s?>`,
	`</(?:key|name)>\\s{0,40}<(?:string|value)>`,
	`(?<=["'])[^<>\\n]{0,60}>\\s{0,40}<value>`,
];
const operator = `(?:${operators.join('|')})`;
/** Openings before the value itself: of a list, a block of YAML, a default of a shell, a link. */
const opener = `(?:\\[\\s{0,8}(?=["'])|\\[(?=[^\\]\\s]{4,100}\\]\\()|\\{\\s{0,8}["']value["']\\s{0,4}:\\s{0,4}|!!str[ ]|[|>][+-]?[ \\t]{0,4}\\r?\\n\\s{1,20}|-[ ]{1,3}|\\$\\{\\w{1,40}:-|\\[\\]byte\\(|<!\\[CDATA\\[)?`;
const scheme = `(?:(?:bearer|basic|token|apikey|api-key|key|bot)[ ]{1,2})?`;
const value = `(?:[*_~]{0,3}${literal}["'\`\u201C\u00AB\u2018]{1,3}([^"'\`\\s\\\\\u201D\u00BB\u2019]{4,400})(?=["'\`\\\\\u201D\u00BB\u2019]|$)|([^\\s"'\`<>,;\\\\]{4,400}))`;
const assignment = new RegExp(`${namePart}${closing}${wordsBetween}${type}${operator}${closingBehind}${opener}${scheme}${value}`, 'iuy');
/** Setter calls: `setPassword("…")`, `.password("…")`, `Password.of("…")`. */
const setter = /(?:^|[^\w.]|\.|(?:set|with|use|add|update|change|reset|new|create|basic)_?)$/i;
/** `--api-key …`, `use a senha S3nh@…`, `senha - S3nh@…`, or on the next line. */
const mention =
	/[*_~]{0,3}(?:[ \t]{1,3}(?:-[ \t]{1,3})?|[ \t]{0,3}(?:\r?\n){1,4}[ \t]{0,8})(?:["'`]|[([](?=[^\s/#.]{8,100}[)\]]))?([^\s"'`<>,;\\]{8,100})/y;

/** Max names in one run of characters without a space; a run with more is not an assignment, and would be read again for each. */
const maxNamesInAValue = 8;

export function* findInContext(text: string): Generator<SecretMatch | undefined> {
	let valueEnd = 0;
	let namesInValue = 0;
	let next = 0;
	const columns = new SecretColumns(text);
	for (let name = findName(text, next); name; name = findName(text, next)) {
		const { start, end, kind, rule } = name;
		namesInValue = start < valueEnd ? namesInValue + 1 : 0;
		const cells = columns.findBelow(start, end, kind);
		const match = assigned(text, start, end, kind) ?? mentioned(text, start, end, kind);
		// Beside the head of a column is another head, unless the rows are names and values.
		const isMatch =
			match && (cells.length === 0 || (match.end <= cells[0]!.start && isMentionedSecret(text.slice(match.start, match.end))));
		yield isMatch ? { type: 'SECRET', rule, ...match } : undefined;
		if (namesInValue === 0) valueEnd = Math.max(end, assignment.lastIndex);
		for (const cell of cells) yield { type: 'SECRET', rule, ...cell };
		if (isMatch) next = match.end;
		else next = namesInValue === maxNamesInAValue ? Math.max(end, valueEnd) : end;
	}
}

type Found = Pick<SecretMatch, 'start' | 'end' | 'score'>;

function assigned(text: string, start: number, end: number, kind: SecretKind): Found | undefined {
	assignment.lastIndex = end;
	const parsed = assignment.exec(text);
	if (!parsed) return undefined;
	const [, quoted, bare] = parsed;
	const emphasis = quoted === undefined ? readEmphasis(bare!) : '';
	const value = quoted ?? unquoted(bare!.slice(emphasis.length), text, start, emphasis);
	const at = assignment.lastIndex - (quoted ?? bare!).length + emphasis.length;
	const name = { before: text.slice(Math.max(0, start - wordsBefore), start), after: text.slice(end, at) };
	if (callEnd.test(name.after) && !setter.test(name.before)) return undefined;
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

const callEnd = /\(\s{0,4}\W{0,2}[bfrulBFRUL]{0,2}["'`]{1,3}$/;

const readEmphasis = (value: string): string => /^(?:\*{2,3}|_{2,3}|~~|([*_])(?=.{4,}\1[.,:;!?)]{0,3}$))/.exec(value)?.[0] ?? '';

/** Without punctuation at its end. In the query of a URL or a form, it ends at the next parameter. */
function unquoted(value: string, text: string, name: number, emphasis: string): string {
	const inQuery = /[?&][\w.-]{0,40}$/.test(text.slice(Math.max(0, name - wordsBefore), name));
	const bare = withoutPunctuation(value.split(inQuery ? /[&#]/ : nextField, 1)[0]!.split('](', 1)[0]!);
	return emphasis !== '' && bare.endsWith(emphasis) ? bare.slice(0, -emphasis.length) : bare;
}

const nextField = /&(?=[\w.-]{1,40}=)/;
const withoutPunctuation = (value: string): string =>
	value.slice(0, value.length - /[.,:;)\]}|*\u3001\u3002]{0,4}$/.exec(value)![0].length);
