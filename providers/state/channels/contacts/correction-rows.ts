/** Corrections by people, which outrank providers' data. */
import { nameAlias } from '../../../../core/conversations/contacts/opt-out-names';
import type { NormalAlias } from '../../../../core/conversations/contacts/normalize-alias';
import type { StateConnection } from '../../../database/state-database';
import type { HashName } from './opted-out-rows';

interface Whom {
	tenant: string;
	contact: string;
}

type FixedField = 'name' | 'company';

const removed = 'removed';

const hashAlias = (tenant: string, { kind, value }: Pick<NormalAlias, 'kind' | 'value'>, hashName: HashName): string =>
	hashName(tenant, nameAlias(kind, value));

export async function readFixed(connection: StateConnection, { tenant, contact }: Whom, field: FixedField): Promise<string | undefined> {
	const row = await connection.get<{ value: string }>(
		'SELECT value FROM contact_correction WHERE tenant = ? AND contact = ? AND field = ?',
		tenant,
		contact,
		field,
	);
	return row?.value;
}

export async function fix(connection: StateConnection, whom: Whom, field: FixedField, value: string, now: number): Promise<void> {
	await release(connection, whom, field);
	await addCorrection(connection, whom, { field, value }, now);
}

const release = (connection: StateConnection, { tenant, contact }: Whom, field: FixedField): Promise<number> =>
	connection.run('DELETE FROM contact_correction WHERE tenant = ? AND contact = ? AND field = ?', tenant, contact, field);

async function addCorrection(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	{ field, value }: { field: string; value: string },
	now: number,
): Promise<void> {
	await connection.run(
		'INSERT INTO contact_correction (tenant, contact, field, value, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
		tenant,
		contact,
		field,
		value,
		now,
	);
}

export async function setToldName(connection: StateConnection, { tenant, contact }: Whom, name: string): Promise<void> {
	await connection.run(
		`UPDATE contact SET name = ?1 WHERE tenant = ?2 AND id = ?3 AND (name IS NULL OR name <> ?1) AND NOT EXISTS
		(SELECT 1 FROM contact_correction WHERE contact_correction.tenant = ?2 AND contact_correction.contact = ?3 AND field = 'name')`,
		name,
		tenant,
		contact,
	);
}

export const keepRemoved = (
	connection: StateConnection,
	whom: Whom,
	alias: Pick<NormalAlias, 'kind' | 'value'>,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<void> => addCorrection(connection, whom, { field: removed, value: hashAlias(whom.tenant, alias, hashName) }, now);

export async function allowAgain(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	alias: Pick<NormalAlias, 'kind' | 'value'>,
	hashName: HashName,
): Promise<void> {
	await connection.run(
		'DELETE FROM contact_correction WHERE tenant = ? AND contact = ? AND field = ? AND value = ?',
		tenant,
		contact,
		removed,
		hashAlias(tenant, alias, hashName),
	);
}

/** Omits names that a person removed here and that others only typed, such as in a desk's contact book. A provider's proof counts. */
export async function withoutRemoved(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	aliases: readonly NormalAlias[],
	hashName: HashName,
): Promise<NormalAlias[]> {
	if (!aliases.some(({ proof }) => proof === 'entered')) return [...aliases];
	const rows = await connection.all<{ value: string }>(
		'SELECT value FROM contact_correction WHERE tenant = ? AND contact = ? AND field = ?',
		tenant,
		contact,
		removed,
	);
	const hashes = new Set(rows.map(({ value }) => value));
	return hashes.size === 0
		? [...aliases]
		: aliases.filter((alias) => alias.proof === 'provider' || !hashes.has(hashAlias(tenant, alias, hashName)));
}

export interface AdoptedCorrections {
	corrections: Array<{ field: string; value: string }>;
	nameBefore?: string | null;
}

export async function adoptCorrections(
	connection: StateConnection,
	tenant: string,
	{ from, into }: { from: string; into: string },
): Promise<AdoptedCorrections> {
	const own = 'SELECT 1 FROM contact_correction AS own WHERE own.tenant = ?1 AND own.contact = ?3 AND own.field = theirs.field';
	const rows = await connection.all<{ field: string; value: string; at: number }>(
		`SELECT field, value, at FROM contact_correction AS theirs WHERE tenant = ?1 AND contact = ?2
		AND NOT EXISTS (${own} AND (own.field <> '${removed}' OR own.value = theirs.value))`,
		tenant,
		from,
		into,
	);
	for (const { field, value, at } of rows) await addCorrection(connection, { tenant, contact: into }, { field, value }, Number(at));
	const name = rows.find(({ field }) => field === 'name')?.value;
	const before = name === undefined ? undefined : await readName(connection, tenant, into);
	if (name !== undefined) await connection.run('UPDATE contact SET name = ? WHERE tenant = ? AND id = ?', name, tenant, into);
	const corrections = rows.map(({ field, value }) => ({ field, value }));
	return { corrections, ...(name !== undefined && before !== name && { nameBefore: before ?? null }) };
}

export async function giveBackCorrections(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	{ corrections, nameBefore }: AdoptedCorrections,
): Promise<void> {
	for (const { field, value } of corrections) {
		const count = await connection.run(
			'DELETE FROM contact_correction WHERE tenant = ? AND contact = ? AND field = ? AND value = ?',
			tenant,
			contact,
			field,
			value,
		);
		if (count > 0 && field === 'name' && nameBefore !== undefined)
			await connection.run('UPDATE contact SET name = ? WHERE tenant = ? AND id = ?', nameBefore, tenant, contact);
	}
}

export async function readName(connection: StateConnection, tenant: string, contact: string): Promise<string | null | undefined> {
	const row = await connection.get<{ name: string | null }>('SELECT name FROM contact WHERE tenant = ? AND id = ?', tenant, contact);
	return row?.name;
}
