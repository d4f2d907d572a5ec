import type { CredentialRecord, CredentialStore, SealedCredential } from '../../../core/ports/access/credentials';
import { type Clock, systemClock } from '../../../core/ports/host';
import { everyTenant, type StateConnection, type StateDatabaseOptions } from '../../database/state-database';
import { credentialSchema } from './credential-schema';
import { noAudit, type NoteAct, openAuditedDatabase, type OpenAuditKeys } from '../audit/audited-database';

const facts = `tenant, name, type, provider, test_url AS "testUrl", revision, created_at AS "createdAt", changed_at AS "changedAt",
	changed_by AS "changedBy", token_ends_at AS "tokenEndsAt", ends_at AS "endsAt", checked_at AS "checkedAt", problem`;
const secrets = 'sealed, wrapped_key AS "wrappedKey"';

/**
 * Stores credentials in a shared database, opened on first use. SQLite overwrites deleted data. @param place `postgres://…`, or the path of a file
 * @throws TroupeError on use: STORAGE_…
 */
export function openCredentialStore(
	place: string,
	{ clock = systemClock, openAudit = noAudit, ...options }: StateDatabaseOptions & { clock?: Clock; openAudit?: OpenAuditKeys } = {},
): CredentialStore {
	const database = openAuditedDatabase(place, [credentialSchema], openAudit, options);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	const synced = { synced: true };
	return {
		find: (tenant, name) =>
			database.read(tenant, (connection) =>
				connection.get<SealedCredential>(`SELECT ${facts}, ${secrets} FROM credential WHERE tenant = ? AND name = ?`, tenant, name),
			),
		list: (tenant) =>
			database.read(tenant ?? everyTenant, (connection) =>
				tenant === undefined
					? connection.all<CredentialRecord>(`SELECT ${facts} FROM credential ORDER BY tenant, name`)
					: connection.all<CredentialRecord>(`SELECT ${facts} FROM credential WHERE tenant = ? ORDER BY name`, tenant),
			),
		put: (credential, replaces) =>
			database.act(credential.tenant, (connection, note) => put(connection, credential, replaces, note), synced),
		async remove(tenant, name) {
			const removed = await database.act(
				tenant,
				async (connection, note) => {
					const count = await connection.run('DELETE FROM credential WHERE tenant = ? AND name = ?', tenant, name);
					if (count > 0) await note(tenant, { action: 'credential.removed', object: { kind: 'credential', value: name } });
					return count;
				},
				synced,
			);
			// Otherwise the log would keep removed data.
			await database.emptyLog();
			return removed > 0;
		},
		change: ({ tenant, name, revision }, { sealed, wrappedKey, tokenEndsAt, endsAt, changedAt, changedBy = null, checkedAt, problem }) =>
			database.act(
				tenant,
				async (connection, note) => {
					const changed = await connection.run(
						`UPDATE credential SET sealed = ?, wrapped_key = ?, token_ends_at = ?, ends_at = ?, changed_at = ?, revision = revision + 1,
							changed_by = COALESCE(?, changed_by), checked_at = ?, problem = ?, renewed_by = NULL, renewed_until = NULL
						WHERE tenant = ? AND name = ? AND revision = ?`,
						sealed,
						wrappedKey,
						tokenEndsAt,
						endsAt,
						changedAt,
						changedBy,
						checkedAt,
						problem,
						tenant,
						name,
						revision,
					);
					// A token renewed by its service has no actor.
					if (changed > 0 && changedBy !== null)
						await note(tenant, { action: 'credential.updated', by: changedBy, object: { kind: 'credential', value: name } });
					return changed > 0;
				},
				synced,
			),
		reserve: ({ tenant, name, revision }, holder, leaseMs) =>
			database.change(tenant, async (connection) => {
				const time = now(connection);
				const reserved = await connection.run(
					`UPDATE credential SET renewed_by = ?, renewed_until = ?
					WHERE tenant = ? AND name = ? AND revision = ? AND (renewed_by IS NULL OR renewed_until <= ?)`,
					holder,
					time + leaseMs,
					tenant,
					name,
					revision,
					time,
				);
				return reserved > 0;
			}),
		release: ({ tenant, name }, holder) =>
			database.change(tenant, async (connection) => {
				await connection.run(
					'UPDATE credential SET renewed_by = NULL, renewed_until = NULL WHERE tenant = ? AND name = ? AND renewed_by = ?',
					tenant,
					name,
					holder,
				);
			}),
		noteCheck: ({ tenant, name, revision }, at, problem) =>
			database.act(tenant, async (connection, note) => {
				const isNew = 'tenant = ? AND name = ? AND revision = ? AND problem IS NULL';
				const wasFine = await connection.get(`SELECT 1 AS one FROM credential WHERE ${isNew}`, tenant, name, revision);
				await connection.run(
					'UPDATE credential SET checked_at = ?, problem = ? WHERE tenant = ? AND name = ? AND revision = ?',
					at,
					problem,
					tenant,
					name,
					revision,
				);
				if (problem !== null && wasFine)
					await note(tenant, { action: 'credential.tested', outcome: 'failure', object: { kind: 'credential', value: name } });
			}),
		close: () => database.close(),
	};
}

/** Revisions start at the creation time, so that a recreated credential never matches a removed one. */
async function put(connection: StateConnection, credential: SealedCredential, replaces: boolean, note: NoteAct): Promise<boolean> {
	const { tenant, name, type, provider, testUrl, createdAt, changedAt, changedBy, tokenEndsAt, endsAt, sealed, wrappedKey } = credential;
	const known = await connection.get('SELECT 1 AS one FROM credential WHERE tenant = ? AND name = ?', tenant, name);
	const stored = await connection.run(
		`INSERT INTO credential (tenant, name, type, provider, test_url, revision, created_at, changed_at, changed_by, token_ends_at, ends_at,
			sealed, wrapped_key)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
		ON CONFLICT (tenant, name) DO ${
			replaces
				? `UPDATE SET type = ?3, provider = ?4, test_url = ?5, revision = credential.revision + 1,
			changed_at = ?7, changed_by = ?8, token_ends_at = ?9, ends_at = ?10, sealed = ?11, wrapped_key = ?12,
			checked_at = NULL, problem = NULL, renewed_by = NULL, renewed_until = NULL`
				: 'NOTHING'
		}`,
		tenant,
		name,
		type,
		provider,
		testUrl,
		createdAt,
		changedAt,
		changedBy,
		tokenEndsAt,
		endsAt,
		sealed,
		wrappedKey,
	);
	const act = { by: changedBy, object: { kind: 'credential', value: name }, details: { kind: 'terms', value: { type, provider } } };
	if (stored > 0) await note(tenant, { action: known ? 'credential.updated' : 'credential.created', ...act });
	return stored > 0;
}
