import { splitIntoSentences } from '../../../knowledge/sentences';
import { foldAccents } from '../../../words/terms';

const staff =
	'colleagues?|specialists?|experts?|managers?|supervisors?|teams?|salespersons?|sales ?(?:man|woman|person|rep)|representatives?|technicians?|consultants?|agents?|persons?|humans?|staff|departments?|advis[eo]rs?|employees?|operators?';
const equipe =
	'colegas?|especialistas?|gerentes?|supervisora?|equipe|time|vendedora?|atendentes?|tecnic[oa]|consultora?|pessoa|humano|funcionari[oa]|setor|responsavel|analistas?|representantes?|departamento|suporte|financeiro|comercial';
const who = `(?:(?:an?|one of (?:our|my|the)|our|my|the|another|some|uma?|[oa]|noss[oa]|outr[oa]|algum|alguma) (?:\\w+ ){0,2}?(?:${staff}|${equipe})|someone|somebody|we|alguem|nos|a gente|um dos nossos)`;

const contact =
	'contact|call|phone|e-?mail|write|message|reach out|get back|come back to|let you know|keep you (?:posted|informed|updated)|update you|inform you|get in touch|be in touch|follow up|reply|respond|answer|visit';
const contato =
	'entrar em contato|(?:te |lhe )?avisar|(?:te |lhe )?dar (?:um |uma )?(?:retorno|resposta)|ligar|telefonar|contatar|retornar|responder|escrever|chamar|visitar';
const care = 'help|assist|take over|take care|look into|look at|review|handle|attend|join|see to';
const cuidado = 'ajudar|cuidar|atender|verificar|analisar|assumir|resolver|falar';
const act = `(?:${contact}|${care}|${contato}|${cuidado})`;
const future = '(?:will|is going to|are going to|shall|vai|vao|vamos|ira|irao|iremos|(?:ja )?vem) (?:\\w+ ){0,2}?';

const promise = new RegExp(`\\b${who}(?: [\\w-]+){0,3}? ${future}(?<act>${act})`);
/** In Portuguese, the verb alone can say when: "entrará", "ligaremos". */
const inflected = new RegExp(
	`\\b(?:${who}(?: [\\w-]+){0,3}? )?(?<act>entrar|ligar|telefonar|contatar|retornar|responder|atender|ajudar|cuidar|analisar|verificar|assumir)(?:a|ao|emos)\\b|\\b${who}(?: [\\w-]+){0,3}? (?<act2>falar|chamar|procurar)(?:a|ao)\\b`,
);
/** People say what comes next in the present: "a gente te liga", "um colega assume daqui". A rule of the house names neither a time nor a customer. */
const soon = '(?:ja ja|ja|agora|logo|hoje|amanha|em breve|em instantes|em seguida|daqui a pouco|ainda hoje|depois)';
const present = new RegExp(
	`\\b${who}(?: [\\w-]+){0,3}? (?:${soon} )?(?:(?:te|lhe|o|a) (?:liga|chama|contata|retorna|responde|procura|escreve)|entra em contato|(?:te |lhe )?da (?:um )?retorno|(?:liga|retorna|responde|escreve) (?:para|pra) (?:voce|vc|o senhor|a senhora)|fala com (?:voce|vc)|(?:assume|segue|continua) (?:daqui|por aqui|a conversa|com (?:voce|vc)))\\b`,
);
/** The agent itself can do none of this. */
const ownContact = new RegExp(
	`\\b(?:te|lhe) (?:ligo|chamo de volta|retorno|dou (?:um )?retorno)\\b|\\b(?:daremos|darei|damos) (?:\\w+ ){0,2}?retorno\\b|\\b(?:retornar|ligar|telefonar)ei\\b|\\b(?:voce|vc) (?:vai receber|recebe|recebera|ira receber) (?:\\w+ ){0,2}(?:contato|ligacao|chamada|retorno) (?:\\w+ ){1,3}?(?:${equipe}|alguem)\\b`,
);
const call = new RegExp(
	`\\b(?:vou|irei|vamos|iremos|estou) (?:te |lhe |ja )?(?:(?:chamar|chamando|acionar|acionando|avisar|avisando|notificar) |pedir (?:para |a |que )|(?:passar|encaminhar|transferir|direcionar|passando|encaminhando|transferindo) (?:\\w+ ){0,2}?(?:para |pra |ao |a ))(?:\\w+ ){0,3}?(?:${equipe}|alguem)\\b`,
);
const transfer =
	/\b(?:i am|i will|we are|we will) (?:now )?(?:transfer|connect|pass|hand|forward|escalat|put)\w* (?:you|this|your|it|the)\b|\bi (?:have )?(?:already |just |now )?(?:transferred|connected|passed|handed|forwarded|escalated) (?:you|this|your|it|the)\b|\b(?:transferi|encaminhei|repassei|escalei) |\b(?:estou|vou|irei|estamos|vamos) (?:te |lhe )?(?:transfer|encaminha|passa|conecta|escala|direciona)\w*(?: voce| seu| sua| isso| a | o )/;
const said = new RegExp(`\\b${who}(?: [\\w-]+){0,3}? (?:${future})?(?<act>${act})`);

const forms = [promise, inflected, transfer, present, ownContact, call];

const denial = /\b(?:not|never|nobody|no one|nao|nunca|ninguem)\b|n't\b/;
/** Before the promise: it depends on what the customer does. */
const condition = /\b(?:if|when|once|after|unless|in case|se|quando|assim que|caso|depois|apos)\b/;

/**
 * Lists the sentences of a reply that say that somebody of the company will see to it, though no text that the agent read says so of anybody.
 * @param texts passages and results of tools
 */
export function listPromises(reply: string, texts: string[]): string[] {
	const sentences = texts.flatMap((text) => splitIntoSentences(text).map(simplify));
	const known = new Set(sentences.flatMap((sentence) => said.exec(sentence)?.groups?.['act'] ?? []));
	return splitIntoSentences(reply).filter((original) => {
		const sentence = simplify(original);
		const found = forms.map((form) => form.exec(sentence)).find(Boolean);
		if (!found || denial.test(found[0]) || condition.test(sentence.slice(0, found.index))) return false;
		const promised = found.groups?.['act'] ?? found.groups?.['act2'];
		if (present.test(found[0]) && sentences.some((each) => present.test(each))) return false;
		return promised === undefined || ![...known].some((one) => one.startsWith(promised));
	});
}

/** Returns what a reply says besides such promises, empty if nothing usable; undefined if it has none. @param texts as in `listPromises` */
export function cutPromises(reply: string, texts: string[]): string | undefined {
	const promises = listPromises(reply, texts);
	if (promises.length === 0) return undefined;
	const rest = promises.reduce((text, promise) => text.replace(`${promise} `, '').replace(promise, ''), reply).trim();
	// A promise over several lines is not found as it was written.
	return promises.some((promise) => !reply.includes(promise)) || !/\p{L}{2}/u.test(rest) ? '' : rest;
}

const simplify = (text: string): string =>
	foldAccents(text.toLowerCase())
		.replace(/[’']ll\b/g, ' will')
		.replace(/[’']m\b/g, ' am')
		.replace(/[’']re\b/g, ' are')
		.replace(/\s+/g, ' ');
