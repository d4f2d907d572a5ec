import { DIGITS, SPELT, START } from './numbers';

/** Parts of expressions over folded text that name times. All repetitions are bounded. */

const MONTH_PT = '(?:janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)';
const MONTH_EN =
	'(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?';

const ORDINAL_THINGS =
	'(?! (?:via|vez|vezes|opcao|etapa|parte|fase|parcela|unidade|chance|remessa|tentativa|geracao|linha|loja|camada|mao|dose|edicao|versao|compra|serie|rodada|pessoa|coluna|quinzena|geral|classe|maior|melhor|pagina|posicao|turma|visita|mensalidade|santa))';
/** `segunda` alone is a day after a word that introduces days, or if no noun follows that it could count. */
const BARE_DAY = `(?:segunda|terca|quarta|quinta|sexta)(?![- ]?feira)${ORDINAL_THINGS}`;
const DAY_PT = `(?:(?:segunda|terca|quarta|quinta|sexta)[- ]?feira|(?<=(?:na|nesta|nessa|ate|pra|para|proxima|desta|dessa|pela|de|ate a|para a) )${BARE_DAY}|(?<!(?:^|[^a-z])a )${BARE_DAY}(?= ?(?:[.,;!?)]|$)| (?:que vem|proxima|de manha|a tarde|a noite|cedo|sem falta|ou|e|ja|a gente|voce|eu|chega|sai|entrego|entregamos|te|esta|ta|fica|estara|cai|vai|agora)(?![a-z]))|sabado|domingo)(?![a-z])`;
const DAY_EN = '(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thurs|fri)(?![a-z])';
export const WEEKDAY = `(?:${DAY_PT}|${DAY_EN})`;
/** With a part of the day: `segunda de manhã`. */
const PART = '(?: (?:de manha|a tarde|a noite|cedo|morning|afternoon|evening|night|que vem|proxim[oa]))?';

export const CLOCK =
	"(?:\\d{1,2} ?(?:h|hs|hrs?|horas|am|pm|a\\.m\\.?|p\\.m\\.?|o'clock)(?:\\d{2})?|\\d{1,2}:\\d{2}|meio-?dia|meia-?noite|noon|midnight)(?![a-z])";
const DATE = `(?:\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?(?![\\d/])|\\d{1,2}(?:o|º)? de ${MONTH_PT}|(?:${MONTH_EN}|may) \\d{1,2}(?:st|nd|rd|th)?(?![\\d:])|\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH_EN}|may)(?![a-z])|\\d{4}-\\d{2}-\\d{2})`;
const DAY_OF_MONTH =
	'(?:dias? (?:\\d{1,2}|primeiro)(?![\\d%/])|the \\d{1,2}(?:st|nd|rd|th)(?![a-z])(?! (?:floor|street|avenue|century|edition|time|anniversary|grade|place|page|chapter|item|version|row)))';
const FEAST = "(?:natal|ano novo|carnaval|pascoa|reveillon|christmas|new year(?:'s)?|easter|thanksgiving)(?![a-z])";
const SOON =
	'(?:depois de amanha|amanha|the day after tomorrow|tomorrow|tonight|hoje (?:a tarde|a noite|de tarde|de noite)|(?:n?est[ae]|n?ess[ae]) (?:tarde|noite)|this (?:morning|afternoon|evening|week|weekend|month)|later today|agora (?:de manha|a tarde|a noite|cedo)|n?ess[ae] semana|n?est[ae] semana|n?est[ae] mes|n?ess[ae] mes)(?![a-z])';
const NEXT = `(?:(?:a |o )?proxim[oa]s? (?:semana|mes|quinzena|dia util|dias|horas|${DAY_PT})|(?:semana|mes|ano|${DAY_PT}) que vem|next (?:(?:business|working) day|week|month|year|quarter|weekend|${DAY_EN}))(?![a-z])`;
const ENDS = `(?:(?:o |ao |no )?(?:fim|final|inicio|comeco|meados) d[aoe] (?:proxim[oa] )?(?:dia|semana|mes|ano|tarde|manha|expediente|bimestre|trimestre|semestre)|(?:fim|final|inicio|comeco|meados) de ${MONTH_PT}|(?:early|mid|late)[- ](?:${MONTH_EN}|may|(?:this|next) week)|(?:the )?(?:end|close|beginning|middle) of (?:the |this |next )?(?:business )?(?:day|week|month|year|quarter|business)|eod|eow|eom)(?![a-z])`;

/** A future point in time. */
export const POINT = `(?:${SOON}|${NEXT}|${ENDS}|${DATE}|${DAY_OF_MONTH}|${WEEKDAY}${PART}|${FEAST})`;
/** A future point in time in any context. */
export const TO_COME = `(?:${SOON}|${NEXT}|${ENDS}|(?:em|no|na|para o|para|pra|on|at|for|this) (?:${DATE}|${DAY_OF_MONTH})|(?:na|nesta|nessa|para|pra|on|for) ${WEEKDAY}${PART})`;
/** Such a point, or one that needs a word such as "until". */
export const BOUND = `(?:${POINT}|${CLOCK}|hoje|today|now|la|then|(?:the )?weekend|lunch(?:time)?|o almoco|${MONTH_PT}|${MONTH_EN}|may|20[2-4]\\d)(?![a-z\\d])`;
export const MONTH = `(?:${MONTH_PT}|${MONTH_EN})`;

const EXACT = `(?:${DIGITS}|${SPELT}|meia|half an?|algum(?:as|ns)|poucos|poucas|a few|a couple(?: of)?|several)`;
const COUNT = `(?:${EXACT}|an?|some|another)`;
const UNIT =
	"(?:segundos?|segundinhos|minut(?:o|inho)s?|mins?|hor(?:a|inha)s?|hs|h|hrs?|di(?:a|azinho|azinha)s?|semanas?|semaninhas?|mes|meses|quinzenas?|bimestres?|trimestres?|semestres?|seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|fortnight|week's time)(?![a-z])";
const KIND = '(?: ?(?:uteis|util|corridos|business|working|calendar))';
const RANGE = '(?: ?(?:a|ou|e|ate|to|or|and|-|ao) ?)';
/** `de dois a três dias úteis`, `half an hour`. */
export const SPAN = `(?:${COUNT}(?:${RANGE}${COUNT})? ?(?:business |working |calendar |full )?${UNIT}${KIND}?)`;
/** The same without `a day`, which often means a day of one's life, and without `30 dias de férias`. */
export const EXACT_SPAN = `(?:${EXACT}(?:${RANGE}${EXACT})? ?(?:business |working |calendar |full )?${UNIT}${KIND}?)(?! (?:de|of) (?!(?:espera|prazo|waiting)))`;
/** Years count as a duration of work only if work is mentioned. */
export const YEARS = `(?:${COUNT}(?:${RANGE}${COUNT})? (?:anos?|years?)(?![a-z]))`;
export const WORKING_DAYS = `(?:${START}${COUNT}(?:${RANGE}${COUNT})? ?(?:dias? ute?is|dias? util|business days?|working days?))`;
