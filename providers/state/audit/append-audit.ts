import { randomFillSync } from 'node:crypto';
import { type AuditEntry, type AuditLeaf, type AuditSubject, createLeaf } from '../../../core/audit/audit-leaf';
import { textsOf } from '../../database/in-list';
import type { StateConnection, Value } from '../../database/state-database';
import { type AuditKeys, type AuditSubjectKey, keyBoundTo, valueBoundTo, waitingText } from './audit-keys';

/** Rows of one statement. The rest are written one by one: each number of rows is a statement of its own, which is kept. */
const rowsAtOnce = 64;

/** Bytes that one call of the operating system brings. */
const poolBytes = 8_192;

/**
 * Writes entries of one tenant in the transaction of what they tell about. They get their index later (`sequenceAudit`).
 * @param keys are open: within a transaction, their own store would wait for it
 * @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE
 */
export async function appendAudit(connection: StateConnection, entries: readonly AuditEntry[], keys: AuditKeys): Promise<void> {
	const tenant = entries[0]?.tenant ?? '';
	const random = createRandomPool();
	const leaves = entries.map((entry) => createLeaf(entry, random));
	const subjects = await openSubjects(connection, tenant, leaves, keys);
	const values = leaves.flatMap(({ id, committed }) =>
		committed.map(({ part, subject, text, commitment }): Value[] => {
			const { keyId, key } = subjects.get(nameSubject(subject))!;
			return [tenant, id, part, keyId, key.seal(text, valueBoundTo(tenant, commitment))];
		}),
	);
	await insert(
		connection,
		'audit_waiting (tenant, leaf, mark)',
		leaves.map(({ text }) => [tenant, text, keys.mark(waitingText(tenant, text))]),
	);
	await insert(connection, 'audit_value (tenant, entry, part, key_id, sealed)', values);
}

function createRandomPool(): (bytes: number) => Buffer {
	let pool = Buffer.alloc(0);
	return (bytes) => {
		if (pool.length < bytes) pool = randomFillSync(Buffer.allocUnsafeSlow(poolBytes));
		const taken = pool.subarray(0, bytes);
		pool = pool.subarray(bytes);
		return taken;
	};
}

const nameSubject = ({ kind, id }: AuditSubject): string => `${kind} ${id}`;

interface OpenSubject {
	keyId: number;
	key: AuditSubjectKey;
}

/** Opens the keys of those whose data the leaves commit to, and creates those that are missing. */
async function openSubjects(
	connection: StateConnection,
	tenant: string,
	leaves: readonly AuditLeaf[],
	keys: AuditKeys,
): Promise<Map<string, OpenSubject>> {
	const named = new Map(leaves.flatMap(({ committed }) => committed.map(({ subject }) => [nameSubject(subject), subject])));
	const pseudonyms = new Map([...named].map(([name, subject]) => [name, keys.pseudonym(tenant, subject)]));
	const rows = named.size > 0 ? await readKeys(connection, tenant, [...pseudonyms.values()]) : new Map<string, KeyRow>();
	const opened = new Map<string, OpenSubject>();
	for (const [name, pseudonym] of pseudonyms) {
		const row = rows.get(pseudonym) ?? (await createKey(connection, tenant, pseudonym, keys));
		opened.set(name, { keyId: Number(row.id), key: await keys.openKey(row.sealed, keyBoundTo(tenant, pseudonym)) });
	}
	return opened;
}

interface KeyRow {
	id: number | string;
	subject: string;
	sealed: Uint8Array;
}

async function readKeys(connection: StateConnection, tenant: string, pseudonyms: string[]): Promise<Map<string, KeyRow>> {
	const rows = await connection.all<KeyRow>(
		`SELECT id, subject, sealed FROM audit_key WHERE tenant = ? AND subject IN ${textsOf(connection)}`,
		...[tenant, JSON.stringify(pseudonyms)],
	);
	return new Map(rows.map((row) => [row.subject, row]));
}

async function createKey(connection: StateConnection, tenant: string, pseudonym: string, keys: AuditKeys): Promise<KeyRow> {
	const sealed = await keys.newKey(keyBoundTo(tenant, pseudonym));
	// Whoever was first has the key; its row stays locked until the end of the transaction.
	return (await connection.get<KeyRow>(
		`INSERT INTO audit_key (tenant, subject, sealed) VALUES (?, ?, ?)
		ON CONFLICT (tenant, subject) DO UPDATE SET subject = excluded.subject RETURNING id, subject, sealed`,
		...[tenant, pseudonym, sealed],
	))!;
}

async function insert(connection: StateConnection, into: string, rows: readonly Value[][]): Promise<void> {
	for (let from = 0; from < rows.length;) {
		const some = rows.slice(from, rows.length - from >= rowsAtOnce ? from + rowsAtOnce : from + 1);
		const row = `(${some[0]!.map(() => '?').join(', ')})`;
		await connection.run(`INSERT INTO ${into} VALUES ${some.map(() => row).join(', ')}`, ...some.flat());
		from += some.length;
	}
}
