const you = '(?:voces?|vcs?|o senhor|a senhora)';
const toYou = `(?:(?:com|para|pra|a|ao|pro) )?${you}`;
const me = '(?:te|lhe)';
const weekday = '(?:segunda|terca|quarta|quinta|sexta|sabado|domingo)(?:-feira)?';
/** A time in the future. "Em até um dia" is the house's usual speed. */
const when = `(?:ja ja|amanha|hoje|ainda hoje|logo(?: mais| em seguida)?|em breve|em instantes|em seguida|daqui a pouco|mais tarde|depois do almoco|cedo|assim que possivel|o quanto antes|agora|(?:na|nesta|nessa) (?:proxima )?(?:${weekday}|semana)|a tarde|a noite|pela manha|de (?:manha|tarde|noite)|no (?:periodo|fim|final) d[ao] \\w+|n[oa]s proxim[oa]s \\w+|para (?:amanha|hoje|segunda|terca|quarta|quinta|sexta|as \\d{1,2})|ate amanha|as \\d{1,2}(?:h\\d{0,2}|:\\d{2})?|em (?:\\d{1,3}|poucos|poucas|alguns|algumas|uma?|dois|duas|cinco|dez|quinze|trinta) (?:minut|hor|dia)\\w{1,4})`;
const afterwards = `(?:amanha|em breve|mais tarde|daqui a pouco|semana que vem|(?:na|nesta|nessa) (?:proxima )?${weekday}|na semana que vem)`;
const phone = '(?:por (?:telefone|ligacao|chamada|video)|no (?:seu )?(?:telefone|celular))';

/** Verbs of calling or writing: the object follows. Others also fit machines, or information given now. */
const stems = '(?:lig|telefon|retorn|avis|cham|procur|contat)';
const weDo = `(?:${stems}(?:o|amos|arei|aremos))`;
const infinitive = `(?:${stems}ar)`;
const will = '(?:vou|vamos|irei|iremos)';
const tell =
	'(?:mand|envi|encaminh|repass|pass|fal|dig|cont|inform|escrev|respond|mostr|confirm|traz)(?:o|amos|emos|arei|aremos|erei|eremos)';
const notTelling = '(?! (?:de(?! novo| volta)|que|desde|sobre)\\b)';
const answers = '(?:respond(?:o|emos|erei|eremos))';
const talks = '(?:(?:nos |a gente se )?(?:fala|conversa)(?:mos|remos)?|falo|converso)';

