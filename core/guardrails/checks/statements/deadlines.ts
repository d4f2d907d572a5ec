import type { Span } from '../../policy/sentences';
import { blankAppointments, saysWhoGoesOn } from './appointments';
import { blankFarewells } from './farewells';
import { blank, findAll, matchAny } from './find-all';
import type { FoldedText } from './folded-text';
import { blankNotedWishes } from './noted-wishes';
import { digits, start } from './numbers';
import { bound, clock, exactSpan, month, point, span, toCome, weekday, workingDays, years } from './times';

const service =
	'(?:(?:equipe de )?(?:assistencia(?: tecnica)?|suporte|pos-vendas?|sac|atendimento(?: tecnico)?)|equipe (?:tecnica|de (?:manutencao|campo))|tecnicos?|support|technicians?|help ?desk)';
const usually = '(?:normalmente|geralmente|em geral|costumam?|usually|typically|normally|generally)';
const calls = '(?:chamados|chamadas|clientes|duvidas|tickets|calls|requests|customers)';
const within = `(?:(?:em ate|em menos de|dentro de|em|ate|within|in|in under) ${span}|n[oa] (?:mesmo dia|dia util seguinte|hora)|the same day)`;
const habit = matchAny(
	`${service}(?: ${usually})? (?:respond(?:em?|er)|atend(?:em?|er)|reply|replies|responds?|answers?)(?: (?:a?os )?${calls}(?: [a-z]{1,10})?)? ${within}`,
	`${service}(?: ${usually})? retorna(?:m|r)? (?:os )?${calls} ${within}`,
	`${usually},? (?:[ao]s? )?${service} (?:respond|atend|retorn)(?:em?|am?|er|ar)? ${within}`,
	`${service} ${usually} (?:retorna(?:m|r)?|get back) ${within}`,
	`${calls}(?: [a-z]{1,10})? (?:sao|costumam ser|are|are usually) (?:respondid|atendid|retornad|answered|handled)[oa]?s? ${within}`,
);
/** Words to the reader, or about the speaker, make a promise. */
const personal =
	/(?<![a-z])(?:voces?|vc|te|lhe|seus?|suas?|teus?|tuas?|comigo|contigo|eu|nos|a gente|vamos|vou|vai|vao|you|your|i|we|will|i'll|we'll|it'll)(?![a-z])/;

const seconds = matchAny(
	`(?:(?:em|a cada|cada|por|apos|depois de|leva|dura|in|within|every|for|after|takes) (?:(?:ate|cerca de|menos de|apenas|so|about|only|less than) ){0,2}${digits}(?: a ${digits})?|(?:em|a cada|cada|por|apos|depois de|leva|dura|in|within|every|for|after|takes) (?:ate |cerca de |menos de |about |less than )?(?:um|dois|tres|quatro|cinco|seis|sete|oito|nove|dez|quinze|vinte|trinta|poucos|one|two|three|four|five|ten|a few)) ?(?:segundos?|seconds?|milissegundos|milliseconds|s)(?![a-z])`,
);
const people =
	/(?<![a-z])(?:gerente|vendedora?|equipe|time|atendente|consultora?|alguem|pessoa|colega|tecnic[oa]|suporte|someone|team|manager|person|colleague|support|technician|respond[a-z]{0,5}|retorn[a-z]{0,5} (?:o contato|a ligacao)|atend[a-z]{1,5}|contat[a-z]{0,4}|contact|call|reply)(?![a-z])/;

const blankCycles = (text: string): string => (personal.test(text) || people.test(text) ? text : blank(text, seconds));

/** Blanks usual service times, such as `o técnico responde em até 24 horas`: a fact, not a promise. */
const blankHabits = (text: string): string => (personal.test(text) ? text : blank(text, habit));

/** Times that promise nothing; removed first. */
const harmless = matchAny(
	`(?:de |das? |from )?${weekday} (?:a|ate|as|to|through|thru|until|-) ${weekday}`,
	`(?:d[ae]s? |from |between |entre )?\\d{1,2}(?::\\d{2})? ?(?:h|hs|am|pm)?(?:\\d{2})? ?(?:as|ate as|a|e|and|to|until|-) \\d{1,2}(?::\\d{2})? ?(?:h|hs|horas|am|pm)(?:\\d{2})?`,
	'(?:aos|nos|as|nas|todos os|todas as|every|each|on|toda|todo) (?:segundas|tercas|quartas|quintas|sextas|sabados|domingos|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekends|weekdays|fins de semana|dias?|days?|semanas?|week|mes|month)(?: \\d{1,2})?',
	`(?:toda|todo|every|each|a cada|cada) (?:${weekday}|${span})|de \\d{1,2} em ${span}`,
	'(?:sexta[- ]feira|sexta) santa|good friday|black friday|cyber monday|quarta[- ]feira de cinzas|ash wednesday|easter monday',
	'24 ?h(?:oras)? (?:por dia|a day)|24/7|24x7|24 hours a day',
	'(?:bom|boa|otim[oa]|excelente|feliz|great|nice|lovely|good|enjoy(?: your| the)?|your|seu) (?:fim|final) de semana|(?:great|nice|lovely|good|enjoy(?: your| the)?|happy) (?:weekend|week|day|evening|monday|friday)|see you (?:on |next |this )?(?:[a-z]{3,6}day|tomorrow|soon|later|then|there|week)',
	'hoje em dia|these days|nowadays|happy (?:monday|friday|christmas|new year)|feliz natal|feliz ano novo|merry christmas',
	'^[^a-z]{0,3}(?:ate|see you|talk to you|tchau) (?:amanha|segunda|terca|quarta|quinta|sexta|sabado|domingo|tomorrow|monday|tuesday|wednesday|thursday|friday|later|soon|next week)(?:[- ]feira)?(?=[,.!]|$)(?=!|[^a-z]{1,3}(?:tenha|otim|boa|bom|have|abrac|um abrac)| e (?:tenha|boa|bom))',
	'(?:rua|avenida|av\\.?|praca|alameda|r\\.) \\d{1,2} de [a-z]{3,9}',
	// Locations, and things that take time by nature.
	'(?:segunda|terca|quarta|quinta|sexta) d[aoe]s? (?!(?:proxima|outra|mesma|semana|manha|tarde|noite|que)(?![a-z]))[a-z]{2,14}',
	`(?:flights?|voos?|trips?|viagem|viagens|drive|ride|walk|percurso|trajeto|caminhada|meetings?|reuniao|reunioes|movies?|filmes?|class(?:es)?|aulas?|courses?|cursos?|lessons?|sessions?|sessao|sessoes|exams?|provas?|surgery|cirurgia|webinars?|recipe|receita)(?: (?!chega|arriv|sai|fica|will)[a-z]{1,14}){0,4} (?:takes?|leva(?:m|ra)?|demora(?:m|ra)?)(?: (?:about|around|up to|only|ate|cerca de|em torno de|mais ou menos|aproximadamente|uns|umas|so|apenas)){0,2} ${span}`,
	`(?:ha|faz) (?:cerca de |mais de |quase )?(?:${span}|${years})|(?:${span}|${years}) (?:atras|ago|antes)`,
	`(?:desde|since) ${bound}`,
	`(?:${bound}|semana|mes|week|month) passad[ao]|last (?:${weekday}|${month}|week|month|year)`,
	`(?:criancas|idade|children|kids|aged?)[a-z ]{0,20} (?:${years})`,
);

/** Acts for the reader, now or later; not general facts. */
const will =
	/'ll(?![a-z])|(?<![a-z])(?:entreg(?:o|a|am|ue|amos|ar|arei|ara|aremos|arao|as)|envi(?:o|a|am|amos|ar|arei|ara|aremos|ado)|mand(?:o|a|amos|ar|arei|aremos)|cheg(?:a|am|ar|ara|arao|ando)|receb(?:e|er|era|erao)|pront[oa]s?|resolv(?:o|e|emos|er|erei|eremos|ido)|respond(?:o|e|emos|er|erei|eremos)|retorn(?:o|a|am|amos|ar|arei|aremos|aremos)|conclu(?:o|i|ir|imos|iremos|ira|ida|ido)|termin(?:o|a|amos|ar|aremos|ara)|finaliz(?:o|a|amos|ar|aremos|ado)|instal(?:o|a|amos|ar|aremos|ado)|instalac(?:ao|oes)|liber(?:o|a|amos|ar|aremos|ado|ada)|reembols\w{1,5}|estorn\w{1,5}|despach(?:o|a|amos|ar|aremos)|post(?:amos|agem|ar|aremos|ado)|sai(?! d[aeo]s? )|sair|saira|saem|cai|caem|caira|prazo|prevista?|previsto|previsao|demor[ao]\w{0,3}|lev(?:a|am|ar|ara)|agend(?:o|a|amos|ar|ado|ada)|passa(?:r|ra|mos|m)? (?:ai|la|na|no)|vai ai|vou ai|ai em|esta ai|na sua casa|em casa|entra(?:mos|m|r|remos|ra)? em contato|contatar\w{0,4}|lig(?:o|amos|ar|arei|aremos|ara)|faz(?:er|emos|endo)|faco|faremos|feit[oa]|fazemos|consigo|consegue|conseguimos|garant(?:o|e|imos|ido)|promet[oe]\w{0,3}|pode contar|lanc(?:o|a|amos|amento|aremos)|acontece(?:ra)?|vistoria|visitar?|visitamos|estar(?:ei|a|emos|ao)|marcad[oa]|enviar|tera|terao|acesso|disponivel|aparece(?:ra)?|compens\w{1,4}|atualiz\w{1,5}|corrig\w{1,5}|consert\w{1,5}|troc(?:amos|aremos|o)|vou|vamos|iremos|deliver\w{0,4}|arriv(?:e|es|al|ing)|ship|ships|shipping|ready|done|finish(?:es|ing)?|complet(?:e|es|ed|ion)|send|sending|(?:will|'ll|to|you'?ll|you) (?:receive|get|have|hear)|receives?|get (?:it|back|here|there)|gets? (?:here|there)|(?:get|have) (?:that|this|it|them) (?:to you|for you|over|done|ready)|back to you|call(?:ing)? (?:you)?|respond|reply|answer|refund\w{0,3}|process(?:es|ed|ing)?|install\w{0,6}|fix(?:ed|es|ing)?|resolve[sd]?|replacement|schedul\w{1,4}|takes?|turnaround|lead time|eta|expect(?:ed)?|will|going to|aim to|count on|plan to|release[sd]?|hand over|lands?|wrap|sorted|up and running|launch(?:es)?|goes live|be live|out by|be there|get there|due to|guarantee[sd]?|promise)(?![a-z])/;
/** Durations of things or of permissions, not of waiting. */
const lasts =
	/(?<![a-z])(?:garantia|validade|valid[oa]s?|fidelidade|vigencia|vale por|dur(?:a|am|ou|aram|acao)|bateria|experiencia|mercado|carrega(?:r|mento)?|warranty|guarantee period|lasts?|lasted|long|duration|battery|experience|in business|old|idade|anos de|voo|flight|trial|periodo de teste|carencia)(?![a-z])/;
const right =
	/(?<![a-z])(?:(?:voces?|vc|clientes?|consumidor)(?: [a-z\d]{1,12}){0,8} (?:devolver|trocar|se arrepender|arrepender|cancelar|testar|experimentar|desistir)|(?:para|pra) (?:devolver|trocar|se arrepender|cancelar|testar|experimentar|desistir)|(?:devolucao|devolucoes|trocas?|arrependimento|cancelamento)(?: [a-z]{1,12}){0,3} (?:podem?|devem?) ser|(?:you|customers?)(?: [a-z\d']{1,12}){0,6} (?:return|exchange|cancel|try)|returns? (?:are|is) accepted)/;
const request =
	/(?<![a-z])(?:(?:voce|vc)s? (?:precisam?|devem?|tem que|tem de) (?!esperar|aguardar)[a-z]{2,14}|you (?:need to|have to|must) (?!wait)[a-z]{2,14}|(?:voce|vc) (?:pode|poderia|consegue|conseguiria)(?: [a-z]{2,4})? (?:enviar|mandar|passar|informar|confirmar|responder|trazer|assinar|pagar)|me (?:envie|mande|informe|passe|responda|traga)|preciso (?:que voce|d[aoe]s?)|precisamos (?:que voce|d[aoe]s?)|(?:could|can|would) you|please (?:send|provide|sign|pay|reply|bring|return|let)|por favor,? (?:envie|mande|assine|pague|responda|traga)|we need you|i need (?:you|the|your))(?![a-z])/;
const offer =
	/(?<![a-z])(?<!(?:o que|como|em que|no que|onde|quando|quanto|qual|what|how|where|when|which)(?: (?:mais|eu|nos|else|then)){0,2} )(?:consigo|conseguimos|posso|podemos|entrego|entregamos|envio|mando|levo|faco|i can|we can|i could|we could|i'll|we'll|shall i)(?![a-z])/;
const refusalWords =
	/(?<![a-z])(?:nao (?:posso|podemos|consigo|conseguimos|tenho|temos|ha|da|e possivel|garant\w{1,4}|promet\w{1,4}|sei|sabemos|abrimos|funciona\w{0,3}|atende\w{0,3}|entregamos|trabalh\w{1,5})|impossivel|sem (?:previsao|prazo|garantia)|can'?t|cannot|can not|unable|not able|don'?t|doesn'?t|won'?t|not sure|no guarantee|not possible|isn'?t possible|impossible|(?:nunca|jamais|never) (?!(?:leva|demora|passa|tarda|falha|mais|takes?|more|longer|fails?)(?![a-z])))(?![a-z])/;
const but = /(?:,|;) ?(?:mas|porem|but|however)\b|(?<![a-z])(?:mas|but)(?![a-z])/g;
const past =
	/(?<![a-z])(?:ontem|anteontem|yesterday|foi|foram|fui|fomos|fiz|fizemos|recebemos|recebi|chegou|chegaram|comprou|comprei|assinei|assinou|pediu|aprovado em|was|were|had|bought|placed|founded|fundad[ao]|spoke|wrote|lasted|durou|aconteceu|respondeu|respondi|fez|pedido em|ordered|replied|happened|called you|joined|worked|trabalho aqui|ultima compra|last purchase)(?![a-z])/;
const closed =
	/(?<![a-z])(?:feriado|feriados|holiday|fechad[oa]s?|closed|nao abr\w{1,4}|abert[oa]s?|open|abr(?:e|imos)|expediente|expira\w{0,2}|expires?|atendimento|horario|invoice|due on|is due|fatura|aniversario|birthday|nasc\w{1,6}|born|brunch|vence|vencimento|cobrad[oa]|billed|cardapio|menu|agora e|previsao do tempo|weather|forecast|chuva|chov\w{1,4}|ensolarado|nublado|rain(?:y|s|ing)?|snow(?:y|s|ing)?|sunny|cloudy)(?![a-z])/;

const putAsDeadline = matchAny(
	workingDays.replace(start, ''),
	`(?:em|dentro de|daqui a|d'aqui a|no prazo de|num prazo de|prazo(?: maximo| minimo| medio| estimado)?(?: de entrega)?(?: e| e de| de|:| sera de)|apos|depois de|nas? proxim[oa]s?)(?: ate| no maximo| cerca de| torno de| mais ou menos| aproximadamente| menos de| uns| umas| questao de| so| apenas)?(?: de)? ${span}`,
	`(?:ate|no maximo|no mais tardar|o mais tardar)(?: em| de| a| o| as| ao| na| no| nest[ae]| ess[ae]| est[ae]| antes d[eoa]| la pel[oa])? (?:${bound}|${span})`,
	`antes (?:de|do|da) (?:${bound}|${span})`,
	`(?:within|in|inside|after|no more than|less than|under|at most|up to)(?: about| around| just| only| roughly| the next| less than| under| approximately)? ${span}`,
	`(?:by|no later than|before|not later than)(?: the| this| next)? ${bound}`,
	`(?:o |no )?mais tardar,? (?:na |no |em |ate )?(?:${bound}|${span})`,
	`give (?:it|us|me) (?:about )?${span}`,
	`(?:takes?|taking|lev(?:a|am|ar|ara)|demor(?:a|am|ar|ara))(?: you| ate| about| around| up to| cerca de| uns| umas| em torno de| no maximo| mais ou menos| menos de| less than| no more than)? ${span}`,
	`${point} (?:at the latest|no mais tardar|sem falta|no maximo|mesmo|ainda)`,
	'(?:ainda hoje|hoje ainda|hoje mesmo|amanha mesmo|(?:next|same)[- ]day|today by|later today)',
	`(?:prazo|entrega|delivery|eta|lead time|turnaround|previsao)(?: de entrega| estimad[ao]| time)? ?(?::|e|e de|-|is|of) ?(?:${span}|${bound})`,
);
/** `today` often means now: counts only beside work on an order. */
const auxiliary =
	'(?:entreg|envi|mand|cheg|resolv|lig|retorn|respond|finaliz|conclu|saem|receb|liber|instal|faco|fazemos|vou|vamos|sai|pront|deliver|send|ship|arriv|get|finish|fix|receiv|call|wrap|done|ready|process|reply|will)[a-z]{0,8}';
const today = `${auxiliary} (?:[a-z]{1,12} ){0,5}(?:hoje|today)(?![a-z])|hoje (?:mesmo |ainda |eu |a gente |nos |te |lhe |ja ){0,3}${auxiliary}`;
const time = matchAny(
	point,
	exactSpan,
	years,
	today,
	`(?:as|at|around|por volta das) (?:${clock}|(?:uma|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|\\d{1,2}) (?:da|de) (?:manha|tarde|noite))`,
	`(?:em|in|by|for|para|pra) (?:${month}|may|20[2-4]\\d)(?![a-z\\d])`,
);
const coming = matchAny(toCome);
const anyDay = matchAny(`(?:ainda )?(?:hoje|today)(?![a-z])`, clock);
/** The time of a sale is not a waiting time. */
const sale = /(?<![a-z])(?:descontos?|promoc\w{2,4}|oferta|off|gratis|taxa|preco|sale|discounts?|free|metade)(?![a-z])|%/;
/** A bare time answers "When?". */
const bare = new RegExp(
	`^[^a-z\\d]{0,3}(?:(?:na|no|em|on|in|de|ja|so|logo|para|pra|acho que|talvez|sim|yes|ok)[,]? ){0,3}(?:${point}|${span})(?:,? (?:sem falta|mesmo|cedo|de manha|a tarde|at the latest|no maximo|no max|tops|mais ou menos|more or less|ok|talvez|maybe|ja|for sure))?[.!]?[^a-z\\d]{0,4}$`,
);
const question = /\?[^a-z\d]{0,4}$/;

export function findDeadlines({ text: written }: FoldedText): Span[] {
	const plain = blank(blankNotedWishes(blankFarewells(written)), harmless);
	if (saysWhoGoesOn(written)) return [putAsDeadline, time, coming, anyDay].flatMap((times) => findAll(times, plain));
	const text = blankAppointments(blankCycles(blankHabits(plain)));
	if (isRefused(text) || right.test(text) || request.test(text)) return [];
	if (question.test(text) && !offer.test(text)) return [];
	const promises = will.test(text);
	const saysOtherwise = lasts.test(text) || past.test(text) || closed.test(text);
	if (saysOtherwise && !promises) return [];
	const put = findAll(putAsDeadline, text);
	if (put.length > 0 || saysOtherwise) return put;
	if (promises || bare.test(text)) return findAll(time, text);
	return sale.test(text) ? [] : findAll(coming, text);
}

/** Excludes refusals with an offer, as in "no, but tomorrow". */
function isRefused(text: string): boolean {
	const refusal = text.search(refusalWords);
	return refusal >= 0 && text.slice(refusal).search(but) < 0;
}
