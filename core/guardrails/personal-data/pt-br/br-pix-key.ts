import type { Match } from '../../../ports/guardrails/match';
import { normalize } from '../reading/normalize';
import { feature } from '../reading/readable-text';
import { matchBounds } from '../match-bounds';
import type { Recognizer } from '../recognizer';

/** Payload format indicator 01, then point of initiation or account. */
const beginning = /00020101021[12]|0002012[6-9]|000201[345]\d/y;
const head = '000201';
/** "Manual de Padrões para Iniciação do Pix": the account's globally unique identifier, in fields 26 to 51. */
const pix = 'br.gov.bcb.pix';
const farthestName = 96;
const maxLength = 320;
const maxFields = 40;
/** Line wrapping of codes: at a space (replaced or kept), or anywhere, with or without indentation. */
const breaks: ReadonlyArray<readonly [wrapped: RegExp, stoodFor: string]> = [
	[/\r?\n/g, ''],
	[/[ \t]{0,8}\r?\n[ \t]{0,8}/g, ''],
	[/[ \t]{0,8}\r?\n[ \t]{0,8}/g, ' '],
];

/** Pix copy-and-paste codes (BR Code, EMV's merchant-presented QR code), by checksum. */
function* findBrCodes(text: string): Generator<{ start: number; end: number }> {
	for (let start = text.indexOf(head); start >= 0; start = text.indexOf(head, start + head.length)) {
		beginning.lastIndex = start;
		if (
			!beginning.test(text) ||
			!text
				.slice(start, start + farthestName)
				.toLowerCase()
				.includes(pix)
		)
			continue;
		const written = text.slice(start, start + maxLength);
		const lengths = breaks.map(([wrapped, stoodFor]) => writtenLength(written, wrapped, stoodFor));
		const length = lengths.find((found) => found > 0);
		if (!length) continue;
		yield { start, end: start + length };
		start += length - head.length;
	}
}

function writtenLength(written: string, wrapped: RegExp, stoodFor: string): number {
	const code = written.replace(wrapped, stoodFor);
	let length = measureCode(code);
	for (const { 0: lineBreak, index } of length > 0 ? written.matchAll(wrapped) : []) {
		if (index < length) length += lineBreak.length - stoodFor.length;
	}
	return length;
}

/** Walks the fields (two digits each for id and length, then value) to the checksum, field 63; 0 if inconsistent. */
function measureCode(code: string): number {
	let at = 0;
	for (let fields = 0; fields < maxFields && at < code.length; fields++) {
		const id = code.slice(at, at + 2);
		const length = code.slice(at + 2, at + 4);
		if (!/^\d\d$/.test(id) || !/^\d\d$/.test(length)) return 0;
		const end = at + 4 + Number(length);
		if (id === '63') return length === '04' && crc16(code.slice(0, at + 4)) === parseInt(code.slice(at + 4, end), 16) ? end : 0;
		at = end;
	}
	return 0;
}

/** CRC of ISO/IEC 13239 as in EMV: polynomial 1021, initial FFFF, over all up to the checksum's own id and length. */
function crc16(text: string): number {
	let crc = 0xffff;
	for (const byte of new TextEncoder().encode(text)) {
		crc ^= byte << 8;
		for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
	}
	return crc;
}

