import { splitSentences } from '../../../guardrails/policy/sentences';
import { foldAccents } from '../../../words/terms';

/** Passwords, codes and numbers of cards, which no shop asks for in a conversation. */
const secret = [
	"(?:(?:credit |debit )?card|cartao(?: de credito| de debito)?)(?:'s)? (?:number|details|data|photo)|number (?:of|on) (?:your|the) (?:credit |debit )?card",
	'(?:numeros?|dados|fotos?|digitos|frente) (?:\\w+ ){0,3}?d[eo] (?:seu )?cartao|cvv2?|cvc',
	'security code|passwords?|passcode|pin(?: code| number)?|(?:one-time|verification|confirmation) code|\\w{1,5}-digit code|seed phrase|private key',
	'senhas?|codigo de (?:seguranca|verificacao|confirmacao|acesso)|(?:codigo|token) (?:\\w+ ){0,8}(?:sms|whatsapp|celular|banco|autenticador)|codigo de (?:quatro|cinco|seis|oito|\\d) digitos',
	'digitos (?:atras|no verso|do verso|de tras)',
].join('|');
const named = new RegExp(`(?<!\\p{L})(?:${secret})(?!\\p{L})`, 'u');

const ask = [
	"enter|send|give|tell|type|share|confirm|submit|provide|reply with|(?:i|we) need|need your|(?:what is|what's)(?: the| your)?",
	'inform[ea]r?|envi[ea]r?|digit[ea]r?|mand[ea]r?|pass[ea]r?|forne[cç](?:a|er)|confirm[ea]r?|di(?:ga|z|zer)|fal[ea]r?|insir[ae]|inserir|colo(?:ca|car|que)|cont[ea]r?|repit[ae]',
	'preciso|precisamos|(?:so )?falta|qual(?: e| era| seria)?',
].join('|');
/** The order comes before what it asks for. A verb after it, as in "lost your password? enter your e-mail", asks for something else. */
const asking = new RegExp(
	`(?<!\\p{L})(?:${ask})(?!\\p{L})[^.!?"]{0,60}?(?<!\\p{L})(?:${secret})(?!\\p{L})(?!,? (?:na tela|n[oa] (?:site|pagina)|nas configuracoes|on the (?:page|website|screen)|in (?:the|your) settings))`,
	'u',
);
const denial = /(?<!\p{L})(?:not|never|nobody|no one|nao|nunca|ninguem|jamais)(?!\p{L})|n't/u;
/** The label of a button or a link. */
const quoted = /"[^"\n]{0,80}"|“[^”\n]{0,80}”/g;

/**
 * Returns whether a reply asks the reader for a password, a code or the number of a card.
 * @param known texts of the author and the documents: what they speak of may be asked for, unless they forbid it
 */
export function asksSecret(reply: string, known: readonly string[]): boolean {
	return splitSentences(reply).some(({ start, end }) => {
		const sentence = foldAccents(reply.slice(start, end).toLowerCase()).replaceAll(quoted, ' ');
		if (!named.test(sentence) || !asking.test(sentence) || denial.test(sentence)) return false;
		return !known.some(speaksOf);
	});
}

const speaksOf = (text: string): boolean =>
	splitSentences(text).some(({ start, end }) => {
		const sentence = foldAccents(text.slice(start, end).toLowerCase());
		return named.test(sentence) && !denial.test(sentence);
	});
