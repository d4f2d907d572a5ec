import type { TokenUsage } from '../../../core/ports/models/models';
import type { LedgerEntry } from '../../../core/ports/usage';
import { nano } from './usage-schema';

/** The columns of a call's usage, in the order of `toColumns`. */
export const usageColumns = ['input', 'cached', 'cache_write', 'output', 'reasoning', 'tier', 'estimated', 'searches'] as const;

export function toColumns(usage: TokenUsage): [number, number, number, number, number, string | null, number, number] {
	const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0, searches = 0 } = usage;
	const { tier = null, estimated } = usage;
	return [inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, tier, Number(estimated), searches];
}

/** `/first/second/`, so that each name can be found between two slashes; empty for an agent that no other one called. */
export const joinCallers = (callers: string[] = []): string => (callers.length === 0 ? '' : `/${callers.join('/')}/`);

export type CallRow = Pick<LedgerEntry, 'id' | 'at' | 'tenant' | 'agent' | 'host' | 'provider' | 'model' | 'kind' | 'state'> & {
	callers: string;
} & Record<
		| 'run'
		| 'conversation'
		| 'person'
		| 'api_key'
		| 'agent_version'
		| 'agent_sha256'
		| 'process'
		| 'instance'
		| 'element'
		| 'execution'
		| 'channel',
		string | null
	> &
	Record<'error_code' | 'price_table', string | null> &
	Record<'input' | 'cached' | 'cache_write' | 'output' | 'reasoning' | 'estimated' | 'duration' | 'searches', number> & {
		tier: TokenUsage['tier'] | null;
		cost: number | null;
	};

export function toEntry(row: CallRow): LedgerEntry {
	const {
		id,
		at,
		tenant,
		agent,
		callers,
		host,
		provider,
		model,
		kind,
		state,
		run,
		conversation,
		person,
		process,
		instance,
		element,
		execution,
		channel,
	} = row;
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
	const origin = Object.entries({
		...{ run, conversation, person, process, instance, element, execution, channel },
		key: row.api_key,
		...{ agentVersion: row.agent_version, agentSha256: row.agent_sha256 },
	}).filter(([, value]) => value !== null);
	return {
		...{ id, at, tenant, agent, host, provider, model, kind, state, usage },
		errorCode: row.error_code,
		costUsd: row.cost === null ? null : row.cost / nano,
		priceTable: row.price_table,
		durationMs: row.duration,
		...(callers !== '' && { callers: callers.slice(1, -1).split('/') }),
		...Object.fromEntries(origin),
	};
}
