import { openStateDatabase, type StateSchema } from '../database/state-database';

export const proofSchema: StateSchema = {
	name: 'proofs',
	what: 'The proofs of tokens',
	version: 1,
	isCache: true,
	tables: {
		taken_proof: { kept: 'brief', stays: 'expires', pseudonym: 'proof', nothing: 'ends_at' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS taken_proof (
			tenant TEXT NOT NULL,
			proof TEXT NOT NULL,
			ends_at INTEGER NOT NULL,
			PRIMARY KEY (tenant, proof)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS taken_proof_by_end ON taken_proof (tenant, ends_at);
	`,
};

export interface TakenProofs {
	/** Accepts a proof once. @param endsAt expiry in milliseconds @returns false if used before */
	take(proof: { tenant: string; id: string; endsAt: number }, now: number): Promise<boolean>;
	close(): Promise<void>;
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openTakenProofs(place: string): TakenProofs {
	const database = openStateDatabase(place, proofSchema);
	return {
		take: ({ tenant, id, endsAt }, now) =>
			database.change(tenant, async (connection) => {
				await connection.run('DELETE FROM taken_proof WHERE tenant = ? AND ends_at < ?', tenant, now);
				const sql = 'INSERT INTO taken_proof (tenant, proof, ends_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
				return (await connection.run(sql, tenant, id, endsAt)) === 1;
			}),
		close: () => database.close(),
	};
}
