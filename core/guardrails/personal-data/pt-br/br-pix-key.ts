import type { Match } from '../../../ports/guardrails/match';
import { normalize } from '../reading/normalize';
import { feature } from '../reading/readable-text';
import { matchBounds } from '../match-bounds';
import type { Recognizer } from '../recognizer';
import { findBrCodes } from './br-code';

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
