/** Reads a day's report within bounds. */
import { type DaySum, sumDay } from '../../../core/conversations/report/sum-day';
import { type DayQuality, sumQuality } from '../../../core/conversations/report/sum-quality';
import { type SettingsRow, sumSettings } from '../../../core/conversations/report/sum-settings';
import type { ConversationDeal } from '../../../core/ports/channels/conversation-deals';
import type { ListedConversation } from '../../../core/ports/channels/conversations';
import type { Send } from '../../../core/ports/channels/outbox';
import type { PeriodRuns } from '../../../core/ports/runs/conversation-runs';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { askDeals, type AskedDeals } from '../../../providers/compose/crm/ask-deals';
import { composeQualityStore } from '../../../providers/compose/evaluation/quality-store';
import { openStoredViolations } from '../../../providers/compose/guardrails/violations';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { readRunContent } from '../../../providers/compose/state/host-tenants';
import type { ReadingHost } from './read-texts';

const maxRead = 5_000;
const maxUnsent = 1_000;
/** In this time after the last message, something other than an answer can cost. */
const afterMs = 6 * 3_600_000;

interface ReportPeriod {
	day: string;
	from: number;
	to: number;
	channel: string | undefined;
}

export interface ReadReport {
	found: ListedConversation[];
	sum: DaySum;
	quality: DayQuality;
	settings: SettingsRow[];
	asked: AskedDeals & { asOf: string | null };
	waiting: ListedConversation[];
	unsent: Send[];
	isCut: Record<'found' | 'waiting' | 'unsent', boolean>;
}

/** Reads a day's conversations, deals and runs, waiting people and unsent messages. Asks the CRMs first. @throws the reason of the signal */
export async function readReport(host: ReadingHost, period: ReportPeriod, signal: AbortSignal): Promise<ReadReport> {
	const { tenant } = host;
	const { channel, from, to } = period;
	const { conversations, outbox, settings } = await openChannels(host);
	const found = await conversations.list(tenant, { channel, from, to }, maxRead + 1);
	// Waiting means now, also since another day.
	const waiting = await conversations.list(tenant, { channel, from: 0, isWaiting: true }, maxRead + 1);
	const unsent = await outbox.list(tenant, { channel, isUnsent: true }, maxUnsent + 1);
	const hidesTexts = (await readRunContent(host)) === 'none';
	const read = found.slice(0, maxRead).map((one) => ({ ...one, origin: one.origin && hidesTexts ? { via: one.origin.via } : one.origin }));
	const ofDay = read.filter(({ begunAt }) => begunAt >= from && begunAt < to);
	const begun = ofDay.map(({ id }) => id);
	const figures = await conversations.measure(tenant, { conversations: read.map(({ id }) => id), begun, from, to });
	const before = await conversations.listNames(tenant, { channel, from: from - afterMs, to: from }, maxRead);
	const runs = await (await openRuns(host, host.stateFolder)).readPeriod([...before, ...read], { from, to });
	const { deals, asked } = await readDeals(host, period, begun, signal);
	return {
		found: read,
		asked,
		unsent: unsent.slice(0, maxUnsent),
		sum: sumDay(read, { runs: runs.sums, handOvers: figures.handOvers, deals }, { from, to }),
		settings: sumSettings(ofDay, await settings.listUsed(tenant, begun)),
		quality: sumQuality(figures, runs.ends, await readRecords(host, period, runs)),
		waiting: waiting.slice(0, maxRead).toSorted((one, other) => one.wait!.since - other.wait!.since),
		isCut: { found: found.length > maxRead, waiting: waiting.length > maxRead, unsent: unsent.length > maxUnsent },
	};
}

async function readDeals(host: ReadingHost, { channel, from, to }: ReportPeriod, begun: readonly string[], signal: AbortSignal) {
	const asked = await askDeals(host, signal);
	const { deals: store } = await openChannels(host);
	const deals = await store.list(host.tenant, { conversations: begun, channel, period: { from, to } }, maxRead + 1);
	const times = deals.flatMap(({ state, askedAt }: ConversationDeal) => (state === 'removed' ? [] : [askedAt]));
	const oldest = times.length === 0 || times.includes(null) ? null : Math.min(...(times as number[]));
	return {
		deals: deals.slice(0, maxRead),
		asked: { ...asked, isCut: asked.isCut || deals.length > maxRead, asOf: oldest === null ? null : new Date(oldest).toISOString() },
	};
}

async function readRecords(host: ReadingHost, { day, from, to }: ReportPeriod, { sums, hashes }: PeriodRuns) {
	const violations = await openStoredViolations(host);
	const judged = await (await composeQualityStore(host))?.readJudged(host.tenant, day);
	const agents = new Set([...sums.values()].map(({ agent }) => agent?.split('@')[0]));
	const counts = [...(judged ?? [])].filter(([agent]) => agents.has(agent)).map(([, count]) => count);
	const total = { passed: 0, failed: 0 };
	for (const { passed, failed } of counts) Object.assign(total, { passed: total.passed + passed, failed: total.failed + failed });
	return {
		changedByRule: (await violations?.countChanged(host.tenant, hashes, { from, to })) ?? null,
		judged: total.passed + total.failed === 0 ? null : total,
	};
}
