import { nameOf, valueOf } from '../../core/audit/audit-query';
import type { ReadLeaf } from '../../core/audit/audit-query';
import { keptMs } from '../../core/base/privacy/kept-classes';
import { TroupeError } from '../../core/base/errors';
import type { ApiKey, ApiKeyChange, ApiKeyStore, EndedKey, UsedKey } from '../../core/ports/access/api-keys';
import { everyTenant, type StateConnection } from '../database/state-database';
import { accessSchema } from './access-schema';
import { type AuditedDatabase, type NoteAct, openAuditedDatabase, type OpenAuditKeys } from './audit/audited-database';
import type { Act } from './audit/audited-database';
import { searchAudit } from './audit/search-audit';
import type { ListedEntry } from './audit/search-audit';
import { sequenceAudit } from './audit/sequence-audit';

/** The key with a hash and its makers, nearest first. */
const line = `WITH RECURSIVE line AS (
	SELECT api_key.*, 0 AS depth FROM api_key WHERE hash = ?
	UNION ALL SELECT api_key.*, depth + 1 FROM api_key JOIN line ON line.created_by = 'key:' || api_key.id)`;

const made = `WITH RECURSIVE made AS (
	SELECT api_key.*, 0 AS depth FROM api_key WHERE tenant = ? AND id = ?
	UNION ALL SELECT api_key.*, depth + 1 FROM api_key JOIN made ON api_key.created_by = 'key:' || made.id)`;

const kin = `WITH RECURSIVE kin AS (
	SELECT id, created_by FROM api_key WHERE id = ?
	UNION SELECT api_key.id, api_key.created_by FROM api_key JOIN kin ON kin.created_by = 'key:' || api_key.id OR api_key.replaced_by = kin.id)
	SELECT 'key:' || id AS name FROM kin UNION SELECT created_by FROM kin WHERE created_by LIKE 'oidc:%'`;

/** Revoked keys, without sessions that were left, and those that expired before a revoked key replaced them. */
const revoked = `WITH RECURSIVE ended AS (
	SELECT id, revoked_at, revoked_by FROM api_key WHERE revoked_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM api_key_session_left WHERE api_key_session_left.key = id)
	UNION SELECT api_key.id, ended.revoked_at, ended.revoked_by FROM api_key JOIN ended ON api_key.replaced_by = ended.id
	WHERE api_key.revoked_at IS NULL AND api_key.expires_at <= ?)
	SELECT id, revoked_at AS "revokedAt", revoked_by AS "revokedBy" FROM ended`;

/** Max keys of a tenant, including recently ended ones. */
const maxKeys = 1_000;
/** Ended keys are listed this long. Their changes stay. */
const keepEndedMs = keptMs('key');
const columns = `id, tenant, name, role, scopes, allow_from AS "allowFrom", rate, created_at AS "createdAt", created_by AS "createdBy",
	expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt", revoked_by AS "revokedBy", replaced_by AS "replacedBy",
	EXISTS (SELECT 1 FROM api_key_session WHERE api_key_session.key = id) AS "isSession"`;
const boundTo = '(SELECT bound_to FROM api_key_session_token WHERE api_key_session_token.key = id) AS "boundTo"';
const besides = ['api_key_address', 'api_key_session', 'api_key_session_token', 'api_key_session_left'];

/**
 * Stores API keys in a database shared by all processes; opened on first use. @param place `postgres://…`, or the path of a file @throws TroupeError
 * on use: STORAGE_…
 */
