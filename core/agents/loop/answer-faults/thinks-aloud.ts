import { noteLeads } from '../../../prompt-texts/answers';

const beginning = 600;

/** Signs of a model that speaks of its work and not to the customer, in English and Portuguese. A single one can be meant for the customer. */
const signs = [
	/(?<!\b(?:if|when|whenever|once) )\b(?:the|this) (?:user|customer)(?: (?:is asking|asks|asked|wants|needs|would like)|'s question)|(?<!\p{L}|\b(?:se|quando) )(?:[oa]|ess[ea]|est[ea]) (?:usu[aá]ri[oa]|cliente) (?:quer|pergunta|perguntou|est[aá] perguntando|pede|pediu|precisa|deseja)/iu,
	/\b(?:we|i) (?:need|should|must|have) (?:to )?(?:answer|reply|respond|cite)|\b(?:preciso|precisamos|devo|devemos|tenho que|temos que) (?:responder|citar)/iu,
	/\blet me (?:look|think|see|read|re-?read|recall)|\b(?:vou|vamos|deixe-me|deixa eu) (?:olhar|pensar|ver|ler|reler)/iu,
	/\b(?:the|these|my) (?:passages|instructions|system prompt)\b|\bpassage \[?\d|\b(?:os|as|minhas) (?:trechos|passagens|instru[cç][oõ]es)(?!\p{L})|\btrecho \[?\d/iu,
	/\bthe (?:tool|function)(?: call)? (?:returned|gave|says|said)|\ba (?:ferramenta|fun[cç][aã]o) (?:devolveu|retornou|deu|disse)/iu,
	/\b(?:so|thus|hence|therefore),? (?:the|my|our) (?:final )?answer|\b(?:ent[aã]o|logo|portanto),? a (?:minha )?resposta/iu,
	/^\W*(?:analysis|reasoning|thoughts?|thinking|final(?: answer)?|an[aá]lise|racioc[ií]nio|pensamento|resposta final)\s?:/imu,
];

export function thinksAloud(text: string): boolean {
	if (Object.values(noteLeads).some((lead) => text.includes(lead))) return true;
	const begun = text.slice(0, beginning);
	return signs.filter((sign) => sign.test(begun)).length > 1;
}
