import { isForkOf, isSameHead, judgeSubmission, type Submission, type WitnessRefusal } from '../../../core/audit/witness/add-checkpoint';
import { type Checkpoint, parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { cosignNote } from '../../../core/audit/witness/cosignature';
import type { NoteSignature, NoteSigner } from '../../../core/audit/note-key';
import { formatNote, formatSignature, verifyNote } from '../../../core/audit/signed-note';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import type { StateConnection } from '../../database/state-database';
import { type NoteAct, openAuditedDatabase, type OpenAuditKeys } from './audited-database';
import { witnessSchema } from './witness-schema';

export type Cosigned = { status: 200; lines: string } | WitnessRefusal;

export interface WitnessedLog {
	origin: string;
	/** The newest checkpoint with log signature and cosignature; undefined before the first. */
	note?: string;
	/** A contradicting checkpoint signed by the log: proof of a fork. */
	refused?: string;
	refusedAt?: number;
}

export interface WitnessStore {
	/** Judges and cosigns in one transaction, so that of contradicting requests only one is cosigned. @param now milliseconds since the epoch */
	cosign(submission: Submission, witness: NoteSigner, now: number): Promise<Cosigned>;
	read(origin: string): Promise<WitnessedLog | undefined>;
	/**
	 * Forgets a log's cosigned state after its operator restored an older backup; the next checkpoint starts over. The audit log records it with the
	 * reason. @returns the removed state; undefined if there was none
	 */
	reset(origin: string, act: { by: string; reason: string; at: number }): Promise<WitnessedLog | undefined>;
	close(): Promise<void>;
}

/** Min interval for cosigning the same checkpoint, and for auditing its contradictions. */
const notedEveryMs = 60_000;

interface Row {
	note: string | null;
	refused: string | null;
	refusedAt: number | string | null;
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_…; STORAGE_DAMAGED for a row that the witness did not write */
export function openWitnessStore(place: string, openKeys: OpenAuditKeys): WitnessStore {
	const database = openAuditedDatabase(place, [witnessSchema], openKeys);
	return {
		cosign: (submission, witness, now) =>
			database.act(defaultTenant, (connection, note) => cosign({ connection, note, submission, witness, now }), {
				turn: `witness ${submission.checkpoint.origin}`,
				synced: true,
			}),
		async read(origin) {
			const row = await database.read(defaultTenant, (connection) => readRow(connection, origin));
			return row && describeRow(origin, row);
		},
		reset: (origin, { by, reason, at }) =>
			database.act(
				defaultTenant,
				async (connection, note) => {
					const row = await readRow(connection, origin);
					if (!row) return undefined;
					await connection.run('DELETE FROM witnessed_log WHERE origin = ?', origin);
					const size = row.note === null ? null : String(parseSignedCheckpoint(row.note).checkpoint.size);
					await note(defaultTenant, {
						...{ action: 'witness.reset', by, at, object: { kind: 'log', value: origin } },
						details: { kind: 'reason', value: { reason, size }, subject: { kind: 'subject', id: `tenant:${defaultTenant}` } },
					});
					return describeRow(origin, row);
				},
				{ turn: `witness ${origin}`, synced: true },
			),
		close: () => database.close(),
	};
}

function describeRow(origin: string, { note, refused, refusedAt }: Row): WitnessedLog {
	return { origin, ...(note !== null && { note }), ...(refused !== null && { refused, refusedAt: Number(refusedAt) }) };
}

interface Cosigning {
	connection: StateConnection;
	note: NoteAct;
	submission: Submission;
	witness: NoteSigner;
	now: number;
}

async function cosign(cosigning: Cosigning): Promise<Cosigned> {
	const { connection, submission, witness, now } = cosigning;
	const { origin } = submission.checkpoint;
	const row = await readRow(connection, origin);
	const last = row?.note === null || row === undefined ? undefined : readLast(row.note, origin, witness);
	const refusal = judgeSubmission(submission, last?.checkpoint);
	if (refusal) {
		// A bad proof can be a mistake or come from anyone. Two roots of one size were signed by the log itself.
		if (last && isForkOf(submission.checkpoint, last.checkpoint)) await keepRefused(cosigning, row);
		return refusal;
	}
	// Anyone can resend a checkpoint, so writes happen once a minute.
	const isFresh = last !== undefined && isSameHead(submission.checkpoint, last.checkpoint) && Math.abs(now - last.at) < notedEveryMs;
	if (isFresh) return { status: 200, lines: formatSignature(last.signature) };
	const { note } = submission;
	const signature = cosignNote(note.text, BigInt(Math.floor(now / 1_000)), witness);
	await connection.run(
		'INSERT INTO witnessed_log (origin, note) VALUES (?, ?) ON CONFLICT (origin) DO UPDATE SET note = excluded.note',
		...[origin, formatNote({ ...note, signatures: [...note.signatures, signature] })],
	);
	return { status: 200, lines: formatSignature(signature) };
}

const readRow = (connection: StateConnection, origin: string): Promise<Row | undefined> =>
	connection.get<Row>('SELECT note, refused, refused_at AS "refusedAt" FROM witnessed_log WHERE origin = ?', origin);

interface LastCosigned {
	checkpoint: Checkpoint;
	signature: NoteSignature;
	/** Milliseconds since the epoch. */
	at: number;
}

/** Verifies the cosignature: write access to the database alone must not reset the witness. */
function readLast(text: string, origin: string, witness: NoteSigner): LastCosigned {
	try {
		const { checkpoint, note } = parseSignedCheckpoint(text);
		const [{ time = 0n } = {}] = verifyNote(note, [witness.key]);
		const signature = note.signatures.find(({ name, id }) => name === witness.key.name && id === witness.key.id);
		if (signature && checkpoint.origin === origin) return { checkpoint, signature, at: Number(time) * 1_000 };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
	}
	throw new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The checkpoint that this witness cosigned last for ${origin} was changed, or its key is another one. Nothing is cosigned.`,
		fix: 'Restore the table witnessed_log, or have the logs take another witness.',
	});
}

/** Stores a checkpoint of equal size with another root, which proves a fork. */
async function keepRefused({ connection, note, submission, now }: Cosigning, row: Row | undefined): Promise<void> {
	const { checkpoint, note: signed } = submission;
	const { origin, size, root } = checkpoint;
	if (typeof row?.refused === 'string' && isSameHead(parseSignedCheckpoint(row.refused).checkpoint, checkpoint)) return;
	await connection.run(
		`INSERT INTO witnessed_log (origin, refused, refused_at) VALUES (?, ?, ?)
		ON CONFLICT (origin) DO UPDATE SET refused = excluded.refused, refused_at = excluded.refused_at`,
		...[origin, formatNote(signed), now],
	);
	if (now - Number(row?.refusedAt ?? -Infinity) < notedEveryMs) return;
	const value = { size: String(size), root: root.toString('base64') };
	await note(defaultTenant, {
		...{ action: 'witness.refused', outcome: 'failure', at: now, object: { kind: 'log', value: origin } },
		details: { kind: 'checkpoint', value },
	});
}
