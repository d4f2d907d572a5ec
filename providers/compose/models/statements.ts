/** Statements of usage by month, in the tenant's time zone: closed once, corrected for late calls, and published as events. */
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

type StatementHost = UsageHost & { stateFolder: string };

interface Statement extends StatedPeriod {
	tenant: string;
	month: string;
	/** `ended`: the month is over but not closed. */
	state: 'open' | 'ended' | 'closed';
	/** Sum of the documents; for an open month, that of the ledger. */
	lines: StatementLine[];
	documents: StatementDocument[];
}

const minuteMs = 60_000;
/** After this time, an unsettled call counts as lost, with its reservation. */
const settledMs = 20 * minuteMs;
const dayMs = 24 * 60 * minuteMs;
/** Correction period of a month: no call lasts longer. */
const correctedMs = 35 * dayMs;
/** Publishing period of a document: events are kept longer, so that each is published once. */
const toldMs = 7 * dayMs;

const opened = new OpenedOnce<StatementStore>();

const openStore = (host: StatementHost): Promise<StatementStore> => {
	const place = findStatePlace(host)!;
	return opened.get(place + nameMark(host), async () => openStatementStore(place, composeMark(host)));
};

/** Changes nothing. @throws RangeError for an impossible month */
export async function readStatement(host: StatementHost, tenant: string, month: string): Promise<Statement> {
	const now = (host.clock ?? systemClock).now();
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

/** Closes the last months of all tenants with usage. Months before the first statement stay open: they were billed without. */
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
	for (const earlier of [2, 1]) {
		const month = await nameMonth(now, zone, earlier);
		const period = await findPeriod(host, tenant, month, store);
		if (period.to > since) await bringUp(host, { tenant, month, period, now }, store);
	}
}

const readZone = async (host: StatementHost, tenant: string) => (await readTenantRules({ ...host, tenant })).timeZone ?? 'UTC';

/** Begins at the end of the month before, so that a time zone change counts nothing twice. */
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

async function bringUp(host: StatementHost, { tenant, month, period, now }: Wanted, store: StatementStore): Promise<void> {
	const { from, to } = period;
	if (!isOver(period, now)) return;
	const stored = await store.read(tenant, month);
	if (stored.length > 0 && now > to + correctedMs) return;
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
		month,
		number,
		isCorrection: number > 1,
		timeZone,
		from: toIso(from),
		to: toIso(to),
		...amounts,
		currency: 'USD',
		cost: formatNano(nanoUsd),
	};
}
