import type { Language } from '../../base/text/languages';
import type { Right } from '../../ports/channels/contact-rights';
import { readRightWord, type RightRules } from '../../ports/channels/right-rules';
import { byLaw, formalSentences, legalOpening, legalReason } from './formal-sentences';

export interface RecognizedRight {
	right: Right;
	/** Undefined for words of both languages, such as STOP. */
	language?: Language;
}

/** Longer messages are talk. */
const maxLength = 500;

/**
 * Recognises demands, including the channel's own words and without its exceptions. A message can both stop messages and ask about data. A stop
 * overrides a restart. Stops count in every channel.
 */
export function recognizeRights(message: string, { demands = 'all', rightWords = [] }: Partial<RightRules> = {}): RecognizedRight[] {
	const plain = toPlain(message);
	const added = rightWords.map(readRightWord).find(({ words }) => toPlain(words) === plain);
	const found: RecognizedRight[] = added ? [{ right: added.right }] : recognizeForms(message);
	const stops = found.some(({ right }) => isStop(right));
	return found.filter(({ right }) => (right === 'opt-in' ? !stops : isStop(right) || demands === 'all'));
}

export const isStop = (right: Right): boolean => right === 'opt-out' || right === 'wrong-number';

/**
 * Recognises demands without a model. A word counts only as the whole message, a sentence only if the rest is courtesy, a reason or another demand:
 * "parar" and "Bom dia. Não me mande mais mensagens" are demands; "não quero mais esperar" and "não quero mais ofertas, quero fechar a compra" are
 * talk.
 */
function recognizeForms(message: string): RecognizedRight[] {
	if (message.length > maxLength) return [];
	const demands = joinNumbers(message)
		.split(/[.!?;:,\n]+/)
		.map((clause) => toPlain(clause).replace(legalOpening, ''))
		.filter((clause) => clause !== '' && !isReason(clause))
		.flatMap(findForms);
	const named = demands.includes(undefined) ? [] : forms.filter((one) => demands.includes(one));
	const once = named.filter(({ right }, index) => named.findIndex((one) => one.right === right) === index);
	return once.map(({ right, language }) => ({ right, ...(language && { language }) }));
}

/** "art. 18" and "13.709/2018" are one word each. */
const joinNumbers = (message: string): string =>
	message.replace(/\b(arts?|inc|n)\.\s?(?=[\dIVX])/gi, '$1 ').replace(/(\d)[./](?=\d)/g, '$1');

const findForm = (clause: string): Form | undefined =>
	forms.find(({ words, sentences }) => words.test(clause) || sentences?.test(clause) === true);

/** Returns the demands of a clause, or of its parts joined by "and", of which at least one is more than a word. */
function findForms(clause: string): (Form | undefined)[] {
	const whole = findForm(clause);
	const parts = clause
		.split(/ (?:e|and|mas|but|alem de) /)
		.map((part) => toPlain(part.replace(/^(?:(?:que(?: voces?| vcs?)?|tambem|ainda|also|to|de) )+/, '')));
	if (whole !== undefined || parts.length < 2) return [whole];
	const named = parts.filter((part) => part !== '' && !isReason(part)).map((part) => ({ part, form: findForm(part) }));
	const isTold = named.some(({ part, form }) => form?.sentences?.test(part) === true);
	const isTalk = !isTold || named.some(({ form }) => form === undefined || form.right === 'opt-in');
	return isTalk ? [undefined] : named.map(({ form }) => form);
}

const isReason = (clause: string): boolean => reason.test(clause) || legalReason.test(clause);

const reason =
	/^(?:(?:eu )?nao (?:tenho(?: mais)? interesse|estou interessad[oa]|(?:quero|vou|pretendo)(?: mais)? comprar(?: mais)?(?: nada)?)|sai fora|(?:i am |im )?not interested)$/;

const polite =
	'oi|ola|bom dia|boa tarde|boa noite|tudo bem|tudo bom|por favor|por gentileza|favor|pfv?|obrigad[oa]|obg|grat[oa]|agradeco(?: desde ja)?|desculpe|' +
	'prezad[oa]s?(?: senhor[ae]?e?s)?|atenciosamente|cordialmente|dear sirs?|(?:kind |best )?regards|' +
	'hi|hello|hey|good (?:morning|afternoon|evening)|please|pls|thanks|thank you|sorry';
const atEnds = new RegExp(`^(?:(?:${polite})(?: |$))+|(?:(?:^| )(?:${polite}))+$`, 'g');