const calling = [
	`${me} ${weDo}${notTelling}`,
	`${weDo}(?: de volta)? ${toYou}`,
	`${will} (?:ja |depois |entao |tambem )?(?:${me} )(?:ja )?${infinitive}${notTelling}`,
	`${will} (?:ja )?${infinitive}(?: de volta)? (?:${toYou}|${when})`,
	`(?:lig|telefon|retorn)(?:o|amos|arei|aremos) (?:com \\w+ (?:\\w+ )?)?${when}`,
	`${when},? (?:a gente |nos |eu |ja )?(?:lig|telefon|retorn)(?:o|a|amos|arei|aremos)(?= (?:para|pra|com|no|por)\\b|[.,!;]|$)`,
	`(?:lig|retorn|avis)(?:amos|aremos)(?= sim\\b|[.!;]|$)|, (?:eu |nos )?(?:ligo|retorno)(?=[.!;]|$)|(?:pode deixar|fique? tranquil[oa]|combinado),? (?:que )?(?:a gente )(?:liga|retorna|avisa)\\b`,
	`(?:tent|procur)(?:arei|aremos) (?:${me} )?(?:lig|fal|entr|retorn|contat)ar|(?:vou|vamos) tentar (?:${me} )?(?:ligar|falar com|entrar em contato|retornar|contatar)`,
	`ja (?:retorn|lig|cham)(?:o|amos)(?=[.,!;]|$)`,
	`(?:vou|vamos|irei|iremos|vai|vao|ira|irao|pedi|pedirei|deixei|deixarei|ficou|fica)\\b(?: (?!pod|quer|prefer|gostar|se\\b|pedir\\b|precisar)\\w+,?){0,9}? ${me} ${infinitive}${notTelling}`,
	`(?:ped|solicit|providenci)(?:i|ei|irei|arei|iremos|aremos|ir|ar) (?:(?:para|que|pra|pro|ao|a) )?(?:\\w+ ){1,4}(?:ligue|chame|retorne|entrem?|contate|fale|procure|visite|responda)|solicit(?:ei|arei|amos) (?:um |uma |o |a )?(?:retorno|contato|ligacao|visita)`,
	`confirmamos com ${you}|(?:avis|comunic|inform)aremos|(?:mand|envi|encaminh|respond|avis)(?:amos|emos|aremos|eremos) (?:isso |tudo )?${when}`,
	`(?:fico|ficamos|ficou|fica) de (?:${me} )?(?:lig|telefon|retorn|avis|cham|respond|mand|envi)\\w*`,
	`${you} (?:sera|vai ser|ira ser) (?:contatad|avisad|informad|procurad|chamad)\\w*|(?:seu|sua) (?:contato|mensagem|pedido|solicitacao|pergunta|duvida) sera (?:retornad|respondid|atendid)\\w*`,
	`(?:combinad|marcad|agendad|confirmad)[oa][:,]? (?:a |sua |uma )?(?:ligacao|chamada|videochamada|conversa)(?: \\w+){0,4}? ${when}|(?:ligacao|chamada|videochamada) (?:\\w+ )?(?:combinad|marcad|agendad|confirmad)[oa]\\b`,
	`(?:retorn(?:o|amos|aremos)|${will} retornar) (?:o )?(?:seu )?(?:contato|ligacao|chamada)`,
	`(?:entr(?:o|amos|arei|aremos)|${will} (?:ja |logo )?entrar|estar(?:ei|emos) entrando|entrando) em contato`,
	`${talks}(?: ${toYou})?(?: ${when})+(?: (?:cedo|de manha))? ${phone}|${talks} ${toYou} ${phone}|${when} (?:nos falamos|a gente se fala) ${phone}|nos falamos(?: \\w+){0,2} as \\d{1,2}(?:h\\d{0,2}|:\\d{2})?`,
];
const answering = [
	`${me} respondemos|${me} ${answers} (?:com|isso|depois|${when})|${when} ${me} ${answers}`,
	`(?:${me} )?(?:dou|damos|darei|daremos|${will} (?:${me} )?dar) (?:um|uma|o|a) (?:retorno|resposta|posicao|posicionamento)`,
	`${will} ${me} responder(?= ${when}|[.,!;]|$)|(?:${me} )?confirm(?:o|amos) (?:isso )?${when}`,
	`(?:${me} )?(?:dou|damos|daremos|darei|trago|traremos) (?:mais )?noticias|(?:ligacao|chamada) sera (?:feita|retornada)`,
	`(?:agend|marc)(?:o|ei|amos|arei|aremos|ar) (?:[ao]|uma?|sua|seu) (?:ligacao|chamada|videochamada|conversa)`,
	`(?:volt(?:o|amos|arei|aremos)|${will} voltar) a (?:${me} )?(?:falar|chamar|escrever|ligar|entrar)|(?:e )?ja volt(?:o|amos)(?= com\\b|[.,!;]|$)|volt(?:o|amos) (?:com|em breve|${when})`,
	`(?:${me} (?:mant(?:enho|emos|erei|eremos))|mant(?:enho|emos|erei|eremos) ${you}|${will} (?:${me} manter|manter ${you})) (?:sempre )?(?:informad|atualizad|a par)\\w*`,
	`(?:(?:aguard|esper)(?:e|em|ar|a)|contar com)(?: so)? (?:(?:pel)?[oa] |um |uma )?(?:(?:noss[oa]|meu|minha) (?:contato|ligacao|retorno|resposta|chamada)|(?:contato|ligacao|retorno|resposta) d[aeo] (?:noss[oa] )?(?:equipe|time|vendedora?|gerente|especialista|comercial|assistencia|consultora?))`,
	`(?:e|que) (?:falo|falamos) com ${you}|teremos (?:novidades|(?:um |uma )?(?:retorno|resposta))`,
	`noss[oa] (?:retorno|contato|ligacao|resposta) (?:sera|vem|chega|vai)`,
	`${me} (?:${tell}|${weDo})(?: \\w+){0,5}? ${afterwards}|(?:depois|mais tarde|logo mais|${afterwards}) (?:eu |a gente |nos )?(?:${me} )?${tell}|${me} ${tell} (?:assim que|logo que|quando)|${tell}(?: \\w+){1,4} ${toYou} ${afterwards}|(?:e|que) ${me} (?:falo|falamos|digo|conto|envio|mando|passo|repasso|informo|confirmo)(?=[.!;]|$)|(?:ja|logo|ja ja) ${me} ${tell}(?![^.!?]*:)`,
	`(?:ate )?${when} (?:eu )?${me} ${tell}|${me} ${tell} (?:[ao]|uma?) (?:resposta|retorno|posicao)|e ${me} trago`,
	`(?:quando|assim que|logo que|tao logo) [^,]{1,80}, (?:(?:eu |a gente |nos |ja )?(?:${me} )?${tell}|(?:chega|segue|vai) (?:para ${you}|por aqui|no seu))`,
	`${you} (?:logo |em breve |ja )?(?:recebe|recebera|vai receber|ira receber|tera|vai ter) (?:uma? |o )?(?:ligacao|mensagem|retorno|contato|resposta|chamada)(?: telefonica)? (?:noss[oa]|d[aeo] (?:noss[oa] )?(?:equipe|time|vendedora?|gerente|especialista|comercial))`,
];
const offer = '(?:proposta|orcamento|cotacao)';
const sending = [
	`(?:(?:mand|envi|encaminh|pass)(?:o|amos|arei|aremos)|${will} (?:${me} )?(?:mandar|enviar|encaminhar)|${me} (?:mand|envi|encaminh|pass)(?:o|amos)) (?:${toYou} )?(?:(?:[oa]|uma?|sua|seu|noss[oa]) ){0,2}${offer}`,
	`${offer}(?: \\w+)? (?:segue|chega|vai|sai|vem|chegara|seguira) (?:ate (?:o |a )?\\w+|por (?:e-?mail|aqui|whatsapp)|no (?:seu )?e-?mail|para o seu|${when})`,
	`segue (?:${when} )?(?:(?:[oa]|sua|seu|noss[oa]) ){1,2}${offer}|(?:prepar|elabor|mont)(?:o|amos|arei|aremos) (?:(?:[oa]|uma?|sua|seu) ){1,2}${offer}|${will} (?:te )?(?:preparar|elaborar|montar|fazer) (?:(?:[oa]|uma?|sua|seu) ){1,2}${offer}`,
	`${offer} (?:\\w+ )?sera (?:enviad|encaminhad|mandad)[oa]|(?:mand|envi)(?:o|amos|arei|aremos) (?:uma?|[oa]|noss[oa]) (?:tecnic|vendedor|consultor|especialista)\\w*`,
	`${you} (?:recebe|recebera|vai receber|ira receber) (?:[oa]|uma?|sua|seu|noss[oa]) ${offer} (?:por|no|aqui|${when})`,
];

