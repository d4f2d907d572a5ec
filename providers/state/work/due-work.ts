import type { StateConnection } from '../../database/state-database';

const tenantsOfKind = `WITH RECURSIVE tenants (tenant) AS (
	SELECT min(tenant) FROM work WHERE kind = ?1
	UNION ALL
	SELECT (SELECT min(tenant) FROM work WHERE kind = ?1 AND tenant > tenants.tenant) FROM tenants WHERE tenants.tenant IS NOT NULL
)`;

export async function tenantsWithDueWork(connection: StateConnection, kind: string, dueBy: number): Promise<string[]> {
	const rows = await connection.all<{ tenant: string }>(
		`${tenantsOfKind} SELECT tenant FROM tenants WHERE tenant IS NOT NULL
		AND EXISTS (SELECT 1 FROM work WHERE work.kind = ?1 AND work.tenant = tenants.tenant AND work.due_at <= ?2) ORDER BY tenant`,
		kind,
		dueBy,
	);
	return rows.map(({ tenant }) => tenant);
}

export async function lanesWithDueWork(connection: StateConnection, tenant: string, kind: string, dueBy: number): Promise<string[]> {
	const rows = await connection.all<{ lane: string }>(
		`WITH RECURSIVE lanes (lane) AS (
			SELECT min(lane) FROM work WHERE kind = ?1 AND tenant = ?2
			UNION ALL
			SELECT (SELECT min(lane) FROM work WHERE kind = ?1 AND tenant = ?2 AND lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL
		)
		SELECT lane FROM lanes WHERE lane IS NOT NULL
		AND EXISTS (SELECT 1 FROM work WHERE work.kind = ?1 AND work.tenant = ?2 AND work.lane = lanes.lane AND work.due_at <= ?3) ORDER BY lane`,
		kind,
		tenant,
		dueBy,
	);
	return rows.map(({ lane }) => lane);
}

export async function kindsWithDueWork(connection: StateConnection, now: number): Promise<Set<string>> {
	const next = (column: string) => `(SELECT ${column} FROM work WHERE (work.kind, work.tenant) > (groups.kind, groups.tenant)
		ORDER BY work.kind, work.tenant LIMIT 1)`;
	const rows = await connection.all<{ kind: string }>(
		`WITH RECURSIVE groups (kind, tenant) AS (
			SELECT kind, tenant FROM (SELECT kind, tenant FROM work ORDER BY kind, tenant LIMIT 1) AS first
			UNION ALL
			SELECT ${next('work.kind')}, ${next('work.tenant')} FROM groups WHERE groups.kind IS NOT NULL
		) SELECT DISTINCT kind FROM groups WHERE kind IS NOT NULL
		AND EXISTS (SELECT 1 FROM work WHERE work.kind = groups.kind AND work.tenant = groups.tenant AND work.due_at <= ?1)`,
		now,
	);
	return new Set(rows.map(({ kind }) => kind));
}

/** Milliseconds since the epoch; undefined without work. */
export async function nextDueWork(connection: StateConnection, kind: string): Promise<number | undefined> {
	const row = await connection.get<{ due: number | null }>(
		`${tenantsOfKind} SELECT min((SELECT min(work.due_at) FROM work WHERE work.kind = ?1 AND work.tenant = tenants.tenant)) AS due
		FROM tenants WHERE tenant IS NOT NULL`,
		kind,
	);
	return row?.due === null || row === undefined ? undefined : Number(row.due);
}

export const countHeldOfTenants = (connection: StateConnection, kind: string, now: number): Promise<Map<string, number>> =>
	countHeld(connection, 'tenant', 'kind = ? AND due_at > ?', kind, now);

export const countHeldOfLanes = (connection: StateConnection, tenant: string, kind: string, now: number): Promise<Map<string, number>> =>
	countHeld(connection, 'lane', 'kind = ? AND tenant = ? AND due_at > ?', kind, tenant, now);

async function countHeld(
	connection: StateConnection,
	column: 'tenant' | 'lane',
	condition: string,
	...values: Array<string | number>
): Promise<Map<string, number>> {
	const rows = await connection.all<{ name: string; count: number }>(
		`SELECT ${column} AS name, count(*) AS count FROM work WHERE ${condition} AND holder IS NOT NULL GROUP BY ${column}`,
		...values,
	);
	return new Map(rows.map(({ name, count }) => [name, Number(count)]));
}
