/** Words before a name; a case-insensitive expression that begins with a letter. */
export interface NameLabel {
	readonly words: string;
	/** `any`: written like a name; `likely`: a common first name or two parts; `known`: a common first name. */
	readonly takes: 'any' | 'likely' | 'known';
	/** Accepts lower case with a common first name. */
	readonly anyCase?: boolean;
	/** True if the name must fill its line. */
	readonly wholeLine?: boolean;
	readonly heading?: boolean;
}

const ofWhom = String.raw`(?:d[aeo]s?\s(?:m[ãa]e|pai|titular|client[ea]|paciente|alun[oa]|c[ôo]njuge|respons[áa]vel|benefici[áa]ri[oa]|portador(?:a)?|segurad[oa]|contato|comprador(?:a)?|solicitante|candidat[oa]|funcion[áa]ri[oa]|m[ée]dic[oa]|filh[oa]|crian[çc]a|remetente|destinat[áa]ri[oa]|favorecid[oa]|usu[áa]ri[oa]|s[óo]ci[oa]|s[íi]ndic[oa]|propriet[áa]ri[oa]|condutor(?:a)?))`;
const rolePt = String.raw`paciente|titular|client[ea]|benefici[áa]ri[oa]|contratante|contratad[oa]|requerente|requerid[oa]|autor(?:a)?|r[éeê]u?|reclamante|exequente|executad[oa]|advogad[oa]|respons[áa]vel(?:\s(?:legal|t[ée]cnic[oa]|financeir[oa]))?|solicitante|remetente|destinat[áa]ri[oa]|comprador(?:a)?|vendedor(?:a)?|locador(?:a)?|locat[áa]ri[oa]|fiador(?:a)?|outorgante|outorgad[oa]|alun[oa]|m[ãa]e|pai|filia[çc][ãa]o|c[ôo]njuge|funcion[áa]ri[oa]|m[ée]dic[oa]|segurad[oa]|favorecid[oa]|testemunha|portador(?:a)?|condutor(?:a)?|propriet[áa]ri[oa]|s[óo]ci[oa]|candidat[oa]|passageir[oa]|h[óo]spede|contato|atendente|falecid[oa]|procurador(?:a)?|mandat[áa]ri[oa]|inquilin[oa]|emitente|sacad[oa]|pagador(?:a)?|devedor(?:a)?|credor(?:a)?|(?:assinado|recebido)(?:\spor)?|espos[oa]|marido`;
const roleEn = String.raw`patient|customer|client|holder|card\s?holder|account\sholder|beneficiary|tenant|landlord|buyer|seller|employee|student|applicant|contact(?:\sperson)?|signed(?:\sby)?|signatory|recipient|sender|passenger|guest|witness|plaintiff|defendant|mother|father|spouse|attorney|physician|doctor|insured|driver|author|payee|payer|debtor|creditor|borrower|lender|wife|husband`;
/** In JSON, XML and code, anything can have a name. */
const inCode = String.raw`["']?\s{0,3}[:=]\s{0,3}["']`;
const nameKey = String.raw`(?:full|first|last|given|family|sur|middle|legal|preferred|maiden|customer|patient|client|holder|contact|employee|student|mother'?s?|father'?s?)[\s_.-]{0,2}name|name(?!${inCode})|sobrenome|nome(?:[\s_.-]{0,2}(?:completo|social|civil|cliente|paciente|titular|mae|mãe|pai|aluno|${ofWhom}))?`;
const qualified = String.raw`(?:\sd[aeo]s?\s(?:conta|cart[ãa]o|contrato|im[óo]vel|plano|cadastro|titular)){0,2}`;
const assigned = String.raw`["']?\s{0,3}(?:[:=]|=>|\||>)\s{0,3}["']?\s{0,2}`;
const family = String.raw`(?:minha|meu|my|his|her|dele|dela|sua)\s(?:m[ãa]e|pai|esposa|mulher|marido|filh[oa]|irm[ãa]o?|av[óô]|ti[oa]|prim[oa]|sogr[oa]|namorad[oa]|noiv[oa]|amig[oa]|chefe|vizinh[oa]|wife|husband|son|daughter|mother|father|mom|dad|brother|sister|boss|friend|colleague|neighbou?r|partner|girlfriend|boyfriend)(?:,\s|\s)(?:é\s(?:[oa]\s)?|is\s|se\schama\s)?`;
const title = String.raw`sr(?:a|ta|s)?|senhor(?:a|ita)?|dr(?:a)?|doutor(?:a)?|prof(?:a|essor|essora)?|mrs?|ms|mx|eng|d(?=\.)`;

