import type { Language } from '../../core/base/text/languages';
import type { Trigger } from '../tree/plan-tree';
import { findDuration } from './durations';
import { maxWish } from './sentences';

const weekdays: Array<[RegExp, string]> = [
	[/\b(?:mondays?|segundas?)\b/, 'MON'],
	[/\b(?:tuesdays?|terças?)\b/, 'TUE'],
	[/\b(?:wednesdays?|quartas?)\b/, 'WED'],
	[/\b(?:thursdays?|quintas?)\b/, 'THU'],
	[/\b(?:fridays?|sextas?)\b/, 'FRI'],
	[/\b(?:saturdays?|sábados?)(?![\p{L}])/u, 'SAT'],
	[/\b(?:sundays?|domingos?)\b/, 'SUN'],
];

const dayName = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const cycles: Record<Language, RegExp> = {
	en: new RegExp(
		String.raw`\b(?:(?:every|each)\s+(?:single\s+)?(?:day|morning|evening|night|week|weekday|month|hour|${dayName})|daily|weekly|monthly|hourly|on ${dayName}s|once a (?:day|week|month)|on the (?:first|1st|last) (?:day )?of (?:each|every|the) month|every \d{1,3} (?:minutes|hours|days|weeks))\b`,
	),
	pt: /(?<![\p{L}])(?:tod[oa]s?\s+(?:os\s+|as\s+|o\s+|a\s+)?(?:dias?|manhãs?|noites?|semanas?|mês|meses|horas?|segundas?|terças?|quartas?|quintas?|sextas?|sábados?|domingos?)|diariamente|semanalmente|mensalmente|de hora em hora|uma vez por (?:dia|semana|mês)|às (?:segundas|terças|quartas|quintas|sextas)|a cada \d{1,3} (?:minutos|horas|dias|semanas)|a cada (?:hora|dia|semana|mês))(?![\p{L}])/u,
};
/** Reads a clause of time: `when it will arrive` asks when. */
const messages: Record<Language, RegExp> = {
	en: /\b(?:when(?:ever)?|once|as soon as|every time|each time|upon)\b(?:(?!\b(?:will|would)\b)[^.,;\n]){0,120}?\b(?:arriv\w+|comes? in|(?:is|are) (?:received|created|opened|submitted|placed|reported|posted|paid|merged|delivered)|receiv\w+|writes|sends|emails|asks|submits|opens|reported|signs? up|registers|complains?|applies|subscribes|(?:customer|client|guest|user|patient|employee|tenant|someone|somebody|people|person|they|he|she)s? (?:orders?|calls?|messages?|requests?|reports?|books?|writes?|sends?|asks?|opens?|emails?|registers?|buys?))\b|\b(?:upon|on) (?:receipt|arrival) of\b|\bincoming\b|\b(?:we|i) (?:receive|get)\b|\b(?:sends|submits|places) (?:an?|the|his|her|their) (?:order|request|application|claim|complaint|message|email|invoice|ticket)\b/,
	pt: /(?<![\p{L}])(?:quando|sempre que|assim que|toda vez que|cada vez que)\s(?:(?!(?<![\p{L}])(?:vai|vão|será|serão)(?![\p{L}]))[^.,;\n]){0,120}?(?<![\p{L}])(?:cheg\p{L}+|receb\p{L}+|entra\p{L}*|escrev\p{L}+|envia\p{L}*|manda\p{L}*|ped\p{L}+|lig\p{L}+|solicit\p{L}+|abr\p{L}+|reclam\p{L}+|cri(?:a|ado|ada)|compr\p{L}+|pergunt\p{L}+|cadastr\p{L}+|agend\p{L}+)|(?<![\p{L}])ao (?:receber|chegar|entrar)(?![\p{L}])|(?<![\p{L}])(?:recebo|recebemos|a gente recebe)(?![\p{L}])|(?<![\p{L}])(?:envia|manda|faz|abre) (?:um|uma|o|a|seu|sua) (?:pedido|encomenda|marcação|inscrição|candidatura|solicitação|reclamação|mensagem|email|e-mail|chamado|fac?tura|nota)(?![\p{L}])/u,
};
const forms: Record<Language, RegExp> = {
	en: /\b(?:fills? (?:in|out|up)|submits? (?:a|the|an? \w+) form|(?:web )?form)\b/,
	pt: /(?<![\p{L}])(?:preench\p{L}+|formulários?)(?![\p{L}])/u,
};
const manuals: Record<Language, RegExp> = {
	en: /\b(?:manually started|started by hand|start(?:s|ed)? (?:it )?(?:manually|by hand|myself)|on demand|when(?:ever)? i (?:ask|want|say|start|press|click)|press(?:ing)? a button)\b/,
	pt: /(?<![\p{L}])(?:inici\p{L}+ (?:manualmente|à mão)|sob demanda|quando eu (?:pedir|quiser|mandar|clicar|iniciar)|apert\p{L}+ (?:um|o) botão)(?![\p{L}])/u,
};

