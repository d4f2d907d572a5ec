import { splitIntoSentences } from '../../../knowledge/sentences';
import { foldAccents } from '../../../words/terms';
import { findPromisedContact, listActs, unsure } from './promises-contact';

const staff =
	'colleagues?|specialists?|experts?|managers?|supervisors?|teams?|salespersons?|sales ?(?:man|woman|person|rep)|representatives?|technicians?|consultants?|agents?|persons?|humans?|staff|departments?|advis[eo]rs?|employees?|operators?';
const equipe =
	'colegas?|especialistas?|gerentes?|supervisora?|equipe|time|vendedor(?:a|as|es)?|atendentes?|tecnic[oa]s?|consultor(?:a|as|es)?|pessoa|humano|funcionari[oa]|setor|responsavel|analistas?|representantes?|departamento|suporte|financeiro|comercial|pessoal|vendas|plantao';
const who = `(?:(?:an?|one of (?:our|my|the)|our|my|the|another|some|uma?|[oa]s?|noss[oa]s?|outr[oa]|algum|alguma) (?:\\w+ ){0,2}?(?:${staff}|${equipe}|assistencia)|someone|somebody|we|alguem|nos|a gente|um dos nossos)`;

const contact =
	'contact|call|phone|e-?mail|write|message|reach out|get back|come back to|let you know|keep you (?:posted|informed|updated)|update you|inform you|get in touch|be in touch|follow up|reply|respond|answer|visit|come by|come over|stop by|be with you|send you';
const contato =
	'entrar em contato|(?:te |lhe )?avisar|(?:te |lhe )?dar (?:um |uma )?(?:retorno|resposta|toque|alo|ligada)|passar ai|mandar|enviar|ligar|telefonar|contatar|retornar|responder|escrever|chamar|visitar';
const care = 'help|assist|take over|take care|look into|look at|review|handle|attend|join|see to';
const cuidado = 'ajudar|cuidar|atender|verificar|analisar|assumir|resolver|falar';
const act = `(?:${contact}|${care}|${contato}|${cuidado})`;
const future = '(?:will|is going to|are going to|shall|vai|vao|vamos|ira|irao|iremos|(?:ja )?vem) (?:\\w+ ){0,2}?';

