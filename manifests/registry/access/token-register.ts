import { keptMs } from '../../../core/base/privacy/kept-classes';
import { toIso } from '../../../core/base/iso-time';
import { personName } from '../../trust/count-approvals';
import type { Change } from '../changes/change';
import { checkReason, invalid } from '../changes/request-fields';
import type { AccessToken, RevokeTokens } from '../registry-api';
import type { AccessTokenRow, Connection, Database } from '../store/tables';
import { subjectPattern, tokenIdPattern, type Grant } from './access-claims';

/** Min interval between notes of a token's use. */
export const noteEveryMs = 3_600_000;
const columns = ['id', 'subject', 'scopes', 'issued', 'expires', 'last_used_at', 'revoked_at', 'revoked_by', 'reason'] as const;
const keepExpiredMs = keptMs('accessToken');
const maxTokens = 10_000;

export async function listTokens(connection: Database | Connection, nowMs: number): Promise<AccessToken[]> {
	const rows = await connection
		.selectFrom('access_tokens')
		.select(columns)
		.where((where) => where.or([where('expires', '=', 0), where('expires', '>', Math.floor((nowMs - keepExpiredMs) / 1000))]))
		.orderBy('subject')
		.orderBy('expires')
		.limit(maxTokens)
		.execute();
	return rows.map(toToken);
}

/** Revokes one token by id, even unused, or all earlier tokens of a subject. */
export async function revokeTokens(change: Change, request: RevokeTokens): Promise<AccessToken[]> {
	checkReason(request);
	const { id, subject, reason } = request;
	if ((id === undefined) === (subject === undefined)) throw invalid('id', 'and `subject` are both there or both missing', 'one of the two');
	if (id !== undefined && !tokenIdPattern.test(id)) throw invalid('id', 'is wrong', 'the id of a token: letters, digits, . _ : and -');
	if (subject !== undefined && !subjectPattern.test(subject)) throw invalid('subject', 'is wrong', 'a text of 1 to 200 characters');
	if (subject !== undefined) await endSubject(change, subject, reason);
	const revoked = await selectTokens(change, request);
	if (id !== undefined && revoked.length === 0) revoked.push(emptyRow(id));
	const result: AccessTokenRow[] = [];
	for (const row of revoked) {
		const next =
			row.revoked_at === null ? { ...row, revoked_at: change.at, revoked_by: change.caller.subject, reason: reason ?? null } : row;
		await change.connection
			.insertInto('access_tokens')
			.values(next)
			.onConflict((one) => one.columns(['id']).doUpdateSet(next))
			.execute();
		result.push(next);
	}
	change.note({ tokens: result.length, subject: subject ?? result[0]?.subject ?? '', ...(reason !== undefined && { reason }) });
	return result.map(toToken);
}

async function endSubject({ connection, nowMs, at, caller }: Change, subject: string, reason?: string): Promise<void> {
	// Also refuses a token issued later in this second: tokens have only seconds.
	const row = { until: Math.floor(nowMs / 1000), at, revoked_by: caller.subject, reason: reason ?? null };
	await connection
		.insertInto('revoked_subjects')
		.values({ subject: personName(subject), ...row })
		.onConflict((one) => one.columns(['subject']).doUpdateSet(row))
		.execute();
}

async function selectTokens({ connection, nowMs }: Change, { id, subject }: RevokeTokens): Promise<AccessTokenRow[]> {
	const query = connection.selectFrom('access_tokens').select(columns);
	if (id !== undefined) return query.where('id', '=', id).execute();
	const rows = await query
		.where('expires', '>', Math.floor(nowMs / 1000))
		.limit(maxTokens)
		.execute();
	return rows.filter((row) => personName(row.subject) === personName(subject ?? ''));
}

const emptyRow = (id: string): AccessTokenRow => ({
	id,
	subject: '',
	scopes: '',
	issued: 0,
	expires: 0,
	last_used_at: null,
	revoked_at: null,
	revoked_by: null,
	reason: null,
});

/** No visible change, so no audit entry. */
export async function noteUse({ connection, at, nowMs }: Change, { id, issuedAt = 0, caller, scopes, expiresAt }: Grant): Promise<void> {
	if (id === undefined) return;
	const { count } = await connection
		.selectFrom('access_tokens')
		.select((expression) => expression.fn.countAll().as('count'))
		.executeTakeFirstOrThrow();
	if (Number(count) >= maxTokens)
		await connection
			.deleteFrom('access_tokens')
			.where('expires', '>', 0)
			.where('expires', '<=', Math.floor(nowMs / 1000))
			.execute();
	const used = {
		subject: caller.subject,
		scopes: [...scopes].join(' '),
		issued: issuedAt,
		expires: Math.floor(expiresAt / 1000),
		last_used_at: at,
	};
	await connection
		.insertInto('access_tokens')
		.values({ ...emptyRow(id), ...used })
		.onConflict((one) => one.columns(['id']).doUpdateSet(used))
		.execute();
}

function toToken(row: AccessTokenRow): AccessToken {
	const tell = (seconds: number) => (Number(seconds) === 0 ? undefined : toIso(Number(seconds) * 1000));
	const fields = {
		issuedAt: tell(row.issued),
		expiresAt: tell(row.expires),
		lastUsedAt: row.last_used_at,
		revokedAt: row.revoked_at,
		revokedBy: row.revoked_by,
		reason: row.reason,
	};
	const there = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
	return { id: row.id, subject: row.subject, scopes: row.scopes.split(' ').filter(Boolean), ...there };
}
