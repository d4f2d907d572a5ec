import { isEqualHash } from '../../../core/audit/hashes';
import { type AuditKeys, waitingText } from './audit-keys';

/** An entry that waits for its index. */
export interface WaitingRow {
	id: number | string;
	leaf: string;
	mark: Uint8Array;
	/** Its values: `decodeSealed`. */
	sealed?: Uint8Array | null;
}

/** Returns the place of the first row that the installation did not write, or that was written twice: no two leaves are equal. */
export function findForged(rows: readonly WaitingRow[], tenant: string, keys: AuditKeys): number | undefined {
	const leaves = new Set<string>();
	const place = rows.findIndex(({ leaf, mark }) => {
		const isRight = !leaves.has(leaf) && isEqualHash(keys.mark(waitingText(tenant, leaf)), mark);
		leaves.add(leaf);
		return !isRight;
	});
	return place < 0 ? undefined : place;
}
