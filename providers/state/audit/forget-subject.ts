import type { ForgottenPerson, StateConnection } from '../../database/state-database';
import { textsOf } from '../../database/in-list';
import { decodeSealed, encodeSealed } from './sealed-values';

const waitingAtOnce = 1_000;

/** Destroys a subject's key and the values it sealed. Leaves stay, so that proofs remain valid. @returns the number of removed values */
export async function forgetSubject(connection: StateConnection, { tenant, pseudonyms }: ForgottenPerson): Promise<number> {
	const among = `tenant = ? AND subject IN ${textsOf(connection)}`;
	const named = [tenant, JSON.stringify(pseudonyms)];
	// Waits for writers under this key, which share its lock.
	const keys = await connection.all<{ id: number | string }>(
		`SELECT id FROM audit_key WHERE ${among} ORDER BY id${lockKeys(connection, 'UPDATE')}`,
		...named,
	);
	if (keys.length === 0) return 0;
	const waiting = await removeWaiting(connection, tenant, new Set(keys.map(({ id }) => Number(id))));
	const removed = await connection.run(
		`DELETE FROM audit_value WHERE tenant = ? AND key_id IN (SELECT id FROM audit_key WHERE ${among})`,
		tenant,
		...named,
	);
	await connection.run(`DELETE FROM audit_key WHERE ${among}`, ...named);
	return waiting + removed;
}

/** Locks the selected keys until the end of the transaction. SQLite has one writer anyway. */
export const lockKeys = ({ dialect }: StateConnection, strength: 'KEY SHARE' | 'UPDATE'): string =>
	dialect === 'postgres' ? ` FOR ${strength}` : '';

/** Removes values of entries without an index, which are few: they wait a second. */
async function removeWaiting(connection: StateConnection, tenant: string, keys: ReadonlySet<number>): Promise<number> {
	let removed = 0;
	for (let after = 0; ;) {
		const rows = await connection.all<{ id: number | string; sealed: Uint8Array }>(
			'SELECT id, sealed FROM audit_waiting WHERE tenant = ? AND id > ? AND sealed IS NOT NULL ORDER BY id LIMIT ?',
			tenant,
			after,
			waitingAtOnce,
		);
		for (const { id, sealed } of rows) {
			after = Number(id);
			const values = decodeSealed(sealed);
			const others = values.filter(({ keyId }) => !keys.has(keyId));
			if (others.length === values.length) continue;
			removed += values.length - others.length;
			await connection.run('UPDATE audit_waiting SET sealed = ? WHERE id = ?', encodeSealed(others), id);
		}
		if (rows.length < waitingAtOnce) return removed;
	}
}
