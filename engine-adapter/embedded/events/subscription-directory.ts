import type { Kernel } from '../flow/kernel';
import { rowsPerLook } from '../state/instances/instance-directory';
import { describePlace, type Place } from '../state/instances/element-directory';
import type { TenantIds } from '../state/tenants';
import { buildWhereClause } from '../state/where-clause';

export interface SubscriptionSummary extends Place {
	key: string;
	messageName: string;
	correlationKey: string;
	elementId: string;
	elementInstanceKey: string;
	/** Milliseconds since the epoch. */
	since: number;
}

interface Row {
	key: number;
	name: string;
	correlation_key: string;
	element_id: string;
	element_instance_key: number;
	instance_key: number;
	definition_key: number;
	started_at: number;
}

/** Open ones in order of creation, the first 1,000 after a key. */
export function searchSubscriptions(
	kernel: Kernel,
	{ key, instanceKey, after, tenants }: { key?: string; instanceKey?: string; after?: string; tenants: TenantIds },
): SubscriptionSummary[] {
	const { where, values } = buildWhereClause(
		{ 'message_subscription.key': key, instance_key: instanceKey },
		{ 'message_subscription.key': after },
		tenants,
	);
	const rows = kernel.database.all<Row>(
		`SELECT message_subscription.*, instance_key, definition_key, started_at FROM message_subscription
		JOIN element_instance ON element_instance.key = element_instance_key ${where} ORDER BY message_subscription.key LIMIT ${rowsPerLook}`,
		...values,
	);
	return rows.map((row) => ({
		key: String(row.key),
		messageName: row.name,
		correlationKey: row.correlation_key,
		elementId: row.element_id,
		elementInstanceKey: String(row.element_instance_key),
		since: row.started_at,
		...describePlace(kernel, row),
	}));
}