/** Sentences that begin a wish with what comes in, without `when`. */
const openings: Record<Language, RegExp> = {
	en: /^\s*(?:(?:an?|the|some|new)\s+)*(?:(?!that\b|which\b|who\b|each\b|every\b|when\b|if\b)[\p{L}'-]+\s+){1,3}?(?:arrives?|comes? in|(?:is|are) received)\b|^\s*(?:(?:whoever|any(?:one|body) who|every(?:one|body) who)\b[^.,;\n]{0,80}?|(?:some(?:one|body)|people|an? (?:customer|client|guest|patient|tenant|supplier|user|employee|person))\s+)(?:writes?|emails?|messages?|contacts?|sends?)(?:\s+(?:to\s+)?us)?\b/u,
	pt: /^\s*(?:(?:uma?|o|a|nov[oa])\s+)*(?:(?!que\s|quem\s|cada\s|se\s|quando\s)[\p{L}-]+\s+){1,3}?(?:cheg(?:a|am)|entra|é recebid[oa])(?!\p{L})|^\s*(?:quem(?!\p{L})[^.,;\n]{0,80}?|(?:alguém|as pessoas|uma? (?:cliente|hóspede|paciente|fornecedor|usuári[oa]|utilizador|funcionári[oa]|pessoa))\s+)(?:nos\s+)?(?:escreve|manda|envia|contact?a)(?!\p{L})(?:\s+(?:para\s+(?:nós|a gente)|a nós|-nos))?/u,
};

/** Names a form as the way in which something comes: `by form`, but not `an email with a form`. */
const byForm: Record<Language, RegExp> = {
	en: /\b(?:(?:fills?|submits?|sends?) (?:in |out |up )?|(?:by|through|via|on|in|using|from) )(?:[\p{L}'-]+ ){0,3}?form\b/u,
	pt: /(?<![\p{L}])(?:(?:preench|envia|submet)\p{L}* |(?:pelo|no|num|por|via|através d[eo]) )(?:[\p{L}'-]+ ){0,2}?formulário/u,
};

interface FoundTrigger {
	trigger: Trigger;
	text: string;
	start: number;
	end: number;
}

/** Returns every way to begin that a wish names, in the order of the text. Two kinds contradict each other. */
export function findTriggers(wish: string, language: Language): FoundTrigger[] {
	const text = wish.slice(0, maxWish).toLowerCase();
	const find = (shape: RegExp, make: (words: string, end: number) => Trigger): FoundTrigger[] => {
		const match = shape.exec(text);
		if (!match) return [];
		const [words] = match;
		const end = match.index + words.length;
		return [{ trigger: make(words, end), text: wish.slice(match.index, end), start: match.index, end }];
	};
	const findMessage = (shape: RegExp) =>
		find(shape, (words, end) => ({
			kind: 'message',
			name: nameMessage(`${words}${text.slice(end, end + 40).split(/[.;\n]/)[0]}`),
		}));
	const found = [
		...find(manuals[language], () => ({ kind: 'manual' })),
		...find(cycles[language], (words, end) => ({ kind: 'timer', at: writeCycle(words, text.slice(end, end + 40)) })),
		...find(forms[language], () => ({ kind: 'form' })),
		...findMessage(messages[language]),
	];
	if (found.length === 0) found.push(...findMessage(openings[language]));
	const clauseOf = ({ start, end }: FoundTrigger) => text.slice(start, end) + /^[^,.;\n]*/.exec(text.slice(end))![0];
	const isByForm = (one: FoundTrigger) => one.trigger.kind === 'message' && byForm[language].test(clauseOf(one));
	return found.filter((one) => !isByForm(one)).sort((one, other) => one.start - other.start);
}

/** Writes a cron expression of six fields, or a cycle of ISO 8601. */
function writeCycle(words: string, after: string): string {
	const every = /(?:every|a cada) (\d{1,3} \p{L}+)/u.exec(words);
	if (every) return `R/${findDuration(every[1]!)?.iso ?? 'P1D'}`;
	if (/hour|hora/.test(words)) return 'R/PT1H';
	const { hour, minute } = findTime(words, after);
	const time = `0 ${minute} ${hour}`;
	const day = weekdays.find(([shape]) => shape.test(words))?.[1];
	if (day) return `${time} * * ${day}`;
	if (/weekday/.test(words)) return `${time} * * MON-FRI`;
	if (/week|seman/.test(words)) return `${time} * * MON`;
	if (/month|m[eê]s|mensal/.test(words)) return `${time} 1 * *`;
	return `${time} * * *`;
}

function findTime(words: string, after: string): { hour: number; minute: number } {
	const time = /^[^.\n]{0,20}?(?<![\p{L}])(?:at|às|as)\s+(\d{1,2})(?:[:h.](\d{2}))?\s*(am|pm|h)?/u.exec(after);
	const usual = /evening|night|noite/.test(words) ? 20 : 9;
	if (!time) return { hour: usual, minute: 0 };
	const hour = Number(time[1]) + (time[3] === 'pm' && Number(time[1]) < 12 ? 12 : 0);
	return { hour: hour > 23 ? usual : hour, minute: Math.min(59, Number(time[2] ?? 0)) };
}

const messageNouns: Array<[RegExp, string]> = [
	[/e-?mail/, 'email-received'],
	[/order|pedido|encomenda|compr/, 'order-received'],
	[/ticket|issue|complain|chamado|reclama/, 'ticket-received'],
	[/invoice|fac?tura|nota fiscal|boleto/, 'invoice-received'],
	[/lead/, 'lead-received'],
	[/appli|candidat|currículo/, 'application-received'],
	[/message|whatsapp|writes|asks|mensagem|escrev|pergunt/, 'message-received'],
	[/request|solicita/, 'request-received'],
	[/claim/, 'claim-received'],
];

const nameMessage = (words: string): string => messageNouns.find(([shape]) => shape.test(words))?.[1] ?? 'start-requested';
