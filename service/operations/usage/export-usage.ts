import { closed, optional } from '../../../core/base/shape';
import type { CsvColumn } from '../../../core/base/text/csv-lines';
import type { UsageDimension } from '../../../core/ports/usage';
import { readPeriod } from '../../http/read-time';
import { exported, exportRows, format, nameExport } from '../export/export-rows';
import { operation, type OperationContext } from '../operation';
import type { Reaching } from '../reach';
import type { JoinedTotal } from './join-runs';
import { addUp, byDay, maxGroups, scope, tag, usageFilter } from './usage';
import type { UsagePlace } from './usage-place';

const numbers = [
	...(['calls', 'failed', 'open', 'lost', 'inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'outputTokens'] as const),
	...(['reasoningTokens', 'searches', 'costUsd', 'unpriced', 'estimated'] as const),
	...(['runs', 'failedRuns', 'successRate', 'p50Ms', 'p95Ms', 'p99Ms'] as const),
];

export const usageColumns = (by: UsageDimension[]): Array<CsvColumn<JoinedTotal>> => [
	...by.map((name): CsvColumn<JoinedTotal> => ({ name, value: ({ group }) => group[name] ?? null })),
	...numbers.map((name): CsvColumn<JoinedTotal> => ({ name, value: (total) => total[name] })),
];

export const exportUsage = operation({
	summary: 'Export the usage of models and the runs of agents, with all groups, as CSV (RFC 4180) or JSON',
	tag,
	method: 'GET',
	path: 'usage/export',
	scope,
	inBackground: 'repeatable',
	maxAtOnce: 2,
	mediaType: 'by-format',
	input: { query: closed(optional({ ...usageFilter, format })) },
	refusals: { 413: `There are more than ${maxGroups} groups` },
	output: exported,
	about: ({ by = byDay, ...input }) => nameExport(`usage-${by.join('-')}`, input),
	check: ({ from, to }) => void readPeriod({ from, to }),
	/** @throws TroupeError INPUT_TOO_LARGE */
	async perform({ by = byDay, format: wanted, ...filter }, context: OperationContext<UsagePlace & Partial<Reaching>>) {
		const rows = await addUp({ by, ...filter }, context.host, context.signal);
		return exportRows(rows, { columns: usageColumns(by), format: wanted, unit: 'group', maxRows: maxGroups }, context);
	},
});
