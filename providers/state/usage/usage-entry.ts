import type { TokenUsage } from '../../../core/ports/models/models';
import type { LedgerEntry } from '../../../core/ports/usage';
import { nano } from './usage-schema';

/** In the order of `toColumns`. */
export const usageColumns = ['input', 'cached', 'cache_write', 'output', 'reasoning', 'tier', 'estimated', 'searches'] as const;

export function toColumns(usage: TokenUsage): [number, number, number, number, number, string | null, number, number] {
	const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0, searches = 0 } = usage;
	const { tier = null, estimated } = usage;
	return [inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, tier, Number(estimated), searches];
}

/** `/first/second/`, so that each name is between slashes; empty without callers. */
export const joinCallers = (callers: string[] = []): string => (callers.length === 0 ? '' : `/${callers.join('/')}/`);

export const originColumns = {
	...({ run: 'run', conversation: 'conversation', person: 'person', api_key: 'key' } as const),
	...({ process: 'process', instance: 'instance', element: 'element', execution: 'execution' } as const),
};
export const agentColumns = { agent_version: 'agentVersion', agent_sha256: 'agentSha256' } as const;
const scopeColumns = { ...originColumns, ...agentColumns, channel: 'channel' } as const;
type ScopeColumn = keyof typeof scopeColumns;

export type CallRow = Pick<LedgerEntry, 'id' | 'at' | 'tenant' | 'agent' | 'host' | 'provider' | 'model' | 'kind' | 'state'> & {
	callers: string;
} & Record<ScopeColumn | 'error_code' | 'price_table', string | null> &
	Record<'input' | 'cached' | 'cache_write' | 'output' | 'reasoning' | 'estimated' | 'duration' | 'searches', number> & {
		tier: TokenUsage['tier'] | null;
		cost: number | null;
	};

export function toEntry(row: CallRow): LedgerEntry {
	const { id, at, tenant, agent, callers, host, provider, model, kind, state } = row;
	const usage: TokenUsage = {
		inputTokens: row.input,
		outputTokens: row.output,
		...(row.cached > 0 && { cachedInputTokens: row.cached }),
		...(row.cache_write > 0 && { cacheWriteTokens: row.cache_write }),
		...(row.reasoning > 0 && { reasoningTokens: row.reasoning }),
		...(row.searches > 0 && { searches: row.searches }),
		...(row.tier && { tier: row.tier }),
		estimated: row.estimated === 1,
	};
	const scope = Object.entries(scopeColumns)
		.map(([column, field]) => [field, row[column as ScopeColumn]] as const)
		.filter(([, value]) => value !== null);
	return {
		id,
		at,
		tenant,
		agent,
		host,
		provider,
		model,
		kind,
		state,
		usage,
		errorCode: row.error_code,
		costUsd: row.cost === null ? null : row.cost / nano,
		priceTable: row.price_table,
		durationMs: row.duration,
		...(callers !== '' && { callers: callers.slice(1, -1).split('/') }),
		...Object.fromEntries(scope),
	};
}
