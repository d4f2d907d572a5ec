import type { CallPattern } from '../../../core/ports/usage';
import type { StateConnection } from '../../database/state-database';

/** Min tokens that providers cache. */
const minCached = 1024;
/** Min lifetime of a provider's cache, in milliseconds. */
const cacheMs = 5 * 60_000;

const total = (sum: string, name: string) => `CAST(SUM(${sum}) AS BIGINT) AS "${name}"`;
const least = `CASE WHEN input < before THEN input ELSE before END`;
const isRepeated = `before >= ${minCached} AND at - before_at < ${cacheMs}`;

/** An agent resends its conversation with each call of a run. */
const statement = `
	SELECT agent, provider, model, kind, in_conversation AS "isConversation", CAST(COUNT(*) AS BIGINT) AS calls,
		${total('input', 'inputTokens')}, ${total('cached', 'cachedInputTokens')}, ${total('cache_write', 'cacheWriteTokens')},
		${total('output', 'outputTokens')},
		${total(`CASE WHEN ${isRepeated} AND ${least} > cached THEN ${least} - cached ELSE 0 END`, 'repeatedTokens')},
		${total(`CASE WHEN cached > 0 OR cache_write > 0 THEN 0 WHEN ${isRepeated} THEN input - ${least} WHEN later IS NOT NULL THEN input ELSE 0 END`, 'writtenTokens')}
	FROM (
		SELECT agent, provider, model, kind, at, input, cached, cache_write, output, CASE WHEN conversation IS NULL THEN 0 ELSE 1 END AS in_conversation,
			CASE WHEN run IS NULL THEN NULL ELSE LAG(input) OVER same_run END AS before,
			CASE WHEN run IS NULL THEN NULL ELSE LAG(at) OVER same_run END AS before_at,
			CASE WHEN run IS NULL THEN NULL ELSE LEAD(at) OVER same_run END AS later
		FROM usage_call
		WHERE state = 'ok' AND at >= ? AND price_table LIKE 'litellm %' AND (tier IS NULL OR tier = 'standard') AND (? = 1 OR tenant = ?)
		WINDOW same_run AS (PARTITION BY run, conversation, agent, provider, model ORDER BY id)
	) AS calls_of_runs
	GROUP BY agent, provider, model, kind, in_conversation`;

export async function readPatterns(connection: StateConnection, from: number, tenant?: string): Promise<CallPattern[]> {
	const rows = await connection.all<CallPattern & { isConversation: unknown }>(statement, from, tenant === undefined ? 1 : 0, tenant ?? '');
	return rows.map((row) => ({ ...row, isConversation: Number(row.isConversation) === 1 }));
}
