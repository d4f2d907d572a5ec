import type { SettingsRow } from './sum-settings';
import { nameVia } from '../describe-origin';
import type { Language } from '../../base/text/languages';
import type { DaySum } from './sum-day';

/** What a report tells of a day, with texts as the reader may see them. */
export interface DayReport extends Pick<
	DaySum,
	'conversations' | 'begun' | 'runs' | 'costUsd' | 'perConversationUsd' | 'perLeadUsd' | 'funnel'
> {
	/** `2026-11-28` */
	day: string;
	/** There were more conversations than a report reads. */
	isCut: boolean;
	waiting: List<{ minutes: number }>;
	hot: List;
	handedOver: List<{ reason: string }>;
	unsent: { count: number };
	/** By the version of settings that answered. Default: none. */
	settings?: readonly SettingsRow[];
}

/** `items` can be fewer than there are. */
interface List<Fields = unknown> {
	count: number;
	items: Array<{ who: string; channel: string } & Fields>;
}

const words = {
	en: {
		...{ title: 'Report of', conversations: 'Conversations', begun: 'new', waiting: 'Waiting for an answer', hot: 'Hot leads' },
		...{ handedOver: 'Handed over to people', cost: 'Cost', runs: 'runs', each: 'for a conversation', lead: 'for a customer' },
		...{ funnel: 'New customers', qualified: 'hot', handed: 'handed over', unsent: 'Messages that did not arrive' },
		...{ settings: 'Settings', trial: 'trial', others: 'the others' },
		...{ unknown: 'unknown', more: 'more', unknownOrigin: 'origin unknown', cut: 'The day has more conversations than this report reads.' },
	},
	pt: {
		...{ title: 'Relatório de', conversations: 'Conversas', begun: 'novas', waiting: 'Esperando resposta', hot: 'Clientes quentes' },
		...{ handedOver: 'Passadas para a equipe', cost: 'Custo', runs: 'execuções', each: 'por conversa', lead: 'por cliente' },
		...{
			funnel: 'Clientes novos',
			qualified: 'quentes',
			handed: 'passados para a equipe',
			unsent: 'Mensagens que não chegaram',
		},
		...{ settings: 'Configurações', trial: 'teste', others: 'os demais' },
		...{
			unknown: 'desconhecido',
			more: 'mais',
			unknownOrigin: 'origem desconhecida',
			cut: 'O dia tem mais conversas do que este relatório lê.',
		},
	},
} as const;

/** Lines of a list that people read on a phone. */
const maxLines = 5;

/** Writes a report as a message, such as for WhatsApp or an e-mail. */
export function describeReport(report: DayReport, language: Language): string {
	const own = words[language];
	const { day, waiting, hot, handedOver, funnel, unsent } = report;
	const dollars = (cost: number | null) => (cost === null ? own.unknown : `US$ ${toNumber(cost, language)}`);
	const list = (title: string, count: number, lines: string[], more: number) => [
		`${title}: ${count}`,
		...lines.slice(0, maxLines).map((line) => `- ${line}`),
		...(more > maxLines ? [`- … ${more - maxLines} ${own.more}`] : []),
	];
	const waits = waiting.items.map(({ who, channel, minutes }) => `${who} (${channel}): ${toTime(minutes)}`);
	const buys = hot.items.map(({ who, channel }) => `${who} (${channel})`);
	const handed = handedOver.items.map(({ who, reason }) => (reason === '' ? who : `${who}: ${oneLine(reason)}`));
	const rows = funnel.map((row) => {
		const from = [toOrigin(row.origin, language), row.agent].filter(Boolean).join(', ');
		return `${from}: ${row.leads} (${own.qualified}: ${row.qualified}, ${own.handed}: ${row.handedOver})`;
	});
	const leads = funnel.reduce((sum, row) => sum + row.leads, 0);
	return [
		`*${own.title} ${language === 'pt' ? day.split('-').reverse().join('/') : day}*`,
		...(report.isCut ? [own.cut] : []),
		`${own.conversations}: ${report.conversations} (${own.begun}: ${report.begun})`,
		...list(own.waiting, waiting.count, waits, waiting.count),
		...list(own.hot, hot.count, buys, hot.count),
		...list(own.handedOver, handedOver.count, handed, handedOver.count),
		`${own.cost}: ${dollars(report.costUsd)} (${report.runs} ${own.runs})`,
		...(report.perLeadUsd === null
			? []
			: [`- ${dollars(report.perConversationUsd)} ${own.each}, ${dollars(report.perLeadUsd)} ${own.lead}`]),
		...list(own.funnel, leads, rows, rows.length),
		...settingsLines(report.settings ?? [], language),
		`${own.unsent}: ${unsent.count}`,
	].join('\n');
}

/** Compares a trial with the others of its channel. */
function settingsLines(rows: readonly SettingsRow[], language: Language): string[] {
	const own = words[language];
	const tried = new Set(rows.filter(({ isTrial }) => isTrial).map(({ channel }) => channel));
	const shown = rows.filter(({ channel }) => tried.has(channel)).slice(0, maxLines);
	if (shown.length === 0) return [];
	return [
		`${own.settings}:`,
		...shown.map(
			({ channel, version, isTrial, leads, qualified, handedOver }) =>
				`- ${channel}, ${isTrial ? own.trial : own.others} (v${version}): ${leads} (${own.qualified}: ${qualified}, ${own.handed}: ${handedOver})`,
		),
	];
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

const toNumber = (cost: number, language: Language) =>
	new Intl.NumberFormat(language === 'pt' ? 'pt-BR' : 'en', { minimumFractionDigits: 2, maximumFractionDigits: cost < 1 ? 4 : 2 }).format(
		cost,
	);

function toTime(minutes: number): string {
	if (minutes < 60) return `${minutes} min`;
	if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
	return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}

function toOrigin(origin: string | null, language: Language): string {
	if (origin === null) return words[language].unknownOrigin;
	const [via = '', ...rest] = origin.split(' ');
	return [nameVia(via, language), ...rest].join(' ');
}
