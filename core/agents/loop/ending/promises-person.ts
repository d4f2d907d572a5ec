import { splitIntoSentences } from '../../../knowledge/sentences';
import { foldAccents } from '../../../words/terms';

const staff =
	'colleagues?|specialists?|experts?|managers?|supervisors?|teams?|salespersons?|sales ?(?:man|woman|person|rep)|representatives?|technicians?|consultants?|agents?|persons?|humans?|staff|departments?|advis[eo]rs?|employees?|operators?';
const equipe =
	'colegas?|especialistas?|gerentes?|supervisora?|equipe|time|vendedora?|atendentes?|tecnic[oa]|consultora?|pessoa|humano|funcionari[oa]|setor|responsavel|analistas?|representantes?|departamento';
const who = `(?:(?:an?|one of (?:our|my|the)|our|my|the|another|some|uma?|[oa]|noss[oa]|outr[oa]|algum|alguma) (?:\\w+ ){0,2}?(?:${staff}|${equipe})|someone|somebody|we|alguem|nos)`;

const contact =
	'contact|call|phone|e-?mail|write|message|reach out|get back|come back to|let you know|keep you (?:posted|informed|updated)|update you|inform you|get in touch|be in touch|follow up|reply|respond|answer|visit';
const contato =
	'entrar em contato|(?:te |lhe )?avisar|(?:te |lhe )?dar (?:um |uma )?(?:retorno|resposta)|ligar|telefonar|contatar|retornar|responder|escrever|chamar|visitar';
const care = 'help|assist|take over|take care|look into|look at|review|handle|attend|join|see to';
const cuidado = 'ajudar|cuidar|atender|verificar|analisar|assumir|resolver|falar';
const act = `(?:${contact}|${care}|${contato}|${cuidado})`;
const future = '(?:will|is going to|are going to|shall|vai|vao|vamos|ira|irao|iremos) (?:\\w+ ){0,2}?';

const promise = new RegExp(`\\b${who}(?: [\\w-]+){0,3}? ${future}(?<act>${act})`);
/** In Portuguese, the verb alone can say when: "entrará", "ligaremos". */
const inflected = new RegExp(
	`\\b(?:${who}(?: [\\w-]+){0,3}? )?(?<act>entrar|ligar|telefonar|contatar|retornar|responder|atender|ajudar|cuidar|analisar|verificar|assumir)(?:a|ao|emos)\\b`,
);
const transfer =
	/\b(?:i am|i will|we are|we will) (?:now )?(?:transfer|connect|pass|hand|forward|escalat|put)\w* (?:you|this|your|it|the)\b|\bi (?:have )?(?:already |just |now )?(?:transferred|connected|passed|handed|forwarded|escalated) (?:you|this|your|it|the)\b|\b(?:transferi|encaminhei|repassei|escalei) |\b(?:estou|vou|irei|estamos|vamos) (?:te |lhe )?(?:transfer|encaminha|passa|conecta|escala|direciona)\w*(?: voce| seu| sua| isso| a | o )/;
const said = new RegExp(`\\b${who}(?: [\\w-]+){0,3}? (?:${future})?(?<act>${act})`);

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
		const found = promise.exec(sentence) ?? inflected.exec(sentence) ?? transfer.exec(sentence);
		if (!found || denial.test(found[0]) || condition.test(sentence.slice(0, found.index))) return false;
		const { act: promised } = found.groups ?? {};
		return promised === undefined || ![...known].some((one) => one.startsWith(promised));
	});
}

const simplify = (text: string): string =>
	foldAccents(text.toLowerCase())
		.replace(/[’']ll\b/g, ' will')
		.replace(/[’']m\b/g, ' am')
		.replace(/[’']re\b/g, ' are')
		.replace(/\s+/g, ' ');