export function openApiKeyStore(place: string, openKeys: OpenAuditKeys): ApiKeyStore {
	const database = openAuditedDatabase(place, [accessSchema], openKeys);
	const change = <Result>(tenant: string, work: (connection: StateConnection, note: NoteAct) => Promise<Result>) =>
		database.act(tenant, work, { turn: tenant, synced: true });
	return {
		find: (hash) =>
			database.read(everyTenant, async (connection) =>
				toUsed(await connection.all<LineRow>(`${line} SELECT ${columns}, ${boundTo} FROM line ORDER BY depth`, hash)),
			),
		list: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<KeyRow>(
					// Dozens of sessions end each day; they must not hide working keys.
					`SELECT ${columns} FROM api_key WHERE tenant = ?1
					ORDER BY revoked_at IS NOT NULL OR COALESCE(expires_at < ?2, FALSE), created_at DESC, id LIMIT ?3`,
					tenant,
					Date.now(),
					maxKeys,
				);
				return endWithMakers(rows.map(toKey));
			}),
		listKin: (id) =>
			database.read(everyTenant, async (connection) => (await connection.all<{ name: string }>(kin, id)).map(({ name }) => name)),
		listRevoked: (at) => database.read(everyTenant, async (connection) => connection.all<EndedKey>(revoked, at)),
		add: (key, hash, { reason, by = key.createdBy, boundTo: token } = {}) =>
			change(key.tenant, async (connection, note) => {
				await insert(connection, key, hash);
				if (token !== undefined)
					await connection.run('INSERT INTO api_key_session_token (tenant, key, bound_to) VALUES (?, ?, ?)', key.tenant, key.id, token);
				const details = { ...describe(key), ...(reason !== undefined && { reason }) };
				await note(key.tenant, describeKey('created', { by, at: key.createdAt }, key.id, details));
			}),
		rotate: (id, next, hash, endsAt, by = next.createdBy) =>
			change(next.tenant, async (connection, note) => {
				const ended = await connection.run(
					`UPDATE api_key SET replaced_by = ?1, expires_at = CASE WHEN expires_at < ?2 THEN expires_at ELSE ?2 END
					WHERE tenant = ?3 AND id = ?4 AND revoked_at IS NULL AND replaced_by IS NULL AND (expires_at IS NULL OR expires_at > ?5)`,
					next.id,
					endsAt,
					next.tenant,
					id,
					next.createdAt,
				);
				if (ended === 0) throw conflict(`The key ${id} has ended or was rotated before.`, 'Create a new key: `troupe key create`.');
				await insert(connection, next, hash);
				const details = { next: next.id, endsAt: new Date(endsAt).toISOString() };
				await note(next.tenant, describeKey('rotated', { by, at: next.createdAt }, id, details));
			}),
		revoke: (tenant, id, { actor, at }, reason, isLeft = false) =>
			database.act(
				everyTenant,
				async (connection, note) => {
					const all = await connection.all<Made>(
						`${made} SELECT id, tenant, revoked_at AS revoked, ${sessionOf('api_key_session')} AS "isSession",
						${sessionOf('api_key_session_left')} AS "wasLeft" FROM made ORDER BY depth, id`,
						tenant,
						id,
					);
					if (all.length === 0) throw unknown(id, tenant);
					// Work begun in a session that was left ends now.
					const isAgain = !isLeft && all[0]!.isSession;
					const ended = all.filter(({ revoked, wasLeft }) => revoked === null || (isAgain && wasLeft));
					for (const key of ended) {
						await connection.run('UPDATE api_key SET revoked_at = ?, revoked_by = ? WHERE id = ?', at, actor, key.id);
						await connection.run('DELETE FROM api_key_session_left WHERE tenant = ? AND key = ?', key.tenant, key.id);
						if (isLeft && key.isSession)
							await connection.run('INSERT INTO api_key_session_left (tenant, key) VALUES (?, ?)', key.tenant, key.id);
						const details = { ...(reason !== undefined && { reason }), ...(key.id !== id && { with: id }) };
						await note(key.tenant, describeKey('revoked', { by: actor, at }, key.id, details));
					}
					return { id, revoked: ended.some((key) => key.id === id), made: ended.flatMap((key) => (key.id === id ? [] : [key.id])) };
				},
				{ turn: tenant, synced: true },
			),
		async noteUse({ tenant, id, by }, at, everyMs, address) {
			await noteFirstUse(database, { tenant, id, at, address, by });
			await database.change(tenant, async (connection) => {
				await connection.run(
					'UPDATE api_key SET last_used_at = ?1 WHERE tenant = ?2 AND id = ?3 AND (last_used_at IS NULL OR last_used_at <= ?4)',
					at,
					tenant,
					id,
					at - everyMs,
				);
			});
		},
		async changes(tenant, limit, before) {
			const keys = await openKeys();
			if (!keys) return { items: [] };
			await sequenceAudit(database, tenant, keys);
			const page = await database.read(tenant, (connection) => searchAudit(connection, tenant, { act: 'api_key', limit, before }, keys));
			return { items: page.entries.map(toKeyChange), next: page.next };
		},
		close: () => database.close(),
	};
}

type Made = { id: string; tenant: string; revoked: number | null; isSession: number | boolean; wasLeft: number | boolean };

const sessionOf = (table: string) => `EXISTS (SELECT 1 FROM ${table} WHERE ${table}.key = made.id)`;

function toUsed(rows: LineRow[]): UsedKey | undefined {
	const [key] = endWithMakers(rows.map(toKey));
	if (key === undefined) return undefined;
	const revoked = rows.find(({ revokedAt }) => revokedAt !== null) ?? key;
	const root = rows.at(-1)!;
	const first = rows.findLast(({ rate }) => rate !== null) ?? root;
	const own = rows.find(({ isSession }) => !isSession);
	return {
		...key,
		revokedAt: revoked.revokedAt,
		revokedBy: revoked.revokedBy,
		countedWith: first.id,
		root: root.id,
		// A session without a key was created under the caller's own name.
		actsFor: own ? { subject: `key:${own.id}`, role: own.role } : { subject: root.createdBy, role: null },
		boundTo: rows[0]!.boundTo,
	};
}

/** Ends sessions with the key they act for, even if a replacement ended it early. */
function endWithMakers(keys: ApiKey[]): ApiKey[] {
	const all = new Map(keys.map((key) => [`key:${key.id}`, key]));
	const findEnd = ({ isSession, createdBy, expiresAt }: ApiKey): number => {
		const maker = isSession ? all.get(createdBy) : undefined;
		return Math.min(expiresAt ?? Infinity, maker ? findEnd(maker) : Infinity);
	};
	return keys.map((key) => (key.isSession ? { ...key, expiresAt: toEnd(findEnd(key)) } : key));
}

