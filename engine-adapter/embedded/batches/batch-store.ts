import type { Kernel } from '../flow/kernel';
import type { Migration } from '../../engine/instance-changes';
import type { TenantIds } from '../state/tenants';
import { buildWhereClause, ofTenants } from '../state/where-clause';
import { rowsPerLook } from '../state/instances/instance-directory';

export type BatchPlan =
	| { type: 'CANCEL_PROCESS_INSTANCE' }
	| { type: 'RESOLVE_INCIDENT' }
	| { type: 'MIGRATE_PROCESS_INSTANCE'; migration: Migration }
	| { type: 'MODIFY_PROCESS_INSTANCE'; moves: Array<{ source: string; target: string }> };

export type BatchState = 'ACTIVE' | 'SUSPENDED' | 'CANCELED' | 'COMPLETED';
type ItemState = 'ACTIVE' | 'COMPLETED' | 'FAILED' | 'CANCELED';

export interface Batch {
	key: string;
	type: BatchPlan['type'];
	state: BatchState;
	/** Milliseconds since the epoch. */
	startedAt: number;
	endedAt: number | null;
	total: number;
	completed: number;
	failed: number;
}

export interface BatchItem {
	batchKey: string;
	type: BatchPlan['type'];
	itemKey: string;
	instanceKey: string;
	state: ItemState;
	message: string | null;
	processedAt: number | null;
}

/** All items are on disk before the first one is done. */
export function createBatch(
	{ database, clock }: Kernel,
	tenantId: string,
	plan: BatchPlan,
	items: Array<Pick<BatchItem, 'itemKey' | 'instanceKey'>>,
): string {
	const key = database.nextKey();
	const isEmpty = items.length === 0;
	database.run(
		'INSERT INTO batch_operation VALUES (?, ?, ?, ?, ?, ?, ?)',
		key,
		tenantId,
		plan.type,
		isEmpty ? 'COMPLETED' : 'ACTIVE',
		JSON.stringify(plan),
		clock.now(),
		isEmpty ? clock.now() : null,
	);
	for (const { itemKey, instanceKey } of items)
		database.run("INSERT INTO batch_item VALUES (?, ?, ?, 'ACTIVE', NULL, NULL)", key, Number(itemKey), Number(instanceKey));
	return String(key);
}

export function takeItem({ database, clock }: Kernel, batchKey: string): { plan: BatchPlan; item: BatchItem } | undefined {
	const batch = database.get<{ plan: string }>("SELECT plan FROM batch_operation WHERE key = ? AND state = 'ACTIVE'", batchKey);
	if (!batch) return undefined;
	const plan = JSON.parse(batch.plan) as BatchPlan;
	const item = database.get<BatchItem>(
		`${selectItems} WHERE batch_key = ? AND batch_item.state = 'ACTIVE' ORDER BY item_key LIMIT 1`,
		batchKey,
	);
	if (item) return { plan, item };
	database.run("UPDATE batch_operation SET state = 'COMPLETED', ended_at = ? WHERE key = ?", clock.now(), batchKey);
	return undefined;
}

export function noteItem({ database, clock }: Kernel, { batchKey, itemKey }: BatchItem, state: ItemState, message: string | null): void {
	database.run(
		'UPDATE batch_item SET state = ?, message = ?, processed_at = ? WHERE batch_key = ? AND item_key = ?',
		state,
		message,
		clock.now(),
		Number(batchKey),
		Number(itemKey),
	);
}

/** False if the batch is not in one of the states. */
export function changeBatch({ database, clock }: Kernel, key: string, from: BatchState[], to: BatchState): boolean {
	const isOver = to === 'CANCELED';
	const sql = 'UPDATE batch_operation SET state = ?, ended_at = ? WHERE key = ? AND state IN (SELECT value FROM json_each(?))';
	const isChanged = database.run(sql, to, isOver ? clock.now() : null, key, JSON.stringify(from)) > 0;
	if (isChanged && isOver) database.run("UPDATE batch_item SET state = 'CANCELED' WHERE batch_key = ? AND state = 'ACTIVE'", key);
	return isChanged;
}

/** In order of creation, the first 1,000 after a key. */
export function searchBatches(
	{ database }: Kernel,
	{ key, after, tenants }: { key?: string; after?: string; tenants: TenantIds },
): Batch[] {
	const { where, values } = ofTenants(buildWhereClause({ key }, { key: after }, 'every'), tenants, 'tenant_id');
	const count = (condition: string): string => `(SELECT count(*) FROM batch_item WHERE batch_key = batch_operation.key ${condition})`;
	return database.all<Batch>(
		`SELECT CAST(key AS TEXT) AS key, type, state, started_at AS startedAt, ended_at AS endedAt, ${count('')} AS total,
			${count("AND state = 'COMPLETED'")} AS completed, ${count("AND state = 'FAILED'")} AS failed
		FROM batch_operation ${where} ORDER BY batch_operation.key LIMIT ${rowsPerLook}`,
		...values,
	);
}

const selectItems = `SELECT CAST(batch_key AS TEXT) AS batchKey, type, CAST(item_key AS TEXT) AS itemKey, CAST(instance_key AS TEXT) AS instanceKey,
	batch_item.state, message, processed_at AS processedAt FROM batch_item JOIN batch_operation ON batch_operation.key = batch_key`;

/** In order of keys, the first 1,000 after a key. */
export function searchItems({ database }: Kernel, batchKey: string, after: string | undefined): BatchItem[] {
	const sql = `${selectItems} WHERE batch_key = ? AND item_key > ? ORDER BY item_key LIMIT ${rowsPerLook}`;
	return database.all<BatchItem>(sql, Number(batchKey), Number(after ?? 0));
}

export const listActiveBatches = ({ database }: Kernel): string[] =>
	database.all<{ key: number }>("SELECT key FROM batch_operation WHERE state = 'ACTIVE' ORDER BY key").map(({ key }) => String(key));