/** Near every key, and in every code. */
const mentioned = /pix|aleat|evp|random|chave/i;
const hex = '[\\da-f]';
/** Version 4 (RFC 4122), as the key directory generates; a line can break after a dash. */
const uuid = new RegExp(`${hex}{8}-\\s{0,3}${hex}{4}-\\s{0,3}4${hex}{3}-\\s{0,3}[89ab]${hex}{3}-\\s{0,3}${hex}{12}`, 'iuy');
/** A payment id (E, the bank, the time) has the same length. */
const uuidWithoutDashes = /(?<![\p{L}\p{N}])(?![ED]\d{8}20\d{6})[\da-f]{12}4[\da-f]{3}[89ab][\da-f]{15}(?![\p{L}\p{N}-])/giu;
const words =
	/(?<![\p{L}])(?:pix|chave[\s_-]{0,3}pix|chaves?[\s_-]{0,3}aleat[oó]rias?|chave[\s_-]{1,3}evp|tipo[\s_-]{0,3}(?:d[ae]\s)?(?:chave)?[\s:="']{1,6}aleat[oó]ria|evp|random[\s_-]{1,3}(?:pix[\s_-]{1,3})?keys?|pix[\s_-]{0,3}keys?)(?![\p{L}])/iu;
const keyWords =
	/(?<![\p{L}])(?:chave[\s_-]{0,3}(?:pix|aleat[oó]ria|evp)|pix[\s_-]{0,3}(?:key|chave)|evp|random[\s_-]{1,3}(?:pix[\s_-]{1,3})?key)(?![\p{L}])/iu;
/** In conversations, a key is for payments. */
const keyInTalk =
	/(?<!\p{L})(?:minha|nossa|sua|tua|(?:pag|transf|deposit|doa)\p{L}{0,9}\s(?:\p{L}{1,9}\s){0,3}\p{L}{1,4})\s{1,2}chave(?:\s(?:é|eh))?[\s:]{0,4}$/iu;
/** Directly before a UUID they name an event's id, even if Pix is mentioned. */
const otherId =
	/(?<![\p{L}])(?:tx[\s_-]?id|transa[cç][aã]o|transaction|end[\s_-]?to[\s_-]?end|e2e|pedido|order|request|requisi[cç][aã]o|trace|span|session|sess[aã]o|correlation|correla[cç][aã]o|idempotency|idempot[eê]ncia|webhook|cobran[cç]a|protocolo|protocol|device|dispositivo|user|usu[aá]rio|customer|cliente|event|evento|job|message|mensagem|comprovante|receipt|invoice|fatura|pagamento|payment|uuid|guid|id|token|hash|build|commit|run|execu[cç][aã]o|log)(?:[\s_-]{0,2}(?:id|uuid|guid|key|code|pix|d[oa]|n[ºo°])){0,3}[\s:=#"'([/]{0,4}(?:(?:é|foi|is|was)\s)?$/iu;

/**
 * A random Pix key (a UUID that needs words near it), or a Pix copy-and-paste code, which has a checksum and names the recipient. Other keys have
 * their own types.
 */
export const brPixKey: Recognizer = {
	type: 'BR_PIX_KEY',
	name: { en: 'Pix key', pt: 'chave Pix' },
	label: 'PIX',
	words: {
		pt: ['chave aleatoria', 'chave evp', 'evp', 'chave pix aleatoria'],
		en: ['random key', 'random pix key'],
	},
	needs: ({ digits, text }) => digits >= 6 && mentioned.test(text),
	find({ text, has }) {
		const matches: Match[] = [...findBrCodes(text)].map((span) => ({ type: 'BR_PIX_KEY', ...span, score: 1 }));
		if ((has & feature.dash) !== 0) matches.push(...uuids(text).flatMap((span) => judge(text, span, 0.95)));
		for (const { 0: key, index } of text.matchAll(uuidWithoutDashes)) {
			matches.push(...judge(text, { start: index, end: index + key.length }, 0.7));
		}
		return matches;
	},
	canonical: (value) =>
		normalize(value)
			.text.replace(/\s/g, '')
			.replace(/^([\da-f-]{32,})$/i, (key) => key.replace(/-/g, '').toLowerCase()),
	partialMask(value) {
		const key = normalize(value).text.replace(/\s/g, '');
		return key.startsWith('000201') ? '000201***' : `${key.slice(0, 4)}****-****-****-****-********${key.slice(-4)}`;
	},
};

const dashCode = 0x2d;

/** Searches by dashes: rare even in hostile texts, and three more must follow at intervals of five. */
function uuids(text: string): Array<{ start: number; end: number }> {
	const spans: Array<{ start: number; end: number }> = [];
	for (let dash = text.indexOf('-', 8); dash >= 0; dash = text.indexOf('-', dash + 1)) {
		if (!isHexDigit(text.charCodeAt(dash - 1)) || text.charCodeAt(dash - 9) === dashCode) continue;
		uuid.lastIndex = dash - 8;
		if (uuid.test(text) && standsAlone(text, dash - 8, uuid.lastIndex)) spans.push({ start: dash - 8, end: uuid.lastIndex });
	}
	return spans;
}

const isHexDigit = (code: number): boolean => (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

const letterOrDigit = /[\p{L}\p{N}]/u;
/** In a code with a wrong checksum, the key's length precedes it, and the next field follows. */
const inBrCode = /bcb\.pix0136$/i;

function standsAlone(text: string, start: number, end: number): boolean {
	if (inBrCode.test(text.slice(Math.max(0, start - 12), start))) return true;
	return !letterOrDigit.test(text[start - 1] ?? '') && !letterOrDigit.test(text[end] ?? '') && text[end] !== '-';
}

function judge(text: string, { start, end }: { start: number; end: number }, score: number): Match[] {
	const before = text.slice(Math.max(0, start - matchBounds.words), start);
	const after = text.slice(end, end + matchBounds.words / 2);
	if (!words.test(before) && !words.test(after) && !keyInTalk.test(before)) return [];
	if (otherId.test(before) && !keyWords.test(before.slice(-24))) return [];
	return [{ type: 'BR_PIX_KEY', start, end, score }];
}
