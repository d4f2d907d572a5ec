/** Statements of usage by month, in the time zone of a tenant: closed once, corrected where something comes late, and told as events. */
import { findMonth, nameMonth, nameMonthBefore } from '../../../core/base/month-in-zone';
import { toIso } from '../../../core/base/iso-time';
import { systemClock } from '../../../core/ports/host';
import type { EventFacts } from '../../../core/ports/events/event-facts';
import { addLines, formatNano, type StatementLine, sumLines } from '../../../core/ports/statement';
import { openStatementStore, type StatedPeriod, type StatementDocument, type StatementStore } from '../../state/usage/statement-store';
import { openEvents } from '../events/events';
import type { UsageHost } from '../hosts/model-host';
import { OpenedOnce } from '../open-once';
import { composeMark, nameMark } from '../state/host-mark';
import { readTenantRules } from '../state/host-tenants';
import { findStatePlace } from '../state/state-place';
import { hasLedger } from './ledger-place';
import { composeUsageStore } from './usage';

/** A host that counts calls in a store. */
export type StatementHost = UsageHost & { stateFolder: string };

/** A month of a tenant. */
export interface Statement extends StatedPeriod {
	tenant: string;
	month: string;
	/** `ended`: the month is over, and nothing has closed it. */
	state: 'open' | 'ended' | 'closed';
	/** Sum of the documents; of a month that is not closed, what the ledger has. */
	lines: StatementLine[];
	/** None of a month that is not closed. */
	documents: StatementDocument[];
}

const minuteMs = 60_000;
/** By then, a call that nobody settled counts as lost, with what it reserved. */
const settledMs = 20 * minuteMs;
const dayMs = 24 * 60 * minuteMs;
/** A month is corrected for so long: no call lasts longer. */
const correctedMs = 35 * dayMs;
/** A document is told for so long: events are kept for longer, so that each is told once. */
const toldMs = 7 * dayMs;

const opened = new OpenedOnce<StatementStore>();

const openStore = (host: StatementHost): Promise<StatementStore> => {
	const place = findStatePlace(host)!;
	return opened.get(place + nameMark(host), async () => openStatementStore(place, composeMark(host)));
};

/** Reads the statement of a month, and changes nothing. @throws RangeError for a month that no calendar has */
export async function readStatement(host: StatementHost, tenant: string, month: string): Promise<Statement> {
	const now = (host.clock ?? systemClock).now();
	// A query must not create a ledger.
	if (!hasLedger(host)) return findEmpty(host, tenant, month, now);
	const store = await openStore(host);
	const period = await findPeriod(host, tenant, month, store);
	const documents = await store.read(tenant, month);
	const lines = documents.length > 0 ? documents.flatMap((document) => document.lines) : await store.preview(tenant, period);
	return { tenant, month, ...period, state: stateOf(documents, period, now), lines: addLines(lines), documents };
}

const stateOf = (documents: readonly StatementDocument[], period: StatedPeriod, now: number): Statement['state'] =>
	documents.length > 0 ? 'closed' : isOver(period, now) ? 'ended' : 'open';

const isOver = ({ to }: Pick<StatedPeriod, 'to'>, now: number) => now >= to + settledMs;

async function findEmpty(host: StatementHost, tenant: string, month: string, now: number): Promise<Statement> {
	const timeZone = await readZone(host, tenant);
	const period = { timeZone, ...(await findMonth(month, timeZone)) };
	return { tenant, ...period, state: stateOf([], period, now), lines: [], documents: [] };
}

/** Closes the last months of all tenants that used something, but none that was over when statements were first kept: it was billed without them. */
export async function closeMonths(host: StatementHost): Promise<void> {
	const now = (host.clock ?? systemClock).now();
	const ledger = await composeUsageStore(host);
	const tenants = await ledger.totals({ by: ['tenant'], from: now - 3 * correctedMs, to: now }, now);
	const store = await openStore(host);
	const since = await store.begin(now);
	const faults: unknown[] = [];
	for (const { group } of tenants)
		await closeOf(host, { tenant: group.tenant!, now, since }, store).catch((fault: unknown) => faults.push(fault));
	if (faults.length > 0) throw faults[0];
}

async function closeOf(
	host: StatementHost,
	{ tenant, now, since }: { tenant: string; now: number; since: number },
	store: StatementStore,
): Promise<void> {
	const zone = await readZone(host, tenant);
	// The earlier one first: the later one begins where it ends.
	for (const earlier of [2, 1]) {
		const month = await nameMonth(now, zone, earlier);
		const period = await findPeriod(host, tenant, month, store);
		if (period.to > since) await bringUp(host, { tenant, month, period, now }, store);
	}
}

const readZone = async (host: StatementHost, tenant: string) => (await readTenantRules({ ...host, tenant })).timeZone ?? 'UTC';

/** A month begins where the one before ended, so that a change of the time zone counts nothing twice. */
async function findPeriod(host: StatementHost, tenant: string, month: string, store: StatementStore): Promise<StatedPeriod> {
	const [own] = await store.read(tenant, month);
	if (own) return { timeZone: own.timeZone, from: own.from, to: own.to };
	const timeZone = await readZone(host, tenant);
	const { from, to } = await findMonth(month, timeZone);
	const [before] = await store.read(tenant, await nameMonthBefore(month));
	if (before) return { timeZone, from: before.to, to };
	const since = await store.since();
	const isFirst = since !== undefined && from < since && since < to;
	return { timeZone, from: isFirst ? await store.findBegin(tenant, from) : from, to };
}

interface Wanted {
	tenant: string;
	month: string;
	period: StatedPeriod;
	now: number;
}

/** Closes or corrects a month that is over, and tells its documents. */
async function bringUp(host: StatementHost, { tenant, month, period, now }: Wanted, store: StatementStore): Promise<void> {
	const { from, to } = period;
	if (!isOver(period, now)) return;
	const stored = await store.read(tenant, month);
	if (stored.length > 0 && now > to + correctedMs) return;
	// Calls whose process is gone become lost, with what they reserved.
	await (await composeUsageStore(host)).totals({ by: [], tenant, from, to }, now);
	const documents = await store.closeMonth(tenant, month, period, now);
	await tell(
		host,
		tenant,
		documents.filter(({ at }) => now - at < toldMs),
	);
}

async function tell(host: StatementHost, tenant: string, documents: readonly StatementDocument[]): Promise<void> {
	if (documents.length === 0) return;
	const events = documents.map((document) => ({
		type: 'usage.period-closed' as const,
		key: JSON.stringify(['statement', document.month, document.number]),
		data: describeDocument(document),
	}));
	await (await openEvents(host)).append(tenant, events);
}

function describeDocument({ month, number, timeZone, from, to, lines }: StatementDocument): EventFacts['usage.period-closed'] {
	const { nanoUsd, ...amounts } = sumLines(lines);
	return {
		...{ month, number, isCorrection: number > 1, timeZone, from: toIso(from), to: toIso(to) },
		...{ ...amounts, currency: 'USD', cost: formatNano(nanoUsd) },
	};
}
