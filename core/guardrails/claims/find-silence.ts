import { allMatches } from '../all-matches';
import { splitSentences } from '../policy/sentences';
import { clauseEnd, fold, maxCharacters } from './find-claims';

const send = '(?:mandar|enviar|escrever|chamar|contatar|incomodar|procurar|entrar em contato)';
const bother = '(?:contatar|incomodar|procurar|entrar em contato)';
const will = '(?:vamos|vou|iremos|irei)';
const sending = '(?:messag|text|contact|writ|email|bother|send)(?:e|ing)?';
const messages = '(?:mensage(?:m|ns)|ofertas?|promoc(?:ao|oes)|propagandas?|contatos?|novidades|comunicac(?:ao|oes)|nada)';
const some = '(?: [a-z]{1,12}){0,4}?';
const any = '(?:messages?|texts?|e-?mails?|offers?|contact|anything|spam|reminders?)';
const reader = '(?:voce|vc|o senhor|a senhora)s?';

const promises = [
	`${reader}(?: ja)? (?:nao|nunca mais) (?:(?:vai|vao|ira|irao) )?(?:mais )?(?:receber|receba|recebe|recebera|ter|tera)(?: mais)?${some} ${messages}`,
	`${reader}(?: ja)? (?:nao|nunca mais) (?:vai|ira|sera) (?:mais )?(?:ser )?(?:contatad|incomodad|procurad)[oa]`,
	`you(?: will|'ll) (?:not|no longer|never)(?: again)? (?:receive|get|have)${some} ${any}|you won't (?:receive|get)${some} ${any}`,
	`you(?: will (?:not|no longer|never)|'ll (?:not|no longer|never)| won't) (?:hear from|be (?:contacted|messaged|texted|bothered))`,
	// Sending, negated.
	`(?:nao|nunca mais) ${will} (?:te |lhe )?${bother}|(?:nao ${will} mais|nunca mais ${will}) (?:te |lhe )?${send}`,
	`nao ${will} (?:te |lhe )?(?:mandar|enviar|escrever|chamar) (?:mais|nada|(?:nenhuma|outras?|novas?) ${messages})`,
	`(?:nao|nunca mais) (?:te |lhe )?(?:mando|mandamos|mandaremos|enviamos|envio|enviaremos|escrevo|escreveremos|contataremos|incomodaremos|incomodamos) (?:mais|nada)`,
	`nao entraremos mais em contato|(?:(?:vou|vamos) parar|paro|paramos) de (?:te |lhe )?${send}`,
	`(?:i|we)(?: will|'ll) (?:stop|no longer|never again) ${sending}|(?:i|we)(?: will not|'ll not| won't) (?:message|text|contact|write|email|bother|send)${some} (?:again|any ?more)`,
	`(?:${reader}|seu (?:numero|contato|telefone)) (?:ja )?(?:esta|ficou) fora d[ae](?:ss?a)? (?:[a-z]{1,8} )?lista`,
	"you(?:'ve| have) been (?:taken off|opted out)|(?:you are|you're) (?:now )?(?:off|out of) (?:our|the) (?:[a-z]{1,10} )?list",
	'(?:descadastro|remocao) (?:feit[oa]|realizad[oa]|concluid[oa]|confirmad[oa])',
];
const promise = new RegExp(`(?<![a-z])(?:${promises.join('|')})(?![a-z])`, 'g');
const condition = /(?<![a-z])(?:if|when|once|after|unless|to|se|quando|assim que|caso|depois|apos|para|pra|basta|until|ate)(?![a-z])/;
const other =
	/(?<![a-z])(?:cobrancas?|fatura|boleto|refund|reembolso|codigo|notificac(?:ao|oes) d[eo]|invoices?|bills?|ate (?:amanha|segunda|la))(?![a-z])/;
const question = /\?[^a-z0-9]{0,9}$/;

/** Finds promises of no more messages. Excludes questions and conditions. */
export function findSilence(text: string): Array<{ start: number; end: number; text: string }> {
	return splitSentences(text.slice(0, maxCharacters)).flatMap((span) => {
		const sentence = fold(text.slice(span.start, span.end));
		if (question.test(sentence) || other.test(sentence)) return [];
		const isPromised = allMatches(sentence, promise).some(({ index }) => {
			const before = sentence.slice(0, index);
			return !condition.test(before.slice([...before.matchAll(clauseEnd)].at(-2)?.index ?? 0));
		});
		return isPromised ? [{ ...span, text: sentence }] : [];
	});
}
