import { keptMs } from '../../core/base/privacy/kept-classes';
import type { LimitShare, RunEntry, Tenant, TenantRules, TenantStore, TenantUse } from '../../core/ports/tenants';
import { tenantLimitReached } from '../../core/ports/tenant-limit-reached';
import { everyTenant, type StateConnection, type StateSchema } from '../database/state-database';
import { noAudit, type NoteAct, openAuditedDatabase } from './audit/audited-database';

export const tenantSchema: StateSchema = {
	name: 'tenants',
	what: 'The rules of tenants',
	version: 1,
	tables: {
		tenant_rules: { kept: 'setting', user: 'changed_by', nothing: 'rules changed_at' },
		month_of_runs: { kept: 'month', nothing: 'month runs' },
		counted_run: { kept: 'month', stays: 'expires', reference: 'run' },
		running: { kept: 'brief', stays: 'expires', reference: 'run', nothing: 'until' },
		agent_of_tenant: { kept: 'month', nothing: 'agent last_run_at' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS tenant_rules (
			tenant TEXT NOT NULL PRIMARY KEY,
			rules TEXT NOT NULL,
			changed_at INTEGER NOT NULL,
			changed_by TEXT NOT NULL
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS month_of_runs (
			tenant TEXT NOT NULL PRIMARY KEY,
			month TEXT NOT NULL,
			runs INTEGER NOT NULL
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS counted_run (tenant TEXT NOT NULL, run TEXT NOT NULL, PRIMARY KEY (tenant, run)) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS running (
			tenant TEXT NOT NULL,
			run TEXT NOT NULL,
			until INTEGER NOT NULL,
			PRIMARY KEY (tenant, run)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS agent_of_tenant (
			tenant TEXT NOT NULL,
			agent TEXT NOT NULL,
			last_run_at INTEGER NOT NULL,
			PRIMARY KEY (tenant, agent)
		) STRICT, WITHOUT ROWID;
	`,
};

const agentMs = keptMs('month');

/** @param place `postgres://…`, or the path of a file */
export function openTenantStore(place: string, openAudit = noAudit): TenantStore & { close(): Promise<void> } {
	const database = openAuditedDatabase(place, [tenantSchema], openAudit);
	return {
		find: (tenant) => database.read(tenant, (connection) => find(connection, tenant)),
		list: () =>
			database.read(everyTenant, async (connection) =>
				(await connection.all<Row>('SELECT * FROM tenant_rules ORDER BY tenant')).map(toTenant),
			),
		set: (tenant) => database.act(tenant.name, (connection, note) => write(connection, tenant, note)),
		change: (name, who, toRules) => {
			const changeInTurn = async (connection: StateConnection, note: NoteAct) => {
				const tenant = { name, rules: toRules((await find(connection, name))?.rules ?? {}), ...who };
				await write(connection, tenant, note);
				return tenant;
			};
			return database.act(name, changeInTurn, { turn: name });
		},
		remove: (tenant) =>
			database.act(tenant, async (connection, note) => {
				const isRemoved = (await connection.run('DELETE FROM tenant_rules WHERE tenant = ?', tenant)) > 0;
				if (isRemoved) await note(tenant, { action: 'tenant.rules_removed', object: { kind: 'tenant', value: tenant } });
				return isRemoved;
			}),
		enter: (entry) => database.change(entry.tenant, (connection) => enter(connection, entry), { turn: entry.tenant }),
		leave: (tenant, run) =>
			database.change(tenant, async (connection) => {
				await connection.run('DELETE FROM running WHERE tenant = ? AND run = ?', tenant, run);
			}),
		use: (tenant, rules, now) => database.read(tenant, (connection) => readUse(connection, tenant, rules, now)),
		close: () => database.close(),
	};
}

interface Row {
	tenant: string;
	rules: string;
	changed_at: number;
	changed_by: string;
}

const toTenant = ({ tenant, rules, changed_at, changed_by }: Row): Tenant => ({
	name: tenant,
	rules: JSON.parse(rules) as TenantRules,
	changedAt: changed_at,
	changedBy: changed_by,
});

async function find(connection: StateConnection, tenant: string): Promise<Tenant | undefined> {
	const row = await connection.get<Row>('SELECT * FROM tenant_rules WHERE tenant = ?', tenant);
	return row && toTenant(row);
}

async function write(connection: StateConnection, { name, rules, changedAt, changedBy }: Tenant, note: NoteAct): Promise<void> {
	await connection.run(
		`INSERT INTO tenant_rules (tenant, rules, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (tenant) DO UPDATE SET rules = ?2, changed_at = ?3, changed_by = ?4`,
		name,
		JSON.stringify(rules),
		changedAt,
		changedBy,
	);
	const act = { by: changedBy, object: { kind: 'tenant', value: name }, details: { kind: 'rules', value: rules } };
	await note(name, { action: 'tenant.updated', ...act });
}

/** Serialised per tenant, so that the count holds when the run is noted. */
async function enter(connection: StateConnection, { tenant, runId, agent, rules, until, now }: RunEntry): Promise<LimitShare[]> {
	await connection.run('DELETE FROM running WHERE tenant = ? AND until <= ?', tenant, now);
	await connection.run('DELETE FROM agent_of_tenant WHERE tenant = ? AND last_run_at <= ?', tenant, now - agentMs);
	await assertRoom(
		connection,
		tenant,
		rules.concurrentRuns,
		'concurrentRuns',
		'SELECT count(*) AS used FROM running WHERE tenant = ? AND run <> ?',
		runId,
	);
	await assertRoom(
		connection,
		tenant,
		rules.agents,
		'agents',
		'SELECT count(*) AS used FROM agent_of_tenant WHERE tenant = ? AND agent <> ?',
		agent,
	);
	const shares = await countRun(connection, { tenant, runId, rules, now });
	await connection.run(
		'INSERT INTO agent_of_tenant (tenant, agent, last_run_at) VALUES (?1, ?2, ?3) ON CONFLICT (tenant, agent) DO UPDATE SET last_run_at = ?3',
		tenant,
		agent,
		now,
	);
	await connection.run(
		'INSERT INTO running (tenant, run, until) VALUES (?1, ?2, ?3) ON CONFLICT (tenant, run) DO UPDATE SET until = ?3',
		tenant,
		runId,
		until,
	);
	return shares;
}

async function assertRoom(
	connection: StateConnection,
	tenant: string,
	max: number | undefined,
	limit: 'concurrentRuns' | 'agents',
	counting: string,
	own: string,
): Promise<void> {
	if (max === undefined) return;
	const { used } = (await connection.get<{ used: number }>(counting, tenant, own))!;
	if (used >= max) throw tenantLimitReached(tenant, limit, used, max);
}

async function countRun(
	connection: StateConnection,
	{ tenant, runId, rules, now }: Pick<RunEntry, 'tenant' | 'runId' | 'rules' | 'now'>,
): Promise<LimitShare[]> {
	const month = findMonth(now, rules.timeZone);
	const counted = await connection.get<{ month: string; runs: number }>('SELECT month, runs FROM month_of_runs WHERE tenant = ?', tenant);
	// A slow clock must not reopen an earlier month.
	const isNew = counted === undefined || month > counted.month;
	if (isNew) await connection.run('DELETE FROM counted_run WHERE tenant = ?', tenant);
	const isFirst =
		(await connection.run('INSERT INTO counted_run (tenant, run) VALUES (?, ?) ON CONFLICT (tenant, run) DO NOTHING', tenant, runId)) > 0;
	if (!isFirst) return [];
	const [used, current] = isNew ? [0, month] : [counted.runs, counted.month];
	const max = rules.runsPerMonth;
	if (max !== undefined && used >= max) throw tenantLimitReached(tenant, 'runsPerMonth', used, max, { month: current });
	await connection.run(
		'INSERT INTO month_of_runs (tenant, month, runs) VALUES (?1, ?2, ?3) ON CONFLICT (tenant) DO UPDATE SET month = ?2, runs = ?3',
		tenant,
		current,
		used + 1,
	);
	if (max === undefined) return [];
	return ([80, 100] as const).flatMap((percent) => {
		const reached = Math.ceil((max * percent) / 100);
		return used + 1 < reached
			? []
			: [{ limit: 'runsPerMonth' as const, percent, isFirst: used + 1 === reached, used: used + 1, max, month: current }];
	});
}

async function readUse(connection: StateConnection, tenant: string, rules: TenantRules, now: number): Promise<TenantUse> {
	const month = findMonth(now, rules.timeZone);
	const counted = await connection.get<{ month: string; runs: number }>('SELECT month, runs FROM month_of_runs WHERE tenant = ?', tenant);
	const running = await connection.get<{ runs: number }>(
		'SELECT count(*) AS runs FROM running WHERE tenant = ? AND until > ?',
		tenant,
		now,
	);
	const agents = await connection.all<{ agent: string; lastRunAt: number }>(
		'SELECT agent, last_run_at AS "lastRunAt" FROM agent_of_tenant WHERE tenant = ? AND last_run_at > ? ORDER BY agent',
		tenant,
		now - agentMs,
	);
	return { agents, month, runsThisMonth: counted !== undefined && counted.month >= month ? counted.runs : 0, runningNow: running!.runs };
}

/** Returns the calendar month in a time zone: `2026-11`. @param timeZone an IANA name; default UTC */
function findMonth(at: number, timeZone = 'UTC'): string {
	const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(at);
	const read = (type: string) => parts.find((part) => part.type === type)!.value;
	return `${read('year')}-${read('month')}`;
}
