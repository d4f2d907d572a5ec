/** Keys that made or replaced each other, as queries. */

/** The key with a hash, and those that made it, the nearest first. */
export const line = `WITH RECURSIVE line AS (
	SELECT api_key.*, 0 AS depth FROM api_key WHERE hash = ?
	UNION ALL SELECT api_key.*, depth + 1 FROM api_key JOIN line ON line.created_by = 'key:' || api_key.id)`;

/** A key, and those that were made with it. */
export const made = `WITH RECURSIVE made AS (
	SELECT api_key.*, 0 AS depth FROM api_key WHERE tenant = ? AND id = ?
	UNION ALL SELECT api_key.*, depth + 1 FROM api_key JOIN made ON api_key.created_by = 'key:' || made.id)`;

/** The names of a key, of those that made it or that it replaced, and of the persons who made these. */
export const kin = `WITH RECURSIVE kin AS (
	SELECT id, created_by FROM api_key WHERE id = ?
	UNION SELECT api_key.id, api_key.created_by FROM api_key JOIN kin ON kin.created_by = 'key:' || api_key.id OR api_key.replaced_by = kin.id)
	SELECT 'key:' || id AS name FROM kin UNION SELECT created_by FROM kin WHERE created_by LIKE 'oidc:%'`;

/** The keys that were revoked, and those that ended before one of these replaced them. */
export const revoked = `WITH RECURSIVE ended AS (
	SELECT id, revoked_at, revoked_by FROM api_key WHERE revoked_at IS NOT NULL
	UNION SELECT api_key.id, ended.revoked_at, ended.revoked_by FROM api_key JOIN ended ON api_key.replaced_by = ended.id
	WHERE api_key.revoked_at IS NULL AND api_key.expires_at <= ?)
	SELECT id, revoked_at AS "revokedAt", revoked_by AS "revokedBy" FROM ended`;