const toEnd = (at: number): number | null => (at === Infinity ? null : at);

type KeyRow = Omit<ApiKey, 'scopes' | 'allowFrom' | 'isSession'> & { scopes: string; allowFrom: string; isSession: number | boolean };
type LineRow = KeyRow & { boundTo: string | null };

function toKey({ scopes, allowFrom, isSession, ...row }: KeyRow): ApiKey {
	return { ...row, scopes: JSON.parse(scopes) as string[], allowFrom: JSON.parse(allowFrom) as string[], isSession: Boolean(isSession) };
}

async function insert(connection: StateConnection, key: ApiKey, hash: string): Promise<void> {
	const { id, tenant, name, role, scopes, allowFrom, rate, createdAt, createdBy, expiresAt } = key;
	const limit = createdAt - keepEndedMs;
	const ended = 'tenant = ?1 AND (revoked_at < ?2 OR expires_at < ?2)';
	for (const table of besides)
		await connection.run(`DELETE FROM ${table} WHERE tenant = ?1 AND key IN (SELECT id FROM api_key WHERE ${ended})`, tenant, limit);
	await connection.run(`DELETE FROM api_key WHERE ${ended}`, tenant, limit);
	const { count } = (await connection.get<{ count: number }>(
		`SELECT COUNT(*) AS count FROM api_key WHERE tenant = ?1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?2)`,
		tenant,
		createdAt,
	))!;
	if (Number(count) >= maxKeys)
		throw conflict(`The tenant ${tenant} has ${maxKeys} API keys, which is the max.`, 'Use one key for several callers of the same kind.');
	await connection.run(
		`INSERT INTO api_key (id, hash, tenant, name, role, scopes, allow_from, rate, created_at, created_by, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id,
		hash,
		tenant,
		name,
		role,
		JSON.stringify(scopes),
		JSON.stringify(allowFrom),
		rate,
		createdAt,
		createdBy,
		expiresAt,
	);
	if (key.isSession) await connection.run('INSERT INTO api_key_session (tenant, key) VALUES (?, ?)', tenant, id);
}

/** Max distinct addresses of a key; beyond that it counts as used everywhere. */
const maxAddresses = 1_000;

async function noteFirstUse(
	database: AuditedDatabase,
	{ tenant, id, at, address, by }: { tenant: string; id: string; at: number; address: string; by: string },
): Promise<void> {
	const known = 'SELECT 1 AS one FROM api_key_address WHERE tenant = ? AND key = ? AND address = ?';
	// Most uses come from a known address, and need no turn.
	if (await database.read(tenant, (connection) => connection.get(known, tenant, id, address))) return;
	await database.act(tenant, async (connection, note) => {
		const added = await connection.run(
			`INSERT INTO api_key_address (tenant, key, address, at) SELECT ?1, ?2, ?3, ?4
			WHERE (SELECT count(*) FROM api_key_address WHERE tenant = ?1 AND key = ?2) < ${maxAddresses} ON CONFLICT DO NOTHING`,
			tenant,
			id,
			address,
			at,
		);
		if (added > 0) await note(tenant, describeKey('used', { by, at }, id, { address }));
	});
}

function describe({ name, role, scopes, allowFrom, rate, expiresAt }: ApiKey): Record<string, unknown> {
	return {
		name,
		...(role !== null && { role }),
		...(scopes.length > 0 && { scopes }),
		...(allowFrom.length > 0 && { allowFrom }),
		...(rate !== null && { rate }),
		...(expiresAt !== null && { expiresAt: new Date(expiresAt).toISOString() }),
	};
}

const conflict = (message: string, fix: string) => new TroupeError({ code: 'STATE_CONFLICT', message, fix });

const unknown = (id: string, tenant: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `The tenant ${tenant} has no API key ${JSON.stringify(id.slice(0, 80))}.`,
		fix: 'List the keys: `troupe key list`.',
	});

/** The key's name, reasons and addresses can name a person: they go with the key. */
function describeKey(
	done: 'created' | 'rotated' | 'revoked' | 'used',
	who: Required<Pick<Act, 'by' | 'at'>>,
	id: string,
	details: Record<string, unknown>,
): Act {
	return {
		action: `api_key.${done}`,
		...who,
		object: { kind: 'api_key', value: id },
		details: { kind: 'terms', value: details, subject: { kind: 'subject', id: `key:${id}` } },
	};
}

function toKeyChange({ index, leaf, values }: ListedEntry): ApiKeyChange & { id: number } {
	const { at, action, who, object, details } = JSON.parse(leaf) as ReadLeaf;
	return {
		id: index,
		at: Date.parse(at),
		actor: nameOf(valueOf(who, values)) ?? null,
		action,
		key: String(object?.value),
		details: (valueOf(details, values) ?? {}) as Record<string, unknown>,
	};
}
