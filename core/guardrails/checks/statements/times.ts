import { digits, spelling, start } from './numbers';

const monthPt = '(?:janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)';
const monthEn =
	'(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?';

const ordinalThings =
	'(?! (?:via|vez|vezes|opcao|etapa|parte|fase|parcela|unidade|chance|remessa|tentativa|geracao|linha|loja|camada|mao|dose|edicao|versao|compra|serie|rodada|pessoa|coluna|quinzena|geral|classe|maior|melhor|pagina|posicao|turma|visita|mensalidade|santa))';
/** `segunda` alone is a day after a word that introduces days, or without a noun that it could count. */
const bareDay = `(?:segunda|terca|quarta|quinta|sexta)(?![- ]?feira)${ordinalThings}`;
const dayPt = `(?:(?:segunda|terca|quarta|quinta|sexta)[- ]?feira|(?<=(?:na|nesta|nessa|ate|pra|para|proxima|desta|dessa|pela|de|ate a|para a) )${bareDay}|(?<!(?:^|[^a-z])a )${bareDay}(?= ?(?:[.,;!?)]|$)| (?:que vem|proxima|de manha|a tarde|a noite|cedo|sem falta|ou|e|ja|a gente|voce|eu|chega|sai|entrego|entregamos|te|esta|ta|fica|estara|cai|vai|agora)(?![a-z]))|sabado|domingo)(?![a-z])`;
const dayEn = '(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thurs|fri)(?![a-z])';
export const weekday = `(?:${dayPt}|${dayEn})`;
const part = '(?: (?:de manha|a tarde|a noite|cedo|morning|afternoon|evening|night|que vem|proxim[oa]))?';

export const clock =
	"(?:\\d{1,2} ?(?:h|hs|hrs?|horas|am|pm|a\\.m\\.?|p\\.m\\.?|o'clock)(?:\\d{2})?|\\d{1,2}:\\d{2}|meio-?dia|meia-?noite|noon|midnight)(?![a-z])";
const date = `(?:\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?(?![\\d/])|\\d{1,2}(?:o|º)? de ${monthPt}|(?:${monthEn}|may) \\d{1,2}(?:st|nd|rd|th)?(?![\\d:])|\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${monthEn}|may)(?![a-z])|\\d{4}-\\d{2}-\\d{2})`;
const dayOfMonth =
	'(?:dias? (?:\\d{1,2}|primeiro)(?![\\d%/])|the \\d{1,2}(?:st|nd|rd|th)(?![a-z])(?! (?:floor|street|avenue|century|edition|time|anniversary|grade|place|page|chapter|item|version|row)))';
const feast = "(?:natal|ano novo|carnaval|pascoa|reveillon|christmas|new year(?:'s)?|easter|thanksgiving)(?![a-z])";
const soon =
	'(?:depois de amanha|amanha|the day after tomorrow|tomorrow|tonight|hoje (?:a tarde|a noite|de tarde|de noite)|(?:n?est[ae]|n?ess[ae]) (?:tarde|noite)|this (?:morning|afternoon|evening|week|weekend|month)|later today|agora (?:de manha|a tarde|a noite|cedo)|n?ess[ae] semana|n?est[ae] semana|n?est[ae] mes|n?ess[ae] mes)(?![a-z])';
const next = `(?:(?:a |o )?proxim[oa]s? (?:semana|mes|quinzena|dia util|dias|horas|${dayPt})|(?:semana|mes|ano|${dayPt}) que vem|next (?:(?:business|working) day|week|month|year|quarter|weekend|${dayEn}))(?![a-z])`;
const ends = `(?:(?:o |ao |no )?(?:fim|final|inicio|comeco|meados) d[aoe] (?:proxim[oa] )?(?:dia|semana|mes|ano|tarde|manha|expediente|bimestre|trimestre|semestre)|(?:fim|final|inicio|comeco|meados) de ${monthPt}|(?:early|mid|late)[- ](?:${monthEn}|may|(?:this|next) week)|(?:the )?(?:end|close|beginning|middle) of (?:the |this |next )?(?:business )?(?:day|week|month|year|quarter|business)|eod|eow|eom)(?![a-z])`;

export const point = `(?:${soon}|${next}|${ends}|${date}|${dayOfMonth}|${weekday}${part}|${feast})`;
export const toCome = `(?:${soon}|${next}|${ends}|(?:em|no|na|para o|para|pra|on|at|for|this) (?:${date}|${dayOfMonth})|(?:na|nesta|nessa|para|pra|on|for) ${weekday}${part})`;
/** Including those that need a word such as "until". */
export const bound = `(?:${point}|${clock}|hoje|today|now|la|then|(?:the )?weekend|lunch(?:time)?|o almoco|${monthPt}|${monthEn}|may|20[2-4]\\d)(?![a-z\\d])`;
export const month = `(?:${monthPt}|${monthEn})`;

const exact = `(?:${digits}|${spelling}|meia|half an?|algum(?:as|ns)|poucos|poucas|a few|a couple(?: of)?|several)`;
const count = `(?:${exact}|an?|some|another)`;
const unit =
	"(?:segundos?|segundinhos|minut(?:o|inho)s?|mins?|hor(?:a|inha)s?|hs|h|hrs?|di(?:a|azinho|azinha)s?|semanas?|semaninhas?|mes|meses|quinzenas?|bimestres?|trimestres?|semestres?|seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|fortnight|week's time)(?![a-z])";
const kind = '(?: ?(?:uteis|util|corridos|business|working|calendar))';
const range = '(?: ?(?:a|ou|e|ate|to|or|and|-|ao) ?)';
/** `de dois a três dias úteis`, `half an hour`. */
export const span = `(?:${count}(?:${range}${count})? ?(?:business |working |calendar |full )?${unit}${kind}?)`;
/** Without `a day`, which often means a day of life, and without `30 dias de férias`. */
export const exactSpan = `(?:${exact}(?:${range}${exact})? ?(?:business |working |calendar |full )?${unit}${kind}?)(?! (?:de|of) (?!(?:espera|prazo|waiting)))`;
/** Years count as a work duration only if work is mentioned. */
export const years = `(?:${count}(?:${range}${count})? (?:anos?|years?)(?![a-z]))`;
export const workingDays = `(?:${start}${count}(?:${range}${count})? ?(?:dias? ute?is|dias? util|business days?|working days?))`;