const promise = new RegExp(`\\b${who}(?: [\\w-]+){0,3}? ${future}(?<act>${act})`);
/** In Portuguese, the verb alone can say when: "entrará", "ligaremos". */
const inflected = new RegExp(
	`\\b(?:${who}(?: [\\w-]+){0,3}? )?(?<act>entrar|ligar|telefonar|contatar|retornar|responder|atender|ajudar|cuidar|analisar|verificar|assumir)(?:a|ao|emos)\\b|\\b${who}(?: [\\w-]+){0,3}? (?<act2>falar|chamar|procurar)(?:a|ao)\\b`,
);
/** People use the present for the near future: "a gente te liga", "um colega assume daqui". A house rule names neither time nor customer. */
const soon = '(?:ja ja|ja|agora|logo|hoje|amanha|em breve|em instantes|em seguida|daqui a pouco|ainda hoje|depois)';
const present = new RegExp(
	`\\b${who}(?: [\\w-]+){0,3}? (?:${soon} )?(?:(?:te|lhe|o|a) (?:liga|chama|contata|retorna|responde|procura|escreve)|entra em contato|(?:te |lhe )?da (?:um )?retorno|(?:liga|retorna|responde|escreve) (?:para|pra) (?:voce|vc|o senhor|a senhora)|fala com (?:voce|vc)|passa ai|vai ate (?:voce|vc)|ira ate (?:voce|vc)|(?:assume|segue|continua) (?:daqui|por aqui|a conversa|com (?:voce|vc)))\\b`,
);
const ownContact = new RegExp(
	`\\b(?:te|lhe) (?:ligo|chamo de volta|retorno|dou (?:um )?retorno)\\b|\\b(?:daremos|darei|damos) (?:\\w+ ){0,2}?retorno\\b|\\b(?:retornar|ligar|telefonar)ei\\b|\\b(?:voce|vc) (?:vai receber|recebe|recebera|ira receber) (?:\\w+ ){0,2}(?:contato|ligacao|chamada|retorno) (?:\\w+ ){1,3}?(?:${equipe}|alguem)\\b`,
);
const call = new RegExp(
	`\\b(?:(?:pedi|pedimos) (?:para |a |ao |pra |pro |que )|(?:re)?passar(?:ei|emos) (?:\\w+ ){0,4}?(?:para |pra |ao |a |pro ))(?:\\w+ ){0,3}?(?:${equipe}|alguem)\\b|\\b(?:vou|irei|vamos|iremos|estou) (?:te |lhe |ja )?(?:(?:chamar|chamando|acionar|acionando|avisar|avisando|notificar) |pedir (?:para |pra |pro |a |ao |que )|(?:passar|repassar|encaminhar|transferir|direcionar|passando|repassando|encaminhando|transferindo) (?:\\w+ ){0,2}?(?:para |pra |ao |a ))(?:\\w+ ){0,3}?(?:${equipe}|alguem)\\b`,
);
const consult = new RegExp(
	`\\b(?:(?:vou|irei|vamos|iremos|deixa eu|deixe-me) (?:\\w+ ){0,2}?(?:confirmar|verificar|checar|conferir|consultar|perguntar|ver|falar|alinhar) (?:\\w+ ){0,3}?(?:com |ao |a |pro |para )(?:\\w+ ){0,2}?(?:${equipe})|(?:i will|we will|let me|i am going to) (?:\\w+ )?(?:check|confirm|verify|ask|consult|speak|talk) (?:\\w+ ){0,3}?(?:with |to )?(?:our|my|the|an?) (?:\\w+ ){0,2}?(?:${staff}))\\b`,
);
const transfer =
	/\b(?:i am|i will|we are|we will) (?:now )?(?:transfer|connect|pass|hand|forward|escalat|put)\w* (?:you|this|your|it|the)\b(?! (?:the|an?|our|some|details|information|link|price|catalog\w*|quote)\b)|\blet me (?:transfer|connect|put|hand) (?:you|this)\b|\bi (?:have )?(?:already |just |now )?(?:transferred|connected|passed|handed|forwarded|escalated) (?:you|this|your|it|the)\b|\b(?:transferi|encaminhei|repassei|escalei) |\b(?:estou|vou|irei|estamos|vamos) (?:te |lhe )?(?:transfer|encaminha|passa|conecta|escala|direciona)\w*(?: voce| (?:[ao] )?(?:seu|sua|conversa|atendimento|pedido|caso|contato|chamado|solicitacao|mensagem)\b| isso)|\b(?:vou|irei|vamos) (?:te |lhe )(?:transferir|encaminhar|conectar|direcionar)(?=[.,!;?]| agora| ja\b|$)/;
const said = new RegExp(`\\b${who}(?: [\\w-]+){0,3}? (?:${future})?(?<act>${act})`);

const someone = `(?:(?:an?|one of (?:our|my|the)|our|my|the|another|some|uma?|[oa]|noss[oa]|outr[oa]|algum|alguma) (?:\\w+ ){0,2}?(?:${staff}|${equipe})|someone|somebody|alguem|um dos nossos)(?: (?:d[aeo]|of|from) (?:\\w+ ){0,2}?\\w+)?`;
/** An expert's word on a question promises only persons: a system confirms orders, too. */
const confirmation = new RegExp(
	`\\b${someone} (?:\\w+ ){0,2}?(?:(?:will|is going to|are going to|shall) (?:\\w+ )?(?:confirm|verify|check|clarify|validate|evaluate)|(?:vai|vao|ira|irao|ja vai) (?:\\w+ ){0,2}?(?:confirmar|esclarecer|checar|conferir|validar|avaliar|orientar)|(?:confirmara|esclarecera|validara|avaliara|orientara))\\b`,
);
/** In the present: at the end of a sentence, or about "this". Visits and habits of the house use it, too. */
const confirmed = new RegExp(
	`\\b(?:${someone}(?: [\\w-]+){0,2}? (?:te |lhe |ja |logo |depois )?(?:confirma|verifica|checa|esclarece|valida|avalia|responde|orienta)(?= (?:isso|isto|ess[ae]s?|est[ae]s?|para voce|pra voce|pra vc|com voce|a voce|por aqui|aqui|tudo|e (?:te|lhe|responde|retorna|volta))\\b|[.,!;]|$)|${someone}(?: [\\w-]+){0,2}? (?:confirms?|verif(?:y|ies)|checks?|clarif(?:y|ies)|gets? back to you|calls? you|contacts? you|answers? you|takes? over)(?= (?:this|that|it|these|for you|here|soon|today|tomorrow|shortly)\\b|[.,!;]|$)|quem (?:te |lhe )?(?:confirma|responde|retorna|verifica|esclarece|avalia) (?:\\w+ ){0,3}?e ${someone})`,
);
const habit =
	/\b(?:sempre|normalmente|geralmente|em geral|cada|todo|toda|todos os|todas as|antes d[aeo]|na (?:visita|instalacao|entrega|compra)|always|usually|normally|typically|every|each|before)\b/;

