import type { Match } from '../../../../ports/guardrails/match';
import { isPersonsWithCode } from './phone-plans';

/** Sender and recipient fields of messaging services: WhatsApp's `"from":"5215512345678"`, `recipient_id`, Evolution's `"number"`, `From=…&To=…`. */
const field =
	/(?<![\p{L}\p{N}])(?:from|to|sender|recipient|receiver|source|destination|originator|caller|callee|called|calling|remitente|destinatario|remetente|destinat\u00E1rio|(?<=["'])(?:number|n[u\u00FA]mero|de|para|participant|author|chat))(?:[_-]?(?:id|number|no|user))?["']?\s{0,4}[:=]\s{0,4}\[?\s{0,4}(?=["']?\d{11})/giu;
const value = /[:=]\s{0,4}\[?\s{0,4}["']?\d{11}/;
const number = /["']?(\d{11,15})(?![\p{L}\p{N}_@]|[-./:]\d)["']?/uy;
const next = /\s{0,4},\s{0,4}(?=["']\d{11})/y;
const maxList = 16;
const score = 0.6;

/** Finds numbers with calling code but without plus, which only the field name identifies. */
export function findInFields(text: string): Match[] {
	const matches: Match[] = [];
	if (!value.test(text)) return matches;
	for (const { 0: written, index } of text.matchAll(field)) {
		let at = index + written.length;
		for (let count = 0; count < maxList; count++) {
			number.lastIndex = at;
			const digits = number.exec(text)?.[1];
			if (digits === undefined) break;
			const start = text.indexOf(digits, at);
			if (isPersonsWithCode(digits)) matches.push({ type: 'PHONE_NUMBER', start, end: start + digits.length, score });
			next.lastIndex = number.lastIndex;
			if (!next.test(text)) break;
			at = next.lastIndex;
		}
	}
	return matches;
}
