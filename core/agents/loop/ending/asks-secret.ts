import { splitSentences } from '../../../guardrails/policy/sentences';
import { foldAccents } from '../../../words/terms';

/** Passwords, codes and numbers of cards, which no shop asks for in a conversation. */
const secret =
	/(?<!\p{L})(?:(?:(?:credit |debit )?card|cartao(?: de credito| de debito)?)(?:'s)? (?:number|details|data)|number (?:of|on) (?:your|the) (?:credit |debit )?card|(?:numeros?|dados) (?:completos? )?d[eo] (?:seu )?cartao|cvv2?|cvc|security code|codigo de seguranca|passwords?|passcode|senhas?|(?:one-time|verification) code|codigo de verificacao|seed phrase|private key)(?!\p{L})/u;
const order =
	/(?<!\p{L})(?:enter|send|give|tell|type|share|confirm|submit|provide|reply with|need your|what is your|informe|envie|digite|mande|passe|forneca|confirme|diga|insira|preciso d[aeo]|qual e (?:a sua|o seu))(?!\p{L})/u;
const denial = /(?<!\p{L})(?:not|never|nobody|no one|nao|nunca|ninguem|jamais)(?!\p{L})|n't/u;

/**
 * Returns whether a reply asks the reader for a password, a code or the number of a card.
 * @param known texts of the author, the documents and the person: what they speak of may be asked for
 */
export function asksSecret(reply: string, known: readonly string[]): boolean {
	return splitSentences(reply).some(({ start, end }) => {
		const sentence = foldAccents(reply.slice(start, end).toLowerCase());
		const found = secret.exec(sentence)?.[0];
		if (found === undefined || !order.test(sentence) || denial.test(sentence)) return false;
		return !known.some((text) => secret.test(foldAccents(text.toLowerCase())));
	});
}