const soon =
	'(?:today|tomorrow|tonight|soon|shortly|later|back|on \\w+day|in the (?:morning|afternoon)|this (?:morning|afternoon|evening|week)|next week|at \\d+|in (?:\\d+|a few) (?:minutes|hours|days))';
const reach = '(?:call|phone|ring|contact|text|e-?mail|message|write to|notify|update|inform)';
const staffEn =
	'(?:(?:one of )?(?:our|the|an?|some) (?:\\w+ )?(?:people|rep|reps|guys|folks|team|salesperson|manager|engineers?|sales team))';
const english = [
	`(?:i|we) (?:will|shall|am going to|are going to) (?:\\w+ ){0,2}?(?:${reach} you|(?:get|come) back to you|let you know|keep you (?:posted|informed|updated)|give you a (?:call|ring|shout|ring back)|find out and|be in (?:touch|contact)|get in touch|follow up|reach out|reach you|touch base)`,
	`(?:and|then) (?:(?:get|come|write) (?:back )?to you|let you know|tell you|reply (?:to you )?${soon})|will be (?:right )?with you|expect to hear|${staffEn} (?:will|is going to|are going to) (?:\\w+ )?(?:be )?(?:call|phone|ring|touch base|write|contact|visit|reach|get back)(?:ing)?|(?:i|we) (?:am|are) (?:calling|phoning|contacting|e-?mailing) you (?:${soon})`,
	`(?:i|we) (?:call|phone|ring|e-?mail|contact) you (?:\\w+ )?${soon}`,
	`you (?:will|should) (?:soon )?(?:(?:receive|get) (?:our|the|your|a) (?:\\w+ )?(?:quote|proposal|offer|estimate)|hear (?:back|from (?:us|me|our))|be (?:contacted|hearing from)|(?:get|receive) an? (?:call|reply|answer|e-?mail|message) from (?:us|our|the|a))`,
	`your (?:request|message|question) will be (?:answered|handled|looked at) by|^(?:[\\w ]+, )?calling you ${soon}|(?:arrange|schedule|book) a (?:call|meeting) for|gets? in touch|who will (?:call|contact|write to|get back to) you|(?:have|get|ask) (?:someone|somebody|a \\w+) (?:to )?(?:call|ring|contact|write to) you`,
	`(?:expect|wait for|await) (?:a|our|my) (?:call|reply|contact|message|answer)`,
	`(?:i|we) will (?:send|e-?mail|forward|get|prepare) (?:you )?(?:the|a|your|our) (?:\\w+ )?(?:quote|proposal|offer|estimate)`,
	`(?:talk|speak) to you (?:${soon} )?by phone`,
];

