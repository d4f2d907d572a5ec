import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { verifyNote } from '../../../core/audit/signed-note';
import { isTroupeError } from '../../../core/base/errors';
import type { AuditKeys } from './audit-keys';

/** Returns size and root of a checkpoint signed by the installation for this log; undefined for another note, which is a fault. */
export function readSigned(note: string, tenant: string, keys: AuditKeys): { size: bigint; root: Buffer } | undefined {
	try {
		const read = parseSignedCheckpoint(note);
		const { key } = keys.signerOf(tenant);
		verifyNote(read.note, [key]);
		return read.checkpoint.origin === key.name ? read.checkpoint : undefined;
	} catch (error) {
		if (isTroupeError(error)) return undefined;
		throw error;
	}
}
