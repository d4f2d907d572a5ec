import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import type { NoteSignature, VerifierKey } from '../../../core/audit/note-key';
import { formatNote, hasSameText, parseNote, verifyNote } from '../../../core/audit/signed-note';
import { isQuorum, type TlogPolicy } from '../../../core/audit/witness/tlog-policy';
import { isTroupeError } from '../../../core/base/errors';
import type { StateConnection } from '../../database/state-database';
import type { AuditHead } from './tile-rows';

export interface CosignedCheckpoint {
	size: number;
	note: string;
	isQuorum: boolean;
}

const maxKept = 100;

/** Adds a cosignature. Drops older checkpoints, except the largest with a quorum and those after it. */
export async function addCosignature(
	connection: StateConnection,
	tenant: string,
	signature: NoteSignature,
	{ head, policy }: { head: AuditHead; policy: TlogPolicy },
): Promise<void> {
	const row = await connection.get<{ note: string }>('SELECT note FROM audit_cosigned WHERE tenant = ? AND size = ?', tenant, head.size);
	const { text, signatures } = parseNote(head.note);
	// Replaces a checkpoint of this size from another log, such as before a restore.
	const stored = row && parseNote(row.note);
	const others =
		stored?.text === text ? stored.signatures.filter((one) => one.name !== signature.name || one.id !== signature.id) : signatures;
	const note = { text, signatures: [...others, signature] };
	// Those witnesses cosigned the other checkpoint, not this one.
	if (stored && stored.text !== text)
		await connection.run('UPDATE audit_witness SET cosigned_size = 0 WHERE tenant = ? AND cosigned_size = ?', tenant, head.size);
	const isMet = isQuorum(
		policy,
		verifyCosignatures(
			formatNote(note),
			policy.witnesses.map(({ key }) => key),
		),
	);
	await connection.run(
		`INSERT INTO audit_cosigned (tenant, size, note, is_quorum) VALUES (?, ?, ?, ?)
		ON CONFLICT (tenant, size) DO UPDATE SET note = excluded.note, is_quorum = excluded.is_quorum`,
		tenant,
		head.size,
		formatNote(note),
		isMet ? 1 : 0,
	);
	await connection.run(
		'DELETE FROM audit_cosigned WHERE tenant = ?1 AND size < (SELECT max(size) FROM audit_cosigned WHERE tenant = ?1 AND is_quorum = 1)',
		tenant,
	);
	await connection.run(
		`DELETE FROM audit_cosigned WHERE tenant = ?1 AND is_quorum = 0
		AND size < (SELECT min(size) FROM (SELECT size FROM audit_cosigned WHERE tenant = ?1 ORDER BY size DESC LIMIT ?2) AS newest)`,
		tenant,
		maxKept,
	);
}

export function verifyCosignatures(note: string, witnesses: readonly VerifierKey[]): VerifierKey[] {
	const parsed = parseNote(note);
	return witnesses.filter((key) => {
		if (!parsed.signatures.some(({ name, id }) => name === key.name && id === key.id)) return false;
		try {
			return verifyNote(parsed, [key]).length > 0;
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			return false;
		}
	});
}

/** Detects a different stored checkpoint of this size, or a missing cosignature of a witness that cosigned it. */
export async function isOfOtherLog(connection: StateConnection, tenant: string, head: AuditHead, witness: VerifierKey): Promise<boolean> {
	const row = await connection.get<{ note: string }>('SELECT note FROM audit_cosigned WHERE tenant = ? AND size = ?', tenant, head.size);
	if (!row) return false;
	const { signatures } = parseNote(row.note);
	return !hasSameText(row.note, head.note) || !signatures.some(({ name, id }) => name === witness.name && id === witness.id);
}

export async function listCosigned(connection: StateConnection, tenant: string): Promise<CosignedCheckpoint[]> {
	const rows = await connection.all<{ note: string; quorum: number | string }>(
		'SELECT note, is_quorum AS quorum FROM audit_cosigned WHERE tenant = ? ORDER BY size DESC',
		tenant,
	);
	return rows.map(({ note, quorum }) => ({
		size: Number(parseSignedCheckpoint(note).checkpoint.size),
		note,
		isQuorum: Number(quorum) === 1,
	}));
}
