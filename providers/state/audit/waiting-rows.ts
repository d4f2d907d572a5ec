import { isEqualHash } from '../../../core/audit/hashes';
import { type AuditKeys, waitingText } from './audit-keys';

export interface WaitingRow {
	id: number | string;
	leaf: string;
	mark: Uint8Array;
	sealed?: Uint8Array | null;
}

/** Returns the position of the first row not written by this installation, or written twice: leaves are unique. */
export function findForged(rows: readonly WaitingRow[], tenant: string, keys: AuditKeys): number | undefined {
	const leaves = new Set<string>();
	const place = rows.findIndex(({ leaf, mark }) => {
		const isRight = !leaves.has(leaf) && isEqualHash(keys.mark(waitingText(tenant, leaf)), mark);
		leaves.add(leaf);
		return !isRight;
	});
	return place < 0 ? undefined : place;
}
