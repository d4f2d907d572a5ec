import { toZonedMinute } from '../../base/iso-time';
import type { Language } from '../../base/text/languages';
import { nameVia } from '../describe-origin';
import { counted, fill, localeOf, reportWords, toBound, toCount, toDuration, type ReportWords } from './report-words';
import type { DaySum } from './sum-day';
import type { DayQuality, Spread } from './sum-quality';
import type { SettingsRow } from './sum-settings';

export interface DayReport extends Pick<
	DaySum,
	'conversations' | 'begun' | 'leads' | 'runs' | 'costUsd' | 'unpricedRuns' | 'perConversationUsd' | 'perLeadUsd' | 'funnel'
> {
	/** `2026-11-28` */
	day: string;
	timeZone: string;
	funnelRows: number;
	isCut: boolean;
	waiting: List<{ minutes: number }>;
	hot: List;
	handedOver: List<{ reason: string }>;
	unsent: { count: number; isCut: boolean };
	deals: DaySum['deals'] & {
		/** ISO 8601: deals are at least this recent; null: there are none, or nobody requested them. */
		asOf: string | null;
		notReached: Array<{ account: string }>;
		isCut: boolean;
	};
	quality: DayQuality;
	/** By version of settings. Default: none. */
	settings?: readonly SettingsRow[];
}

/** `items` can be fewer than there are. */
interface List<Fields = unknown> {
	count: number;
	isCut: boolean;
	items: Array<{ who: string; channel: string } & Fields>;
}

/** Lines of a list, characters of a name and a reason: for reading on a phone. */
const maxLines = 5;
const maxName = 40;
const maxReason = 120;

export function describeReport(report: DayReport, language: Language): string {
	const own = reportWords[language];
	const { conversations, waiting, hot, handedOver, unsent, isCut } = report;
	const many = (count: number, isMore: boolean) => `${toCount(count, language)}${isMore ? '+' : ''}`;
	const nameOf = ({ who, channel }: { who: string; channel: string }) => `${shorten(who, maxName)} (${channel})`;
	const list = (title: string, { count, isCut: isMore }: Pick<List, 'count' | 'isCut'>, lines: string[]) =>
		count === 0
			? []
			: [
					`${title}: ${many(count, isMore)}`,
					...lines.slice(0, maxLines).map((line) => `- ${line}`),
					...(count > maxLines ? [`- … ${fill(own.more, many(count - maxLines, isMore))}`] : []),
				];
	const begun = report.begun > 0 ? ` (${counted(own.begun, report.begun, language)})` : '';
	return [
		`*${own.title} ${toDate(report.day, language)}*`,
		...([waiting, hot, handedOver, unsent, report.deals].some((one) => one.isCut) || isCut ? [own.cut] : []),
		conversations === 0 ? own.none : `${own.conversations}: ${many(conversations, isCut)}${begun}`,
		...(waiting.count === 0 ? [own.nobodyWaits] : []),
		...list(
			own.waiting,
			waiting,
			waiting.items.map((one) => `${nameOf(one)}, ${fill(own.since, toDuration(Math.max(1, one.minutes) * 60))}`),
		),
		...list(own.hot, hot, hot.items.map(nameOf)),
		...list(
			own.handedOver,
			handedOver,
			handedOver.items.map((one) => (one.reason === '' ? nameOf(one) : `${nameOf(one)}: ${shorten(one.reason, maxReason)}`)),
		),
		...describeFunnel(report, own, language, list),
		...describeSettings(report.settings ?? [], own, language),
		...describeDeals(report, own, language),
		...describeQuality(report.quality, language),
		...describeCost(report, own, language),
		unsent.count === 0 ? own.allArrived : `${own.unsent}: ${many(unsent.count, unsent.isCut)}`,
	].join('\n');
}

type WriteList = (title: string, count: { count: number; isCut: boolean }, lines: string[]) => string[];

function describeFunnel({ funnel, funnelRows, leads, isCut }: DayReport, own: ReportWords, language: Language, list: WriteList): string[] {
	const rows = funnel.map((row) => {
		const of = (words: readonly [string, string], count: number) => (count === 0 ? [] : [counted(words, count, language)]);
		const steps = [
			...of(own.qualified, row.qualified),
			...of(own.toPeople, row.handedOver),
			...(row.proposals === null ? [own.proposalsUnknown] : of(own.proposals, row.proposals)),
			...of(own.won, row.won),
			...of(own.lost, row.lost),
		];
		const from = `${toOrigin(row.origin, own, language)}, ${row.agent ?? own.noAgent}`;
		return `${from}: ${toCount(row.leads, language)}${steps.length > 0 ? ` (${steps.join(', ')})` : ''}`;
	});
	const [title = '', ...lines] = list(own.funnel, { count: funnelRows, isCut: false }, rows);
	return title === '' ? [] : [`${own.funnel}: ${toCount(leads, language)}${isCut ? '+' : ''}`, ...lines];
}

