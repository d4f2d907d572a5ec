import { TroupeError } from '../../../core/base/errors';
import type { StateConnection } from '../../database/state-database';
import { type Act, noAudit, openAuditedDatabase } from '../audit/audited-database';
import { planSchema } from './plan-schema';

/** Times are milliseconds since the epoch. */
interface PlanRow {
	id: string;
	state: string;
	version: string;
	isConfirmed: boolean;
	revision: number;
	createdAt: number;
	changedAt: number;
}

export interface StoredPlan extends PlanRow {
	/** Sealed. */
	document: Uint8Array;
}

export interface ListedPlan extends PlanRow {
	/** Sealed list view. */
	head: Uint8Array;
}

export type WrittenPlan = StoredPlan & ListedPlan;

interface PlanListFilter {
	state?: string;
	before?: readonly [number, string];
}

export interface PlanStore {
	/** Removes the oldest unconfirmed plans beyond a number. @throws TroupeError INPUT_TOO_LARGE */
	add(tenant: string, plan: Omit<WrittenPlan, 'revision'>, act: Act): Promise<void>;
	/** Replaces the revision that was read. @throws TroupeError PLAN_NOT_FOUND, STATE_CONFLICT if it changed meanwhile, INPUT_TOO_LARGE */
	change(tenant: string, plan: Omit<WrittenPlan, 'createdAt'>, act: Act): Promise<void>;
	find(tenant: string, id: string): Promise<StoredPlan | undefined>;
	list(tenant: string, filter: PlanListFilter, limit: number): Promise<ListedPlan[]>;
	close(): Promise<void>;
}

const maxBytes = 8 * 1024 * 1024;
const maxUnconfirmed = 1_000;
const columns = 'id, state, version, is_confirmed AS "isConfirmed", revision, created_at AS "createdAt", changed_at AS "changedAt"';

/** @param place `postgres://…`, or the path of a file. The first use opens it. @throws TroupeError on use: STORAGE_… */
export function openPlanStore(place: string, openAudit = noAudit, max = maxUnconfirmed): PlanStore {
	const database = openAuditedDatabase(place, [planSchema], openAudit);
	const turn = (tenant: string) => ({ turn: `plans ${tenant}`, synced: true });
	return {
		async add(tenant, plan, act) {
			requireSize(plan);
			await database.act(
				tenant,
				async (connection, note) => {
					await connection.run(
						`INSERT INTO plan (tenant, id, state, version, is_confirmed, revision, created_at, changed_at, head, document)
						VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?)`,
						tenant,
						plan.id,
						plan.state,
						plan.version,
						Number(plan.isConfirmed),
						plan.createdAt,
						plan.changedAt,
						plan.head,
						plan.document,
					);
					await removeOldest(connection, tenant, max);
					await note(tenant, act);
				},
				turn(tenant),
			);
		},
		async change(tenant, plan, act) {
			requireSize(plan);
			const found = await database.act(
				tenant,
				async (connection, note) => {
					const changed = await connection.run(
						`UPDATE plan SET state = ?, version = ?, is_confirmed = ?, revision = revision + 1, changed_at = ?, head = ?, document = ?
						WHERE tenant = ? AND id = ? AND revision = ?`,
						plan.state,
						plan.version,
						Number(plan.isConfirmed),
						plan.changedAt,
						plan.head,
						plan.document,
						tenant,
						plan.id,
						plan.revision,
					);
					if (changed > 0) {
						await note(tenant, act);
						return 'changed';
					}
					return (await connection.get('SELECT id FROM plan WHERE tenant = ? AND id = ?', tenant, plan.id)) ? 'newer' : 'none';
				},
				turn(tenant),
			);
			if (found === 'none') throw planNotFound(plan.id);
			if (found === 'newer') throw planChanged(plan.id);
		},
		find: (tenant, id) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<StoredPlan>(`SELECT ${columns}, document FROM plan WHERE tenant = ? AND id = ?`, tenant, id);
				return row && read(row);
			}),
		list: (tenant, { state, before }, limit) =>
			database.read(tenant, async (connection) => {
				const further = `${state === undefined ? '' : 'AND state = ?'} ${before ? 'AND (created_at, id) < (?, ?)' : ''}`;
				const rows = await connection.all<ListedPlan>(
					`SELECT ${columns}, head FROM plan WHERE tenant = ? ${further} ORDER BY created_at DESC, id DESC LIMIT ?`,
					tenant,
					...(state === undefined ? [] : [state]),
					...(before ?? []),
					limit,
				);
				return rows.map(read);
			}),
		close: () => database.close(),
	};
}

const read = <Row extends PlanRow>(row: Row): Row => ({
	...row,
	isConfirmed: Number(row.isConfirmed) === 1,
	revision: Number(row.revision),
	createdAt: Number(row.createdAt),
	changedAt: Number(row.changedAt),
});

async function removeOldest(connection: StateConnection, tenant: string, max: number): Promise<void> {
	await connection.run(
		`DELETE FROM plan WHERE tenant = ?1 AND id IN (
			SELECT id FROM plan WHERE tenant = ?1 AND is_confirmed = 0 ORDER BY created_at DESC, id DESC LIMIT 1000 OFFSET ?2
		)`,
		tenant,
		max,
	);
}

function requireSize({ id, document }: Pick<StoredPlan, 'id' | 'document'>): void {
	if (document.length <= maxBytes) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The plan ${id} has ${document.length} bytes; the max is ${maxBytes}.`,
		fix: 'Make two plans of it: one calls the process of the other.',
	});
}

export const planNotFound = (id: string): TroupeError =>
	new TroupeError({
		code: 'PLAN_NOT_FOUND',
		message: `There is no plan ${JSON.stringify(id.slice(0, 80))}.`,
		fix: 'List the plans: `troupe plan list`.',
	});

const planChanged = (id: string): TroupeError =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The plan ${id} was changed by somebody else meanwhile, so that this change was not made.`,
		fix: `Look at it, and do it again: \`troupe plan show ${id}\`.`,
		retryable: true,
	});
