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
/** By then, a call that nobody settled counts as lost, with what it reserved: so it is billed, also if it is settled later. */
const settledMs = 20 * 60_000;
/** What no process published for longer is in `troupe usage` only. */
const maxBehindMs = 31 * 24 * hourMs;
/** Looked through again after a clock that was ahead: what was published is known by its key. */
const repeatedMs = 24 * hourMs;

/** How often what came later is published for one hour. */
const maxParts = 24;

type Metered = EventFacts['usage.metered'];

/** The position of each tenant is stored under this name. */
const source = 'usage';

/** Publishes what each agent used of each model in each hour, once over all processes, for tenants with subscriptions. */
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

/** The events of an hour have keys of their own: after a crash, and of several processes, each is stored once. */
export async function publishHours(ledger: UsageStore, events: EventStore): Promise<void> {
	const now = await events.time();
	const faults: unknown[] = [];
	for (const tenant of await events.subscriptions.tenants()) {
		// The others have their bills all the same.
		await publishTenant(tenant, now, ledger, events).catch((fault: unknown) => faults.push(fault));
	}
	if (faults.length > 0) throw faults[0];
}

async function publishTenant(tenant: string, now: number, ledger: UsageStore, events: EventStore): Promise<void> {
	const to = toHour(now - settledMs);
	const position = await events.readPosition(tenant, source);
	if (position === to) return;
	const [first] = await events.subscriptions.list(tenant);
	if (!first) return;
	const from = Math.max(position > to ? to - repeatedMs : position, to - maxBehindMs, toHour(first.createdAt));
	if (from >= to) return;
	const totals = await ledger.totals({ by: ['hour', 'agent', 'model'], tenant, from, to }, now);
	for (const total of totals) await publishOne(tenant, describe(total), events);
	await events.writePosition(tenant, source, to);
}

const toHour = (at: number) => Math.floor(at / hourMs) * hourMs;

/** Publishes a total, or what came since it was published: a clock that was ahead ends an hour too early. */
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
		...{ from: new Date(from).toISOString(), to: new Date(from + hourMs).toISOString() },
		...{ agent: group.agent ?? null, model: group.model! },
		...used,
	};
}
