import type { Match } from '../../../ports';
import { normalize } from '../reading/normalize';
import { HAS } from '../reading/readable-text';
import { REACH } from '../reach';
import type { Recognizer } from '../recognizer';
import { findBrCodes } from './br-code';

/** Every key has one of these near it, and every code contains one. */
const MENTIONED = /pix|aleat|evp|random|chave/i;
const HEX = '[\\da-f]';
/** Version 4 (RFC 4122), which the directory of keys uses. A line may break after a dash. */
const UUID = new RegExp(`${HEX}{8}-\\s{0,3}${HEX}{4}-\\s{0,3}4${HEX}{3}-\\s{0,3}[89ab]${HEX}{3}-\\s{0,3}${HEX}{12}`, 'iuy');
/** A payment's own id (E, the bank, the time) has the same length. */
const UUID_WITHOUT_DASHES = /(?<![\p{L}\p{N}])(?![ED]\d{8}20\d{6})[\da-f]{12}4[\da-f]{3}[89ab][\da-f]{15}(?![\p{L}\p{N}-])/giu;
const WORDS =
	/(?<![\p{L}])(?:pix|chave[\s_-]{0,3}pix|chaves?[\s_-]{0,3}aleat[oó]rias?|chave[\s_-]{1,3}evp|tipo[\s_-]{0,3}(?:d[ae]\s)?(?:chave)?[\s:="']{1,6}aleat[oó]ria|evp|random[\s_-]{1,3}(?:pix[\s_-]{1,3})?keys?|pix[\s_-]{0,3}keys?)(?![\p{L}])/iu;
const KEY_WORDS =
	/(?<![\p{L}])(?:chave[\s_-]{0,3}(?:pix|aleat[oó]ria|evp)|pix[\s_-]{0,3}(?:key|chave)|evp|random[\s_-]{1,3}(?:pix[\s_-]{1,3})?key)(?![\p{L}])/iu;
/** Words in conversation that make a key a Pix key. */
const KEY_IN_TALK =
	/(?<!\p{L})(?:minha|nossa|sua|tua|(?:pag|transf|deposit|doa)\p{L}{0,9}\s(?:\p{L}{1,9}\s){0,3}\p{L}{1,4})\s{1,2}chave(?:\s(?:é|eh))?[\s:]{0,4}$/iu;
/** Words directly before a UUID that make it the id of an event, even near the word Pix. */
const OTHER_ID =
	/(?<![\p{L}])(?:tx[\s_-]?id|transa[cç][aã]o|transaction|end[\s_-]?to[\s_-]?end|e2e|pedido|order|request|requisi[cç][aã]o|trace|span|session|sess[aã]o|correlation|correla[cç][aã]o|idempotency|idempot[eê]ncia|webhook|cobran[cç]a|protocolo|protocol|device|dispositivo|user|usu[aá]rio|customer|cliente|event|evento|job|message|mensagem|comprovante|receipt|invoice|fatura|pagamento|payment|uuid|guid|id|token|hash|build|commit|run|execu[cç][aã]o|log)(?:[\s_-]{0,2}(?:id|uuid|guid|key|code|pix|d[oa]|n[ºo°])){0,3}[\s:=#"'([/]{0,4}(?:(?:é|foi|is|was)\s)?$/iu;

/**
 * Recognizes a random Pix key, which is a UUID and needs words near it, or a whole Pix copy-and-paste code, which its checksum proves and
 * which names the payee. Addresses and numbers that are also keys keep their own types.
 */
export const brPixKey: Recognizer = {
	type: 'BR_PIX_KEY',
	name: { en: 'Pix key', pt: 'chave Pix' },
	label: 'PIX',
	words: {
		pt: ['chave aleatoria', 'chave evp', 'evp', 'chave pix aleatoria'],
		en: ['random key', 'random pix key'],
	},
	needs: ({ digits, text }) => digits >= 6 && MENTIONED.test(text),
	find({ text, has }) {
		const matches: Match[] = [...findBrCodes(text)].map((span) => ({ type: 'BR_PIX_KEY', ...span, score: 1 }));
		if ((has & HAS.dash) !== 0) matches.push(...uuids(text).flatMap((span) => judge(text, span, 0.95)));
		for (const { 0: key, index } of text.matchAll(UUID_WITHOUT_DASHES)) {
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

const DASH = 0x2d;

/** Finds UUIDs by their dashes: no other character is as rare in a hostile text, and three more must follow at intervals of five. */
function uuids(text: string): Array<{ start: number; end: number }> {
	const found: Array<{ start: number; end: number }> = [];
	for (let dash = text.indexOf('-', 8); dash >= 0; dash = text.indexOf('-', dash + 1)) {
		if (!isHexDigit(text.charCodeAt(dash - 1)) || text.charCodeAt(dash - 9) === DASH) continue;
		UUID.lastIndex = dash - 8;
		if (UUID.test(text) && standsAlone(text, dash - 8, UUID.lastIndex)) found.push({ start: dash - 8, end: UUID.lastIndex });
	}
	return found;
}

const isHexDigit = (code: number): boolean => (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** In a copy-and-paste code with a wrong checksum, the key follows its own length, and the next field follows the key. */
const IN_BR_CODE = /bcb\.pix0136$/i;

function standsAlone(text: string, start: number, end: number): boolean {
	if (IN_BR_CODE.test(text.slice(Math.max(0, start - 12), start))) return true;
	return !LETTER_OR_DIGIT.test(text[start - 1] ?? '') && !LETTER_OR_DIGIT.test(text[end] ?? '') && text[end] !== '-';
}

function judge(text: string, { start, end }: { start: number; end: number }, score: number): Match[] {
	const before = text.slice(Math.max(0, start - REACH.words), start);
	const after = text.slice(end, end + REACH.words / 2);
	if (!WORDS.test(before) && !WORDS.test(after) && !KEY_IN_TALK.test(before)) return [];
	if (OTHER_ID.test(before) && !KEY_WORDS.test(before.slice(-24))) return [];
	return [{ type: 'BR_PIX_KEY', start, end, score }];
}
