import type { EventFacts } from '../../core/ports/events/event-facts';
import type { EventStore } from '../../core/ports/events/event-store';
import type { UsageStore, UsageTotal } from '../../core/ports/usage';
import { openEvents } from '../../providers/compose/events/events';
import type { Host } from '../../providers/compose/hosts/host';
import { hasLedger } from '../../providers/compose/models/ledger-place';
import { composeUsageStore } from '../../providers/compose/models/usage';
import type { ReportFault } from '../log/fault-log';
import { repeat } from '../repeat';

const lookMs = 60_000;
const hourMs = 3_600_000;
/** By then, an unsettled call counts as lost with its reservation: it is billed, even if settled later. */
const settledMs = 20 * 60_000;
/** Older unpublished use is in `troupe usage` only. */
const maxBehindMs = 31 * 24 * hourMs;
/** Reread for a clock that was ahead: keys reveal published events. */
const repeatedMs = 24 * hourMs;

const maxParts = 24;

type Metered = EventFacts['usage.metered'];

const source = 'usage';

export function publishUsage(host: Host, reportFault: ReportFault): { stop: () => Promise<void> } {
	const { stateFolder } = host;
	if (stateFolder === undefined) return { stop: () => Promise.resolve() };
	return repeat(
		async () => {
			if (hasLedger({ ...host, stateFolder })) await publishHours(await composeUsageStore(host), await openEvents(host));
		},
		lookMs,
		(fault) => reportFault(fault, {}),
	);
}

/** An hour's events have their own keys: stored once after a crash or by several processes. */
export async function publishHours(ledger: UsageStore, events: EventStore): Promise<void> {
	const now = await events.time();
	const faults: unknown[] = [];
	// A tenant's fault does not stop the others.
	for (const tenant of await events.subscriptions.tenants())
		await publishOf(tenant, now, ledger, events).catch((fault: unknown) => faults.push(fault));
	if (faults.length > 0) throw faults[0];
}

async function publishOf(tenant: string, now: number, ledger: UsageStore, events: EventStore): Promise<void> {
	const to = startOfHour(now - settledMs);
	const position = await events.readPosition(tenant, source);
	if (position === to) return;
	const [oldest] = await events.subscriptions.list(tenant);
	if (!oldest) return;
	const from = Math.max(startOfHour(oldest.createdAt), position > to ? to - repeatedMs : position, to - maxBehindMs);
	const totals = from < to ? await ledger.totals({ by: ['hour', 'agent', 'model'], tenant, from, to }, now) : [];
	for (const total of totals) await publishOne(tenant, describe(total), events);
	await events.writePosition(tenant, source, to);
}

const startOfHour = (time: number): number => Math.floor(time / hourMs) * hourMs;

/** Publishes a total or its later growth: a clock that was ahead ends an hour early. */
async function publishOne(tenant: string, total: Metered, events: EventStore): Promise<void> {
	let rest = total;
	for (let part = 0; part < maxParts && rest.calls > 0; part += 1) {
		const key = JSON.stringify(['usage', total.from, total.agent, total.model, ...(part === 0 ? [] : [part])]);
		if ((await events.append(tenant, [{ type: 'usage.metered', key, data: rest }])) > 0) return;
		const told = await events.find(tenant, key);
		if (!told) return;
		rest = subtract(rest, told.data);
	}
}

const subtract = (one: Metered, other: Record<string, unknown>): Metered =>
	Object.fromEntries(
		Object.entries(one).map(([name, value]): [string, unknown] => {
			if (typeof value !== 'number') return [name, value];
			const rest = Math.max(0, value - Number(other[name]));
			return [name, name === 'costUsd' ? Number(rest.toFixed(9)) : rest];
		}),
	) as unknown as Metered;

function describe({ group, open: _open, lost: _lost, estimated: _estimated, ...used }: UsageTotal): Metered {
	const from = Date.parse(group.hour!);
	return {
		from: new Date(from).toISOString(),
		to: new Date(from + hourMs).toISOString(),
		agent: group.agent ?? null,
		model: group.model!,
		...used,
	};
}
