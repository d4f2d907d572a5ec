import { type AuditEntry, type AuditLeaf, type AuditSubject, type CommittedValue, createLeaf } from '../../../core/audit/audit-leaf';
import { textsOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import { type AuditKeys, type AuditSubjectKey, keyBoundTo, valueBoundTo, waitingText } from './audit-keys';
import { lockKeys } from './forget-subject';
import { insertRows } from './insert-rows';
import { encodeSealed, type SealedValue } from './sealed-values';

/**
 * Writes entries in the transaction of their change; `sequenceAudit` assigns the index later. @param keys already open: inside a transaction their
 * store would wait for it @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE
 */
export async function appendAudit(connection: StateConnection, entries: readonly AuditEntry[], keys: AuditKeys): Promise<void> {
	const tenant = entries[0]?.tenant ?? '';
	const leaves = entries.map((entry) => createLeaf(entry));
	const subjects = await openSubjects(connection, tenant, leaves, keys);
	const seal = ({ part, subject, text, commitment }: CommittedValue): SealedValue => {
		const { keyId, key } = subjects.get(nameSubject(subject))!;
		return { part, keyId, sealed: key.seal(text, valueBoundTo(tenant, commitment)) };
	};
	// Values stay beside their leaf: the index by person takes longer than all else.
	await insertRows(
		connection,
		'audit_waiting (tenant, leaf, mark, sealed)',
		leaves.map(({ text, committed }) => [
			tenant,
			text,
			keys.mark(waitingText(tenant, text)),
			committed.length > 0 ? encodeSealed(committed.map(seal)) : null,
		]),
	);
}

const nameSubject = ({ kind, id }: AuditSubject): string => `${kind} ${id}`;

interface OpenSubject {
	keyId: number;
	key: AuditSubjectKey;
}

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
		`SELECT id, subject, sealed FROM audit_key WHERE tenant = ? AND subject IN ${textsOf(connection)} ORDER BY id${lockKeys(connection, 'KEY SHARE')}`,
		tenant,
		JSON.stringify(pseudonyms),
	);
	return new Map(rows.map((row) => [row.subject, row]));
}

async function createKey(connection: StateConnection, tenant: string, pseudonym: string, keys: AuditKeys): Promise<KeyRow> {
	const sealed = await keys.newKey(keyBoundTo(tenant, pseudonym));
	// The first writer's key wins; its row stays locked until the end of the transaction.
	return (await connection.get<KeyRow>(
		`INSERT INTO audit_key (tenant, subject, sealed) VALUES (?, ?, ?)
		ON CONFLICT (tenant, subject) DO UPDATE SET subject = excluded.subject RETURNING id, subject, sealed`,
		tenant,
		pseudonym,
		sealed,
	))!;
}
