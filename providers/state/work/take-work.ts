import type { TakenWork, WorkFilter } from '../../../core/ports/work';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { tenantsWithDueWork } from './work-rows';

/** Looked at for each work that is taken, so that those of one lane do not hide the others. */
const lookAhead = 20;

export interface Taking {
	kind: string;
	holder: string;
	max: number;
	/** Milliseconds since the epoch. */
	now: number;
	/** The end of the lease. */
	until: number;
	/** Work of one lane that processes do at the same time. Default: no max. */
	perLane?: number;
	closedLanes?: (connection: StateConnection, tenant: string) => Promise<readonly string[]>;
	of?: WorkFilter;
	/** The tenant that got the last turn: those after it come first. */
	after?: string;
}

type Candidate = Pick<TakenWork, 'tenant' | 'key' | 'lane'> & { attempts: number };

/**
 * Takes work that is due for one process. The tenant of which the fewest works are being done comes first, so that none waits behind the backlog of
 * another. Run it in a change with the turn `work KIND`, for all tenants or that of the filter.
 */
export async function takeWork(connection: StateConnection, taking: Taking): Promise<TakenWork[]> {
	const { kind, holder, max, now, of, after = '' } = taking;
	const due = of ? [of.tenant] : await tenantsWithDueWork(connection, kind, now);
	if (due.length === 0 || max <= 0) return [];
	const held = await countHeld(connection, kind, now);
	const inTurn = [...due.filter((tenant) => tenant > after), ...due.filter((tenant) => tenant <= after)];
	const waiting = new Map<string, Candidate[]>();
	const chosen: Candidate[] = [];
	while (chosen.length < max && inTurn.length > 0) {
		const tenant = inTurn.reduce((first, other) => (held.ofTenant(other) < held.ofTenant(first) ? other : first));
		if (!waiting.has(tenant)) waiting.set(tenant, await findCandidates(connection, tenant, taking, held));
		const next = nextOf(waiting.get(tenant)!, taking, held);
		if (next === undefined) {
			inTurn.splice(inTurn.indexOf(tenant), 1);
			continue;
		}
		held.add(next);
		chosen.push(next);
	}
	const taken = await hold(connection, chosen, taking);
	return chosen
		.filter(({ tenant, key }) => taken.has(JSON.stringify([tenant, key])))
		.map(({ tenant, key, lane, attempts }) => ({ tenant, kind, key, lane, attempts: Number(attempts) + 1, holder }));
}

/** Counts works that are being done. */
class Held {
	readonly #lanes = new Map<string, Map<string, number>>();

	ofTenant = (tenant: string): number => [...(this.#lanes.get(tenant)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
	ofLane = ({ tenant, lane }: Pick<Candidate, 'tenant' | 'lane'>): number => this.#lanes.get(tenant)?.get(lane) ?? 0;
	fullLanes = (tenant: string, perLane: number): string[] =>
		[...(this.#lanes.get(tenant) ?? [])].filter(([, count]) => count >= perLane).map(([lane]) => lane);

	add({ tenant, lane }: Pick<Candidate, 'tenant' | 'lane'>, count = 1): void {
		const lanes = this.#lanes.get(tenant) ?? new Map<string, number>();
		this.#lanes.set(tenant, lanes.set(lane, (lanes.get(lane) ?? 0) + count));
	}
}

async function countHeld(connection: StateConnection, kind: string, now: number): Promise<Held> {
	const rows = await connection.all<{ tenant: string; lane: string; count: number }>(
		'SELECT tenant, lane, count(*) AS count FROM work WHERE kind = ? AND holder IS NOT NULL AND due_at > ? GROUP BY tenant, lane',
		...[kind, now],
	);
	const held = new Held();
	for (const row of rows) held.add(row, Number(row.count));
	return held;
}

async function findCandidates(
	connection: StateConnection,
	tenant: string,
	{ kind, max, now, perLane, closedLanes, of }: Taking,
	held: Held,
): Promise<Candidate[]> {
	const full = [...held.fullLanes(tenant, perLane ?? Infinity), ...((await closedLanes?.(connection, tenant)) ?? [])];
	const lanes = of?.lanes ? ` AND lane IN ${textsOf(connection, '?6')}` : '';
	return connection.all<Candidate>(
		`SELECT tenant, key, lane, attempts FROM work WHERE kind = ?1 AND tenant = ?2 AND due_at <= ?3
		AND lane NOT IN ${textsOf(connection, '?4')}${lanes} ORDER BY due_at, key LIMIT ?5`,
		...[kind, tenant, now, JSON.stringify(full), perLane === undefined ? max : max * lookAhead],
		...(of?.lanes ? [JSON.stringify(of.lanes)] : []),
	);
}

/** Removes the next one whose lane has room from the list. */
function nextOf(candidates: Candidate[], { perLane = Infinity }: Taking, held: Held): Candidate | undefined {
	const index = candidates.findIndex((candidate) => held.ofLane(candidate) < perLane);
	return index < 0 ? undefined : candidates.splice(index, 1)[0];
}

/** Marks what is still due as held. @returns tenant and key of each, in JSON */
async function hold(connection: StateConnection, chosen: Candidate[], { kind, holder, now, until }: Taking): Promise<Set<string>> {
	const taken = new Set<string>();
	for (const [tenant, own] of Map.groupBy(chosen, (one) => one.tenant)) {
		const keys = JSON.stringify(own.map(({ key }) => key));
		const rows = await connection.all<{ key: string }>(
			`UPDATE work SET due_at = ?1, holder = ?2, attempts = attempts + 1, again_at = NULL
			WHERE tenant = ?3 AND kind = ?4 AND key IN ${textsOf(connection, '?5')} AND due_at <= ?6 RETURNING key`,
			...[until, holder, tenant, kind, keys, now],
		);
		for (const { key } of rows) taken.add(JSON.stringify([tenant, key]));
	}
	return taken;
}
