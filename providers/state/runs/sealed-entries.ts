/** Steps are sealed while a run can go on; afterwards the tenant's policy applies. */
import { isFields } from '../../../core/base/is-fields';
import type { StateConnection } from '../../database/state-database';
import type { TextKey, TextSeal } from './text-seal';
import type { OneRun } from './trail-marks';

export const runKeyTable = `
	CREATE TABLE IF NOT EXISTS run_key (
		tenant TEXT NOT NULL,
		subject TEXT NOT NULL,
		sealed BLOB NOT NULL,
		PRIMARY KEY (tenant, subject)
	) STRICT, WITHOUT ROWID;
`;

/** Without a subject: the installation's key. */
export interface EntryKey {
	subject?: string;
	seal(text: string, bound: string): Uint8Array | Promise<Uint8Array>;
}

const boundTo = ({ tenant, runId }: OneRun, number: number) => JSON.stringify(['run entry', tenant, runId, number]);
const keyBoundTo = (tenant: string, subject: string) => JSON.stringify(['run key', tenant, subject]);

/** The text reveals only the entry's kind. A suspension keeps its id, so that it can be claimed for nobody. */
export async function sealEntry(run: OneRun, number: number, entry: unknown, { subject, ...key }: EntryKey): Promise<string> {
	const { kind, id } = isFields(entry) ? entry : {};
	const sealed = await key.seal(JSON.stringify(entry), boundTo(run, number));
	return JSON.stringify({ kind, ...(kind === 'suspended' && { id }), subject, sealed: Buffer.from(sealed).toString('base64') });
}

/** @param first number of the first entry @throws TroupeError VAULT_UNREADABLE */
export async function openEntries(
	connection: StateConnection,
	run: OneRun,
	texts: readonly string[],
	seal: Pick<TextSeal, 'unseal' | 'openKey'>,
	first = 0,
): Promise<unknown[]> {
	const keys = new Map<string, Promise<TextKey>>();
	const findKey = (subject: string) => {
		const key = keys.get(subject) ?? readKey(connection, run.tenant, subject, seal);
		keys.set(subject, key);
		return key;
	};
	const entries: unknown[] = [];
	for (const [number, text] of texts.entries()) {
		const entry: unknown = JSON.parse(text);
		if (!isFields(entry) || typeof entry.sealed !== 'string') {
			entries.push(entry);
			continue;
		}
		const key = typeof entry.subject === 'string' ? await findKey(entry.subject) : seal;
		entries.push(JSON.parse(await key.unseal(Buffer.from(entry.sealed, 'base64'), boundTo(run, first + number))));
	}
	return entries;
}

async function readKey(connection: StateConnection, tenant: string, subject: string, seal: Pick<TextSeal, 'openKey'>): Promise<TextKey> {
	const row = await connection.get<{ sealed: Uint8Array }>('SELECT sealed FROM run_key WHERE tenant = ? AND subject = ?', tenant, subject);
	return seal.openKey(row?.sealed ?? new Uint8Array(), keyBoundTo(tenant, subject));
}

/** Opens or creates the key of the run's person or conversation. Undefined for a removed run. */
export async function openKeyOf(connection: StateConnection, { tenant, runId }: OneRun, seal: TextSeal): Promise<EntryKey | undefined> {
	const run = await connection.get<{ subject: string }>(
		'SELECT COALESCE(contact, conversation, id) AS subject FROM run WHERE tenant = ? AND id = ?',
		tenant,
		runId,
	);
	if (!run) return undefined;
	const { subject } = run;
	const fresh = await seal.newKey(keyBoundTo(tenant, subject));
	const isNew = await connection.run(
		'INSERT INTO run_key (tenant, subject, sealed) VALUES (?, ?, ?) ON CONFLICT (tenant, subject) DO NOTHING',
		tenant,
		subject,
		fresh.sealed,
	);
	const key = isNew > 0 ? fresh.key : await readKey(connection, tenant, subject, seal);
	return { subject, seal: (text, bound) => key.seal(text, bound) };
}

export const removeUnusedKey = (connection: StateConnection, tenant: string, subject: string) =>
	connection.run(
		`DELETE FROM run_key WHERE tenant = ?1 AND subject = ?2 AND NOT EXISTS (SELECT 1 FROM run WHERE tenant = ?1 AND contact = ?2)
		AND NOT EXISTS (SELECT 1 FROM run WHERE tenant = ?1 AND conversation = ?2) AND NOT EXISTS (SELECT 1 FROM run WHERE tenant = ?1 AND id = ?2)`,
		tenant,
		subject,
	);