/** People of the company, in the present with a time: "o gerente liga amanhã". */
const staff =
	'(?:(?:[ao]s?|uma?|noss[oa]s?|alguem d[aeo]|algum|alguma) (?:noss[oa] )?(?:\\w+ )?(?:equipe|time|gerente|vendedora?|especialista|consultora?|atendente|tecnic[oa]|colega|comercial|financeiro|suporte|assistencia|setor|pessoa|pessoal|analista|representante|responsavel)(?: (?:tecnic[oa]|comercial|de \\w+|d[ao] \\w+))?|alguem|a gente|(?:the|our|an?|one of our) (?:\\w+ )?(?:team|manager|salesperson|specialist|technician|colleague|consultant|representative))';
/** Machines and carriers tell and call, too. */
const notOfUs =
	'(?<!\\b(?:maquina|prensa|sensor|painel|alarme|visor|sistema|aplicativo|luz|sirene|entregador|entregadora|motoboy|motorista|transportadora|correio|correios|banco) (?:tambem |ja |sempre )?)';
const byStaff = [
	`${notOfUs}${me} (?:liga|telefona|chama|retorna|responde|procura|contata|escreve|visita)m?(?! (?:a )?atencao| de )`,
	`(?:que|ele|ela|quem) (?:ja )?(?:vai|ira|vao|irao) (?:${me} )?(?:ligar|telefonar|retornar|chamar|procurar|entrar em contato)(?= (?:para|pra) ${you}| ${when}|[.,!;]|$)`,
	`(?:que|ele|ela|eles|elas|vendedora?|gerente|tecnic[oa]|especialista|consultora?|equipe|pessoal|engenharia|fabrica|matriz) (?:ja )?(?:liga|ligam|telefona|retorna|retornam|chama|entra em contato|entram em contato)(?: (?:para|pra) ${you})? ${when}`,
	`(?:dara|vai dar|ira dar|daremos|vamos dar) (?:sequencia|andamento|continuidade|prosseguimento)|assum(?:e|ira) (?:[oa] )?(?:seu |sua )?(?:atendimento|conversa|caso)|${me} mantera`,
	`(?:fara|farao|vai fazer|ira fazer|faremos|vamos fazer|farei|vou fazer) (?:um |uma |o |a )?(?:novo |nova )?(?:contato|ligacao|retorno)`,
	`${you} (?:sera|vai ser|ira ser) atendid[oa] (?:por|em breve|logo)|${you} (?:recebe|recebera|vai receber) (?:a |uma )?visita`,
	`(?:mandar|enviar|mand(?:o|amos)|envi(?:o|amos)) alguem`,
	`${staff} (?:ja |${when} )?(?:${me} )?(?:liga|telefona|retorna|responde|chama|escreve|procura|entra em contato)(?: (?:para|pra) ${you})?(?: de volta)? ${when}`,
	`${staff} (?:${me} (?:liga|telefona|retorna|responde|chama|escreve|procura|avisa)|(?:vai|ira) (?:${me} )?(?:ligar|telefonar|retornar|chamar|escrever|procurar|avisar|contatar)|(?:ligara|retornara|entrara em contato))(?! antes)`,
	`${staff} (?:enviara|mandara|encaminhara|apresentara|passara|trara)|${staff} (?:vai|ira) \\w+[aei]r(?: \\w+){0,6}? ${afterwards}`,
	`${staff} (?:is (?:calling|phoning|contacting|getting back to) you|(?:calls|phones|contacts|gets back to)(?: you)? ${soon})`,
];