/** Removes accents, signs, emoji and courtesies. */
export const toPlain = (clause: string): string =>
	clause
		.normalize('NFD')
		.replace(/[\p{M}'’]/gu, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.toLowerCase()
		.trim()
		.replace(atEnds, '')
		.trim();

const whole = (...patterns: string[]) => new RegExp(`^(?:${patterns.join('|')})$`);

/** Parts of sentences. `{any}` is optional. */
const you = '(?:voces?|vcs?)';
const wish = '(?:eu )?(?:quero|queria|gostaria de|gostaria|desejo|preciso|solicito|peco|exijo|posso)';
const command = `(?:(?:${wish}|podem?|poderiam?)(?: que)?(?: ${you})? )?`;
const message =
	'(?:mensage(?:m|ns)|msgs?|propagandas?|promoco?es|promocao|ofertas|anuncios|publicidade|comunicacoes|notificacoes|contatos?|spam)';
const some = '(?: (?:as|os|a|o|essas?|esses?|estas?|suas?|nenhuma?|tantas?|outras?|mais|de|do|da))*';
const fromYou = `(?: (?:d[eao]s? ${you}|daqui|por aqui|aqui|nunca mais|mais|para mim|pra mim|no meu (?:whatsapp|whats|zap|celular|numero)|n[eo]?ss?[te]e numero))*`;
const list = `(?:d?[aeo]ss?a|dest?a|da|das|de sua|da sua|suas?)(?: sua)? listas?(?: de (?:envio|transmissao|contatos?|mensagens|whatsapp|${you}))*`;
const mine = 'meu (?:numero|contato|nome|telefone|cadastro|celular|whatsapp)';
const takeOut = '(?:tir(?:e|a|em|ar)|remov(?:a|e|am|er)|retir(?:e|a|em|ar)|exclu(?:a|i|am|ir)|apag(?:ue|a|uem|ar))';
const sending = '(?:mandar|mandando|enviar|enviando|escrever|chamar|perturbar|incomodar|importunar|encaminhar)';
const send =
	'(?:mandar|enviar|mande|mandem|manda|envie|enviem|envia|escreva|escrevam|chame|chamem|chama|procure|procurem|contate|perturbe|perturbem|incomode|incomodem)';
const myData = `(?:todos )?(?:os )?meus dados(?: pessoais)?(?: todos)?(?: (?:do|dos|da|de) (?:(?:seus? )?(?:sistemas?|cadastros?|registros?|base|banco)|${you})){0,3}`;
const texts = '(?:(?:text |sms |whatsapp )?(?:messages?|reminders?|notifications?)|texts?|contact|spam|ads|marketing)';
const again = '(?: (?:again|any ?more|ever again|from you|please))*';

interface Form {
	right: Right;
	language?: Language;
	words: RegExp;
	sentences?: RegExp;
}

const forms: readonly Form[] = [
	{ right: 'opt-out', words: /^(?:stop(?: ?all| promotions| ?2 ?quit)?|unsubscribe|opt ?out|quit|revoke)$/ },
	{
		right: 'opt-out',
		language: 'pt',
		words:
			/^(?:parar|parem?|(?:parar|interromper) promocoes|sair|(?:me )?descadastr(?:ar|o|a|e|em)|parem? de (?:mandar|enviar)|cancelar (?:a |minha )?(?:inscricao|envios?)|nao perturbe)$/,
		sentences: whole(
			`(?:eu )?nao (?:quero|queria|desejo|gostaria de|aceito|autorizo)(?: mais)? (?:receber|ter)${some} (?:${message}|nada)${fromYou}`,
			`(?:eu )?nao (?:quero|desejo) mais${some} ${message}${fromYou}`,
			`nao (?:me ${send} mais${some}(?: nada)?|${send} mais(?: nada)? (?:para|pra) mim)${fromYou}`,
			`nao (?:me )?${send}${some} ${message}${fromYou}`,
			`(?:eu )?nao (?:quero|desejo|aceito|autorizo) (?:mais )?(?:o )?(?:envio|recebimento) de ${message}${fromYou}`,
			`(?:${wish} )?cancel(?:e|em|ar|a) (?:o )?(?:envio|recebimento) d[aeo]s? ${message}${fromYou}`,
			`chega d[aeo]s? ${message}${fromYou}`,
			'nao entrem? mais em contato(?: comigo)?',
			'(?:eu )?nao quero (?:ser mais|mais ser) (?:contatad|chamad|incomodad)[oa]',
			`${command}(?:parem?|para|parar|parassem)(?: logo| ja)? de me ${sending}${some}(?: ${message}| isso| essas coisas)?${fromYou}`,
			`${command}(?:parem?|para|parar|parassem)(?: logo| ja)? (?:de ${sending}|com)${some} ${message}${fromYou}`,
			`${wish} parar de receber${some} (?:${message}|isso)${fromYou}`,
			`${command}(?:(?:me ${takeOut}|${takeOut} eu) ${list}(?: ai)?|(?:${takeOut}|descadastr(?:e|ar|a|em)|bloque(?:ie|ia|iem|ar))(?: o)? ${mine}(?: ${list}| dai| ai)?)`,
			`(?:${wish} )?sair (?:${list})`,
			`${wish} (?:me descadastrar|cancelar (?:a |minha )?inscricao)`,
			`cancel(?:a|e|ar|em) (?:o )?meu cadastro (?:na|da) lista`,
			'me deix(?:a|e|em) em paz',
			...formalSentences.optOut,
		),
	},
	{
		right: 'opt-out',
		language: 'en',
		words: /^(?:remove (?:me|my number)|lose my number|opt me out|no more (?:messages|texts))$/,
		sentences: whole(
			`(?:stop|quit) (?:messaging|texting|contacting|writing|emailing|spamming|sending)(?: to)? me(?: (?:any|these|your|all|more))*(?: ${texts}| anything)?${again}`,
			`(?:i want to )?(?:stop|quit)(?: (?:sending|receiving|getting))?(?: (?:any|these|your|all|more))* ${texts}${again}`,
			`(?:do not|dont) send me(?: (?:any|more|these|your))* ${texts}${again}`,
			`(?:do not|dont) (?:ever )?(?:message|text|contact|write|email|send)(?: to)? me(?: (?:any|more|these|your))*(?: ${texts}| anything)?(?: again| any ?more| ever again)`,
			`(?:can you |could you )?(?:opt|get|remove|take|delete|unsubscribe) (?:me|my (?:number|contact|name)) (?:out of|from|off)(?: of)? (?:your|this|the|that|all)(?: your)?(?: mailing| contact| marketing)? lists?`,
			`i (?:do not|dont|no longer) (?:want|wish)(?: to (?:receive|get))?(?: (?:any|more|these|your|further))* ${texts}${again}`,
			`(?:i (?:want|would like|wish) to )?(?:unsubscribe|opt ?out)(?: me)?(?: from (?:your|this|the) (?:list|messages))?`,
			'leave me alone',
			...formalSentences.optOutEn,
		),
	},
	{
		right: 'wrong-number',
		language: 'pt',
		words: new RegExp(
			`^(?:(?:acho que )?(?:${you} (?:esta|estao|ta|tao|ligou|mandou|mandaram)? ?(?:com o|no|para o|pro)? ?)?numero errado|(?:este|esse)(?: numero| telefone) nao e mais d(?:el[ea]|est[ea] pessoa|ess[ea] pessoa))$`,
		),
	},
	{ right: 'wrong-number', language: 'en', words: /^(?:you(?:ve| have)? (?:got )?the )?wrong number$/ },
	{
		right: 'erasure',
		language: 'pt',
		words: /^(?:apagar|excluir) (?:meus )?dados$/,
		sentences: whole(
			`${command}(?:apag(?:ue|uem|ar|a)|exclu(?:a|am|ir|i)|delet(?:e|em|ar|a)|remov(?:a|am|er)|elimin(?:e|em|ar)|esquec(?:a|am|er)) ${myData}${byLaw}`,
			`(?:${wish} )?(?:a )?(?:exclusao|eliminacao|remocao) de ${myData}${byLaw}`,
			`(?:${wish} )?(?:a )?(?:exclusao|eliminacao|remocao) dos meus dados(?: pessoais)?${byLaw}`,
			...formalSentences.erasure,
		),
	},
	{
		right: 'erasure',
		language: 'en',
		words: /^(?:delete|erase) (?:my )?data$/,
		sentences: whole(
			`(?:(?:i want you to|i would like you to|can you|could you|i want to|you must) )?(?:please )?(?:delete|erase|remove|forget) (?:all )?(?:of )?my (?:personal )?(?:data|information|info)(?: from (?:your|the) \\w+)?`,
			`(?:please )?(?:delete|erase|remove) everything you (?:have|know) (?:about|on) me`,
			`i want (?:all )?my (?:personal )?data (?:deleted|erased|removed)`,
			...formalSentences.erasureEn,
		),
	},
	{
		right: 'access',
		language: 'pt',
		words: /^meus dados pessoais$/,
		sentences: whole(
			`(?:quais|que)(?: sao)?(?: os)? (?:meus )?(?:dados|informacoes)(?: pessoais)? (?:que )?${you} (?:tem|guardam?|possuem?|armazenam?|coletam?) (?:sobre|de) mim`,
			`(?:quais|que)(?: sao)?(?: os)? (?:meus dados|dados meus|minhas informacoes)(?: pessoais)? (?:que )?${you} (?:tem|guardam?|possuem?|armazenam?|coletam?)`,
			`(?:${wish}) (?:ter |receber )?(?:(?:uma |a )?copia dos|acesso aos|acessar) (?:os )?meus dados(?: pessoais)?${byLaw}`,
			`o que ${you} sabem? (?:sobre|de) mim`,
			...formalSentences.access,
		),
	},
	{
		right: 'access',
		language: 'en',
		words: /^my personal data$/,
		sentences: whole(
			`what (?:personal )?(?:data|information|info) do you (?:have|hold|store|keep|collect) (?:about|on) me`,
			`(?:i want|i would like|send me|give me|can i (?:have|get))(?: a copy of| access to)?(?: all)?(?: of)? my (?:personal )?data`,
			'what do you know about me',
			...formalSentences.accessEn,
		),
	},
	{ right: 'opt-in', words: /^(?:start|unstop|subscribe|resume)$/ },
	{
		right: 'opt-in',
		language: 'pt',
		words:
			/^(?:(?:quero )?voltar|(?:quero )?voltar a receber(?: as)?(?: mensagens)?|(?:quero|pode) receber(?: as)? mensagens (?:de novo|novamente))$/,
	},
	{ right: 'opt-in', language: 'en', words: /^i want to (?:receive|get)(?: your)? messages again$/ },
];
