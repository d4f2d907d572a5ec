import { useState } from 'preact/hooks';
import type { Problem } from '../../api/problem';
import { type Column, DataTable } from '../../parts/data-table';
import { formatCost, formatDuration, formatNumber, formatShare } from '../../words/format';
import { costsWords as words } from './costs-words';
import type { GroupName, Usage, UsagePage } from './usage';

interface UsageTableProps {
	by: GroupName;
	page?: UsagePage;
	problem?: Problem;
	isLoading: boolean;
	reload: () => void;
}

type Figure = 'cost' | 'runs' | 'success' | 'half' | 'most' | 'calls' | 'tokens';

const values: Record<Figure, (usage: Usage) => number> = {
	cost: ({ costUsd }) => costUsd,
	runs: ({ runs }) => runs ?? 0,
	success: ({ successRate }) => successRate ?? -1,
	half: ({ p50Ms }) => p50Ms ?? -1,
	most: ({ p95Ms }) => p95Ms ?? -1,
	calls: ({ calls }) => calls,
	tokens: ({ inputTokens, outputTokens }) => inputTokens + outputTokens,
};

export function UsageTable({ by, page, problem, isLoading, reload }: UsageTableProps) {
	const [sort, setSort] = useState<{ by: Figure; order: 'asc' | 'desc' }>({ by: 'cost', order: 'desc' });
	const items = page?.items.toSorted((one, other) => (values[sort.by](one) - values[sort.by](other)) * (sort.order === 'asc' ? 1 : -1));
	const number = (name: Figure, show: (usage: Usage) => string): Column<Usage> => ({
		...{ name, title: words(name), show, isNumber: true, isSortable: true },
	});
	return (
		<section class="section">
			<DataTable
				caption={`${words('title')}: ${words(by as 'agent')}`}
				pages={{ items, problem, isLoading, reload }}
				keyOf={({ group }) => JSON.stringify(group)}
				empty={null}
				sort={sort}
				onSort={({ by: chosen, order }) => setSort({ by: chosen as Figure, order })}
				columns={[
					{ name: 'group', title: words(by as 'agent'), isMain: true, show: ({ group }) => group[by] ?? words('none') },
					number('cost', ({ costUsd }) => formatCost(costUsd)),
					number('runs', ({ runs }) => (runs === null ? '–' : formatNumber(runs))),
					number('success', ({ successRate }) => (successRate === null ? '–' : formatShare(successRate))),
					number('half', ({ p50Ms }) => (p50Ms === null ? '–' : formatDuration(p50Ms))),
					number('most', ({ p95Ms }) => (p95Ms === null ? '–' : formatDuration(p95Ms))),
					number('calls', ({ calls }) => formatNumber(calls)),
					number('tokens', ({ inputTokens, outputTokens }) => formatNumber(inputTokens + outputTokens)),
				]}
			/>
			{page?.cursor !== undefined && <p class="quiet">{words('cut', page.items.length)}</p>}
		</section>
	);
}
