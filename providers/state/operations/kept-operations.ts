import { isOnHold } from '../../database/legal-holds';
import type { StateConnection } from '../../database/state-database';
import type { OperationBounds } from './operations';

const cleanedAtOnce = 200;

export async function removeExcess(
	connection: StateConnection,
	tenant: string,
	{ keptPerTenant, keptBytesPerTenant }: OperationBounds,
): Promise<void> {
	await connection.run(
		`DELETE FROM operation WHERE tenant = ?1 AND id IN (
			SELECT id FROM (
				SELECT id, row_number() OVER newest AS place, sum(bytes) OVER newest AS total
				FROM operation WHERE tenant = ?1 AND ended_at IS NOT NULL
				WINDOW newest AS (ORDER BY ended_at DESC, id)
			) AS ranked WHERE place > ?2 OR (place > 1 AND total > ?3)
		)`,
		...[tenant, keptPerTenant, keptBytesPerTenant],
	);
}

export async function removeExpired(connection: StateConnection, before: number): Promise<boolean> {
	const removed = await connection.run(
		`DELETE FROM operation WHERE ended_at < ?1 AND (tenant, id) IN (SELECT tenant, id FROM operation WHERE ended_at < ?1 AND NOT ${isOnHold('operation')} LIMIT ?2)`,
		...[before, cleanedAtOnce],
	);
	return removed === cleanedAtOnce;
}