function describeSettings(rows: readonly SettingsRow[], own: ReportWords, language: Language): string[] {
	const tried = new Set(rows.filter(({ isTrial }) => isTrial).map(({ channel }) => channel));
	const shown = rows.filter(({ channel }) => tried.has(channel)).slice(0, maxLines);
	if (shown.length === 0) return [];
	return [
		`${own.settings}:`,
		...shown.map(({ channel, version, isTrial, leads, qualified, handedOver }) => {
			const steps = [counted(own.qualified, qualified, language), counted(own.toPeople, handedOver, language)];
			return `- ${channel}, ${isTrial ? own.trial : own.others} (v${version}): ${toCount(leads, language)} (${steps.join(', ')})`;
		}),
	];
}

function describeDeals({ deals, timeZone }: DayReport, own: ReportWords, language: Language): string[] {
	const { opened, won, lost, notReached, asOf } = deals;
	const parts = [
		...(opened > 0 ? [counted(own.opened, opened, language)] : []),
		...(won > 0 ? [counted(own.dealsWon, won, language)] : []),
		...(lost > 0 ? [counted(own.dealsLost, lost, language)] : []),
	];
	const names = [...new Set(notReached.map(({ account }) => account))].join(', ');
	const when = asOf === null ? own.neverAsked : fill(own.asOf, toTime(Date.parse(asOf), timeZone, language));
	return [
		...(parts.length > 0 ? [`${own.deals}: ${parts.join(', ')}`] : []),
		...(names === '' ? [] : [`${fill(own.crm, names)} ${when}.`]),
	];
}

function describeCost(report: DayReport, own: ReportWords, language: Language): string[] {
	const { costUsd, runs, perConversationUsd, perLeadUsd, unpricedRuns } = report;
	if (runs === 0) return [];
	const dollars = (cost: number | null) => (cost === null ? own.unknown : `US$ ${toAmount(cost, language)}`);
	return [
		`${own.cost}: ${dollars(costUsd)} (${counted(own.runs, runs, language)})`,
		...(perLeadUsd === null ? [] : [`- ${dollars(perConversationUsd)} ${own.each}, ${dollars(perLeadUsd)} ${own.lead}`]),
		...(unpricedRuns === 0 || costUsd === null ? [] : [`- ${counted(own.unpriced, unpricedRuns, language)}`]),
	];
}

function shorten(text: string, max: number): string {
	const line = text.replace(/[\s*_~`]+/g, ' ').trim();
	return line.length > max
		? `${line
				.slice(0, max - 1)
				.trimEnd()
				.toWellFormed()}…`
		: line;
}

const toAmount = (cost: number, language: Language) =>
	new Intl.NumberFormat(localeOf(language), { minimumFractionDigits: 2, maximumFractionDigits: cost < 1 ? 4 : 2 }).format(cost);

const toDate = (day: string, language: Language) => (language === 'pt' ? day.split('-').reverse().join('/') : day);

/** `28/11/2026 07:00, Horário Padrão de Brasília` */
function toTime(time: number, timeZone: string, language: Language): string {
	const [day = '', minute = ''] = toZonedMinute(time, timeZone).split(' ');
	const zone = new Intl.DateTimeFormat(localeOf(language), { timeZone, timeZoneName: 'longGeneric' })
		.formatToParts(time)
		.find(({ type }) => type === 'timeZoneName')?.value;
	return `${toDate(day, language)} ${minute} (${zone === undefined || zone.startsWith('GMT') ? timeZone : zone})`;
}

function toOrigin(origin: string | null, own: ReportWords, language: Language): string {
	if (origin === null) return own.unknownOrigin;
	const [via = '', ...rest] = origin.split(' ');
	return shorten([nameVia(via, language), ...rest].join(' '), maxName);
}

function describeQuality(quality: DayQuality, language: Language): string[] {
	const own = reportWords[language];
	const times = (title: string, { medianSeconds, p90Seconds }: Spread) =>
		medianSeconds === null ? [] : [`${title}: ${fill(own.times, toBound(medianSeconds), toBound(p90Seconds!))}`];
	const { good, bad } = quality.reactions;
	const lines = [
		...times(own.firstAnswer, quality.firstAnswer),
		...times(own.personAnswer, quality.personAnswer),
		...describeAnswers(quality, language),
		...(good + bad === 0 ? [] : [`${own.reactions}: 👍 ${good}, 👎 ${bad}`]),
		...(quality.judged === null ? [] : [fill(own.judged, quality.judged.passed + quality.judged.failed, quality.judged.passed)]),
	];
	return lines.length === 0 ? [] : [own.quality, ...lines.map((line) => `- ${line}`)];
}

function describeAnswers(quality: DayQuality, language: Language): string[] {
	const own = reportWords[language];
	const { answered, blocked, needsHuman, limitReached, quoted, modelFailures, otherFailures, changedByRule } = quality;
	const of = (words: readonly [string, string], count: number | null) => (count ? [counted(words, count, language)] : []);
	const answers = answered + blocked + needsHuman + limitReached;
	if (answers + modelFailures + otherFailures === 0) return [];
	const failures = [...of(own.modelFailures, modelFailures), ...of(own.otherFailures, otherFailures)];
	const facts = [...of(own.blocked, blocked), ...of(own.changed, changedByRule), ...of(own.quoted, quoted)];
	return [`${counted(own.answers, answers, language)}: ${[...facts, ...(failures.length > 0 ? failures : [own.noFailures])].join(', ')}`];
}