const compile = (forms: string[]): RegExp => new RegExp(`\\b(?:${forms.join('|')})(?!\\w)`, 'g');

/** Readers of these words wait for a call or message, which no agent makes by itself. */
const forms = [calling, answering, sending, english, byStaff].map(compile);

const denial =
	/\b(?:posso|podemos|poderia|poderiamos|(?:i|we) (?:can|could)|nao|nunca|jamais|nem|ninguem|not|never|nobody)(?: (?!que\b)\w+){0,2} $/;
export const unsure =
	/\b(?:nao|not|cannot|can't|don't)\b[^,;]{0,40}\b(?:promet|garant|dizer|sei|promise|say|know|guarantee)\w* (?:que|se|that|if|whether)\b/;
const habit = /\b(?:sempre|normalmente|geralmente|em geral|cada|tod[oa]s?|antes d[aeo]|always|usually|normally|every|before)\b/;
const hypothetical = /\b(?:se|caso|if|unless|in case)\b/;
const later = /\b(?:quando|assim que|logo que|tao logo|depois que|apos|when|whenever|once|after|as soon as)\b/;
const ofReader =
	/\b(?:voces?|vcs?|o senhor|a senhora|me (?:diss|mand|envi|pass|respond|inform)\w+|quiser|puder|preferir|decidir|precisar|responder|you)\b/;
const byVoice = /\b(?:lig|telefon|call|phone|ring)/;

const act =
	/\b(?:lig|telefon|retorn|avis|cham|procur|contat|visit|mand|envi|encaminh|respond|fal|escrev|call|phone|contact|send|writ|touch)/g;
export const listActs = (words: string): string[] => words.match(act) ?? [];

const nearby = 300;

/** Finds where a sentence, in lower case and without accents, promises a later call or message. Takes linear time. */
export function findPromisedContact(sentence: string): { index: number; 0: string } | undefined {
	if (habit.test(sentence)) return undefined;
	const isLater = later.test(sentence.split(',', 1)[0]!);
	for (const form of forms) for (const found of sentence.matchAll(form)) if (isPromised(sentence, found, isLater)) return found;
	return undefined;
}

/** @param isLater the sentence begins with a condition that comes first */
function isPromised(sentence: string, { index, 0: words }: RegExpExecArray, isLater: boolean): boolean {
	const before = sentence.slice(Math.max(0, index - nearby), index);
	const after = sentence.slice(index + words.length, index + words.length + nearby);
	if (denial.test(before) || / not\b/.test(words) || unsure.test(before) || hypothetical.test(before)) return false;
	// Whoever offers a call promises none.
	if (/^[^,;:]*\?/.test(after) || /^[^,;]*\bse (?:voce|vc|quiser|preferir|precisar)/.test(after)) return false;
	const said = `${before}${words}`;
	if (isLater && later.test(said) && ofReader.test(said.split(',', 1)[0]!)) return false;
	const [, condition = ''] = /^[^,;:]*?\b(?:quando|assim que|logo que|depois que|when|once|after|as soon as) (.*)$/.exec(after) ?? [];
	return byVoice.test(words) || !/^(?:(?:voces?|vcs?|o senhor|a senhora|you) |me )/.test(condition);
}
