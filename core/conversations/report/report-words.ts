import type { Language } from '../../base/text/languages';

/** Singular and plural; `%` is the number. */
type Counted = readonly [one: string, several: string];

export interface ReportWords {
	title: string;
	none: string;
	conversations: string;
	begun: Counted;
	waiting: string;
	nobodyWaits: string;
	since: string;
	hot: string;
	handedOver: string;
	funnel: string;
	qualified: Counted;
	toPeople: Counted;
	proposals: Counted;
	proposalsUnknown: string;
	won: Counted;
	lost: Counted;
	settings: string;
	trial: string;
	others: string;
	deals: string;
	opened: Counted;
	dealsWon: Counted;
	dealsLost: Counted;
	quality: string;
	firstAnswer: string;
	personAnswer: string;
	times: string;
	answers: Counted;
	blocked: Counted;
	changed: Counted;
	quoted: Counted;
	modelFailures: Counted;
	otherFailures: Counted;
	noFailures: string;
	reactions: string;
	judged: string;
	cost: string;
	runs: Counted;
	unpriced: Counted;
	each: string;
	lead: string;
	unsent: string;
	allArrived: string;
	unknown: string;
	more: string;
	unknownOrigin: string;
	noAgent: string;
	cut: string;
	crm: string;
	asOf: string;
	neverAsked: string;
}

export const reportWords: Record<Language, ReportWords> = {
	en: {
		title: 'Report of',
		none: 'No conversations on this day.',
		conversations: 'Conversations',
		begun: ['% new', '% new'],
		waiting: 'Waiting for an answer now',
		nobodyWaits: 'Nobody waits for an answer now.',
		since: 'for %',
		hot: 'Hot leads',
		handedOver: 'Handed over to people',
		funnel: 'New customers',
		qualified: ['% hot', '% hot'],
		toPeople: ['% handed over', '% handed over'],
		proposals: ['% proposal', '% proposals'],
		proposalsUnknown: 'proposals unknown',
		won: ['% won', '% won'],
		lost: ['% lost', '% lost'],
		settings: 'Settings',
		trial: 'trial',
		others: 'the others',
		deals: 'Deals of the day',
		opened: ['% opened', '% opened'],
		dealsWon: ['% won', '% won'],
		dealsLost: ['% lost', '% lost'],
		quality: 'Quality',
		firstAnswer: 'First answer',
		personAnswer: 'Answer of a person after a hand-over',
		times: 'half within %, 90 % within %',
		answers: ['% run of the agent', '% runs of the agent'],
		blocked: ['% stopped by a rule', '% stopped by a rule'],
		changed: ['% changed by a rule', '% changed by a rule'],
		quoted: ['% without a model', '% without a model'],
		modelFailures: ['% failure of a model', '% failures of models'],
		otherFailures: ['% other failure', '% other failures'],
		noFailures: 'no failures',
		reactions: 'Reactions of customers',
		judged: 'Judged answers: % (good: %)',
		cost: 'Cost',
		runs: ['% run', '% runs'],
		unpriced: ['% run has no known price', '% runs have no known price'],
		each: 'for a conversation',
		lead: 'for a customer',
		unsent: 'Messages that did not arrive',
		allArrived: 'All messages arrived.',
		unknown: 'unknown',
		more: 'and % more',
		unknownOrigin: 'origin unknown',
		noAgent: 'no agent',
		cut: 'This day has more than the report reads: figures with + are minimums.',
		crm: 'The CRM did not answer (%): deals are',
		asOf: 'as of %',
		neverAsked: 'as they were made',
	},
	pt: {
		title: 'Relatório de',
		none: 'Nenhuma conversa neste dia.',
		conversations: 'Conversas',
		begun: ['% nova', '% novas'],
		waiting: 'Aguardando resposta agora',
		nobodyWaits: 'Ninguém está aguardando resposta.',
		since: 'há %',
		hot: 'Clientes quentes',
		handedOver: 'Transferidas para a equipe',
		funnel: 'Clientes novos',
		qualified: ['% quente', '% quentes'],
		toPeople: ['% transferido', '% transferidos'],
		proposals: ['% proposta', '% propostas'],
		proposalsUnknown: 'propostas: não se sabe',
		won: ['% comprou', '% compraram'],
		lost: ['% perdido', '% perdidos'],
		settings: 'Configurações',
		trial: 'teste',
		others: 'os demais',
		deals: 'Negócios do dia',
		opened: ['% aberto', '% abertos'],
		dealsWon: ['% ganho', '% ganhos'],
		dealsLost: ['% perdido', '% perdidos'],
		quality: 'Qualidade',
		firstAnswer: 'Primeira resposta',
		personAnswer: 'Resposta da equipe após a transferência',
		times: 'metade em até %, 90 % em até %',
		answers: ['% execução do agente', '% execuções do agente'],
		blocked: ['% barrada por regra', '% barradas por regra'],
		changed: ['% alterada por regra', '% alteradas por regra'],
		quoted: ['% sem modelo', '% sem modelo'],
		modelFailures: ['% falha de modelo', '% falhas de modelo'],
		otherFailures: ['% outra falha', '% outras falhas'],
		noFailures: 'nenhuma falha',
		reactions: 'Reações dos clientes',
		judged: 'Respostas avaliadas: % (boas: %)',
		cost: 'Custo',
		runs: ['% execução', '% execuções'],
		unpriced: ['% execução sem preço conhecido', '% execuções sem preço conhecido'],
		each: 'por conversa',
		lead: 'por cliente',
		unsent: 'Mensagens que não chegaram',
		allArrived: 'Todas as mensagens chegaram.',
		unknown: 'não se sabe',
		more: 'e mais %',
		unknownOrigin: 'origem desconhecida',
		noAgent: 'sem agente',
		cut: 'Há mais do que este relatório lê: os números com + são o mínimo.',
		crm: 'O CRM não respondeu (%): os negócios estão',
		asOf: 'como em %',
		neverAsked: 'como foram criados',
	},
};

export const fill = (text: string, ...values: ReadonlyArray<string | number>): string => {
	let at = 0;
	// Keeps a percent sign after a number.
	return text.replace(/(?<!\d )%/g, () => String(values[at++] ?? ''));
};

export const localeOf = (language: Language): string => (language === 'pt' ? 'pt-BR' : 'en');

export const toCount = (count: number, language: Language): string => new Intl.NumberFormat(localeOf(language)).format(count);

export const counted = ([one, several]: Counted, count: number, language: Language): string =>
	fill(count === 1 ? one : several, toCount(count, language));

/** Rounds up to a time that people say, as a bound must be true. */
export function toBound(seconds: number): string {
	const unit = seconds > 86_400 ? 3_600 : seconds > 59 ? 60 : 1;
	return toDuration(Math.ceil(seconds / unit) * unit);
}

export function toDuration(seconds: number): string {
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
	return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}
