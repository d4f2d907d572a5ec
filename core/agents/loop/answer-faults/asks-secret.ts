import { splitSentences } from '../../../guardrails/policy/sentences';
import { foldAccents } from '../../../words/terms';

/** Passwords, codes and card numbers, which no shop asks for in a conversation. */
const secret = [
	"(?:(?:credit |debit )?card|cartao(?: de credito| de debito)?)(?:'s)? (?:number|details|data|photo)|number (?:of|on) (?:your|the) (?:credit |debit )?card",
	'(?:numeros?|dados|fotos?|digitos|frente) (?:\\w+ ){0,3}?d[eo] (?:seu )?cartao|cvv2?|cvc',
	'security code|passwords?|passcode|pin(?: code| number)?|(?:one-time|verification|confirmation) code|\\w{1,5}-digit code|seed phrase|private key',
	'senhas?|codigo de (?:seguranca|verificacao|confirmacao|acesso)|(?:codigo|token) (?:\\w+ ){0,8}(?:sms|whatsapp|celular|banco|autenticador)|codigo de (?:quatro|cinco|seis|oito|\\d) digitos',
	'digitos (?:atras|no verso|do verso|de tras)',
].join('|');
const named = new RegExp(`(?<!\\p{L})(?:${secret})(?!\\p{L})`, 'u');

const gives = [
	"send|give|tell|share|confirm|submit|provide|reply with|(?:i|we) need|need your|(?:what is|what's)(?: the| your)?",
	'inform[ea]r?|envi[ea]r?|mand[ea]r?|pass[ea]r?|forne[cç](?:a|er)|confirm[ea]r?|di(?:ga|z|zer)|fal[ea]r?|cont[ea]r?|repit[ae]',
	'preciso|precisamos|(?:so )?falta|qual(?: e| era| seria)?',
].join('|');
/** Types it: here, or where a program asks for it. */
const types = 'enter|type|digit[ea]r?|insir[ae]|inserir|colo(?:ca|car|que)';
/** The order precedes its object. A verb after it, as in "lost your password? enter your e-mail", asks for something else. */
const compile = (ask: string) =>
	new RegExp(
		`(?<!\\p{L})(?:${ask})(?!\\p{L})[^.!?"]{0,60}?(?<!\\p{L})(?:${secret})(?!\\p{L})(?!,? (?:na tela|n[oa] (?:site|pagina)|nas configuracoes|on the (?:page|website|screen)|in (?:the|your) settings))`,
		'u',
	);
const givingOrTyping = compile(`${gives}|${types}`);
const giving = compile(gives);
/** Somebody else gives it, or asks for it, as in an explanation of a fraud. */
const others =
	/(?<!\p{L})(?:someone|somebody|attackers?|scammers?|criminals?|fraudsters?|phishers?|thieves|they|he|she|it|which|that|who|messages?|e-?mails?|sites?|pages?|users?|people|alguem|golpistas?|criminos[oa]s?|eles|elas|ele|ela|que|mensage(?:m|ns)|paginas?|usuari[oa]s?|pessoas)(?!\p{L})[^.!?"]{0,80}$/u;
/** The message asks how something is done, or what it is: the answer explains. */
const explains =
	/^[^\p{L}]*(?:(?:hi|hello|ola|oi)[ ,!.]+)?(?:how|what|why|explain|when|which|como|o que|por ?que|explique|explica|quando|qual|que es|cual)(?!\p{L})/u;
/** It is asked for in the conversation. */
const here =
	/(?<!\p{L})(?:here|below|in (?:this|the) (?:chat|conversation|message)|aqui|abaixo|n[ae]st[ae] (?:conversa|chat|mensagem))(?!\p{L})/u;
const denial = /(?<!\p{L})(?:not|never|nobody|no one|nao|nunca|ninguem|jamais)(?!\p{L})|n't/u;
/** A program is for a machine. */
const program = /`{3}[\s\S]*?(?:`{3}|$)|`[^`\n]*`/g;
const quoted = /"[^"\n]{0,80}"|“[^”\n]{0,80}”/g;

/**
 * Returns whether a reply asks the reader for a password, a code or the number of a card. An explanation speaks of others who ask, and says where to
 * type it.
 * @param known texts of the author and the documents: what they speak of may be asked for, unless they forbid it
 */
export function asksSecret(reply: string, known: readonly string[], message = ''): boolean {
	const isExplanation = explains.test(foldAccents(message.toLowerCase()));
	const text = reply.replace(program, ' ');
	return splitSentences(text).some(({ start, end }) => {
		const sentence = foldAccents(text.slice(start, end).toLowerCase()).replaceAll(quoted, ' ');
		if (!named.test(sentence) || denial.test(sentence)) return false;
		const asking = isExplanation && !here.test(sentence) ? giving : givingOrTyping;
		const found = asking.exec(sentence);
		if (!found || (isExplanation && others.test(sentence.slice(0, found.index)))) return false;
		return !known.some(speaksOf);
	});
}

const speaksOf = (text: string): boolean =>
	splitSentences(text).some(({ start, end }) => {
		const sentence = foldAccents(text.slice(start, end).toLowerCase());
		return named.test(sentence) && !denial.test(sentence);
	});