const forms = [promise, inflected, transfer, present, ownContact, call, consult, confirmation, confirmed];

const denial = /\b(?:not|never|nobody|no one|nao|nunca|ninguem)\b|n't\b/;
/** Before the promise: it depends on the customer. */
const condition = /\b(?:if|when|once|after|unless|in case|se|quando|assim que|caso|depois|apos)\b/;

/** Lists sentences that promise help by staff without a basis in the texts that the agent read. @param texts passages and results of tools */
export function listPromises(reply: string, texts: string[]): string[] {
	const sentences = texts.flatMap((text) => splitIntoSentences(text).map(simplify));
	const known = new Set(sentences.flatMap((sentence) => said.exec(sentence)?.groups?.['act'] ?? []));
	const told = new Set(sentences.flatMap((sentence) => listActs(findPromisedContact(sentence)?.[0] ?? '')));
	const isTold = (words: string): boolean => {
		const acts = listActs(words);
		return [...known].some((one) => words.includes(one)) || (acts.length > 0 && acts.every((one) => told.has(one)));
	};
	return splitIntoSentences(reply).filter((original) => {
		const sentence = simplify(original);
		const contact = findPromisedContact(sentence);
		return (contact !== undefined && !isTold(contact[0])) || promisesStaff(sentence, sentences, known);
	});
}

/** @param sentences the agent's sources @param known acts of staff in the sources */
function promisesStaff(sentence: string, sentences: string[], known: ReadonlySet<string>): boolean {
	const found = forms.map((form) => form.exec(sentence)).find(Boolean);
	if (!found || denial.test(found[0])) return false;
	const before = sentence.slice(0, found.index);
	if (unsure.test(before) || condition.test(before) || isQuestion(sentence.slice(found.index + found[0].length))) return false;
	const isRead = (form: RegExp) => form.test(found[0]) && sentences.some((each) => form.test(each));
	if (isRead(present) || isRead(confirmed) || (confirmed.test(found[0]) && habit.test(sentence))) return false;
	const promised = found.groups?.['act'] ?? found.groups?.['act2'];
	return promised === undefined || ![...known].some((one) => one.startsWith(promised));
}

/** Returns whether what follows ends the same clause as a question: who offers a person promises none. */
const isQuestion = (rest: string): boolean => /^[^,;:]*\?/.test(rest);

/** Returns a reply without such promises, empty if nothing usable remains; undefined if it has none. @param texts as in `listPromises` */
export function cutPromises(reply: string, texts: string[]): string | undefined {
	const promises = listPromises(reply, texts);
	if (promises.length === 0) return undefined;
	const rest = promises.reduce((text, promise) => text.replace(`${promise} `, '').replace(promise, ''), reply).trim();
	// A promise over several lines is not found in its written form.
	return promises.some((promise) => !reply.includes(promise)) || !/\p{L}{2}/u.test(rest) ? '' : rest;
}

const simplify = (text: string): string =>
	foldAccents(text.toLowerCase())
		.replace(/[’']ll\b/g, ' will')
		.replace(/[’']m\b/g, ' am')
		.replace(/[’']re\b/g, ' are')
		.replace(/\s+/g, ' ');