export const nameLabels: readonly NameLabel[] = [
	{
		words: String.raw`(?:o\s)?meu\snome\s(?:completo\s)?(?:é|eh|e)\s|nome\sdel[ea]\s(?:é|eh|e)\s|me\schamo\s|chamo-me\s|se\schama\s|me\schamar\sde\s|my\s(?:full\s)?name(?:\sis|['’]s)\s|(?:his|her|their)\sname\sis\s|call\sme\s|prazer,\s{0,2}(?:sou\s(?:o|a)\s)?|seu\snome(?:\scompleto)?\?\s|your\s(?:full\s)?name\?\s`,
		takes: 'any',
		anyCase: true,
	},
	{
		words: String.raw`(?:eu\s)?sou\s(?:a|o)\s|sou\seu,\s(?:[oa]\s)?|aqui\s(?:é|eh|e|quem\sfala\s(?:é|eh|e))\s(?:a\s|o\s)?|quem\s(?:fala|assina)\s(?:é|eh|e)\s(?:a\s|o\s)?|fal(?:o|a|ar|ei|amos)\scom\s(?:a\s|o\s)?|convers(?:ei|ar)\scom\s(?:a\s|o\s)?|this\sis\s|i\sam\s|i['’]m\s|speaking\s(?:with|to)\s|spoke\s(?:with|to)\s|talk(?:ed)?\sto\s|it['’]s\s|aos\scuidados\sd[aeo]\s|a\/c:?\s|attn\.?:?\s|${family}`,
		takes: 'likely',
		anyCase: true,
	},
	{ words: String.raw`sou\s|(?:from|to|cc|de|para):\s|entre\s`, takes: 'known' },
	{
		words: String.raw`(?:ol[áa]|oi|oie|opa|hi|hello|hey|bom\sdia|boa\starde|boa\snoite|good\s(?:morning|afternoon|evening))[,!]?\s`,
		takes: 'likely',
		anyCase: true,
	},
	{ words: String.raw`(?:prezad[oa]|car[oa]|querid[oa]|estimad[oa]|dear)\s`, takes: 'any' },
	{ words: String.raw`(?:${title})(?:\.?\(a\))?(?:\.\s{0,2}|\s)`, takes: 'any', anyCase: true },
	{ words: String.raw`(?:dona|seu|miss|mestre|pastor(?:a)?|padre|irm[ãa])\s`, takes: 'likely', anyCase: true },
	{
		words: String.raw`(?:atenciosamente|atte?|at\.te|abs|abra[çc]os?|(?:um\s)?(?:grande\s)?abra[çc]o|cordialmente|respeitosamente|sauda[çc][õo]es|grat[oa]|obrigad[oa]|beijos|bjs|sincerely|yours(?:\s(?:truly|sincerely|faithfully))?|(?:best|kind|warm)(?:est)?\s(?:regards|wishes)|regards|cheers|best|(?:many\s)?thanks|thank\syou|respectfully|love)[,.!]{0,2}[ \t]{0,4}(?:\r?\n[ \t]{0,4}){1,3}(?:[-–—]\s?)?|(?:att|abs|abra[çc]os|regards|best)[,.]\s`,
		takes: 'any',
		wholeLine: true,
	},
	{ words: String.raw`(?:${nameKey})${qualified}${assigned}`, takes: 'any' },
	{ words: `name${inCode}`, takes: 'likely' },
	{
		words: String.raw`(?:${nameKey}|filia[çc][ãa]o|${rolePt}|${roleEn})[ \t]{0,4}\r?\n[ \t]{0,4}`,
		takes: 'known',
		wholeLine: true,
	},
	{ words: String.raw`(?:${nameKey})(?=\s{0,4}[|;,\t])`, takes: 'any', heading: true },
	{ words: String.raw`(?:${rolePt}|${roleEn})(?:\(a\))?${qualified}${assigned}`, takes: 'any' },
	{ words: String.raw`(?:${rolePt}|${roleEn})\s`, takes: 'likely' },
	{
		words: String.raw`(?:em\snome\sd[eao]|in\sthe\sname\sof|on\sbehalf\sof|assinado\s(?:digitalmente\s)?por|signed\sby|filh[oa]\sde|son\sof|daughter\sof|m[ãa]e\sd[eao]|pai\sd[eao])\s`,
		takes: 'likely',
	},
	{ words: String.raw`(?:eu|i),\s`, takes: 'likely' },
];

/** Follows a name in contracts: `Ana Lima, brasileira, casada`. */
export const civilStatus =
	/,\s(?:brasileir[oa]|portugu[eê]s(?:a)?|casad[oa]|solteir[oa]|divorciad[oa]|vi[úu]v[oa]|portador(?:a)?\sd|inscrit[oa]\sno|nascid[oa]\s|residente\s|maior,)/giu;

/** Names of things: `user name`, `Rua Dr. João`. */
export const nameOfAThing =
	/(?<!\p{L})(?:user|file|job|task|workflow|node|campaign|plan|course|cluster|company|product|domain|host|city|street|brand|business|field|column|table|project|event|school|pet|server|class|app|song|team|bank|store|display|code|model|package|function|variable|game|hotel|rua|r\.|av\.?|avenida|pra[çc]a|travessa|alameda|rodovia|hospital|escola|col[ée]gio|edif[íi]cio|aeroporto|est[áa]dio|ponte|largo|instituto|funda[çc][ãa]o|parque|bairro|pr[ée]dio|[-/])[\s_.-]{0,2}$/iu;
