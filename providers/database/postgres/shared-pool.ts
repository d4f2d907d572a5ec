import type { PostgresPool as KyselyPool } from 'kysely';
import { openPostgresPool, type PostgresPool } from './postgres-pool';

interface Shared {
	pool: PostgresPool;
	users: number;
}

const shared = new Map<string, Shared>();

/**
 * @returns the pool of this address; the same for Kysely, which does not end shared pools; and a function that ends the use @throws TroupeError
 * INPUT_INVALID for an invalid address
 */
export function usePool(address: string): { pool: PostgresPool; kyselyPool: KyselyPool; release(): Promise<void> } {
	const entry = shared.get(address) ?? { pool: openPostgresPool(address, 'troupe'), users: 0 };
	shared.set(address, entry);
	entry.users += 1;
	let isReleased = false;
	const { pool } = entry;
	return {
		pool,
		kyselyPool: { connect: () => pool.connect(), end: () => Promise.resolve() },
		async release() {
			if (isReleased) return;
			isReleased = true;
			entry.users -= 1;
			if (entry.users > 0) return;
			shared.delete(address);
			await pool.end();
		},
	};
}
