import * as Type from 'typebox/type';
import { LoopYielder } from '../../../core/base/async/loop-yielder';
import { closed, optional } from '../../../core/base/shape';
import { type CsvColumn, csvHead, csvLine } from '../../../core/base/text/csv-lines';
import type { UsageDimension } from '../../../core/ports/usage';
import { operation, type OperationContext } from '../operation';
import type { JoinedTotal } from './join-runs';
import { addUp, byDay, maxGroups, scope, tag, usageFilter } from './usage';
import type { UsagePlace } from './usage-place';

const numbers = [
	...(['calls', 'failed', 'open', 'lost', 'inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'outputTokens'] as const),
	...(['reasoningTokens', 'searches', 'costUsd', 'unpriced', 'estimated'] as const),
	...(['runs', 'failedRuns', 'successRate', 'p50Ms', 'p95Ms', 'p99Ms'] as const),
];

/** Lists the columns of the export: what the totals are grouped by, and then each figure. */
export const usageColumns = (by: UsageDimension[]): Array<CsvColumn<JoinedTotal>> => [
	...by.map((name): CsvColumn<JoinedTotal> => ({ name, value: ({ group }) => group[name] ?? null })),
	...numbers.map((name): CsvColumn<JoinedTotal> => ({ name, value: (total) => total[name] })),
];

export const exportUsage = operation({
	summary: 'Export the usage of models and the runs of agents, with all groups, as CSV (RFC 4180)',
	...{ tag, method: 'GET', path: 'usage/export', scope, inBackground: 'repeatable', maxAtOnce: 2, mediaType: 'text/csv' },
	input: { query: closed(optional(usageFilter)) },
	refusals: { 413: `There are more than ${maxGroups} groups` },
	output: Type.String({ description: 'A line of names, and one for each group. No cell is a formula.' }),
	/** @throws TroupeError INPUT_TOO_LARGE */
	async perform({ by = byDay, ...filter }, { host, signal }: OperationContext<UsagePlace>) {
		const columns = usageColumns(by);
		const lines = [csvHead(columns)];
		const pace = new LoopYielder();
		for (const total of await addUp({ by, ...filter }, host, signal)) {
			if (pace.isDue()) await pace.rest();
			signal.throwIfAborted();
			lines.push(csvLine(columns, total));
		}
		return lines.map((line) => `${line}\n`).join('');
	},
});
