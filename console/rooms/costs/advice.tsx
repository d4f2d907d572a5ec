import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { formatCost, formatNumber } from '../../words/format';
import { costsWords as words } from './costs-words';

interface Advised {
	kind: 'cheaper-model' | 'caching' | 'batching';
	agent: string | null;
	model: string;
	calls: number;
	costUsd: number;
	savedUsd: number;
	instead?: string;
}

export function Advice({ from }: { from: string }) {
	const { data, problem, isLoading, reload } = useQuery(from, (signal) =>
		call<{ items: Advised[] }>('GET usage/advice', { query: { from }, signal }),
	);
	return (
		<section class="section">
			<h2>{words('advice')}</h2>
			<DataTable
				caption={words('advice')}
				pages={{ items: data?.items, problem, isLoading, reload }}
				keyOf={({ kind, agent, model }) => `${kind} ${agent} ${model}`}
				empty={<Empty title={words('noAdvice')} />}
				columns={[
					{ name: 'instead', title: words('instead'), isMain: true, show: ({ kind, instead }) => instead ?? words(kind) },
					{ name: 'agent', title: words('agent'), show: ({ agent }) => agent ?? words('none') },
					{ name: 'model', title: words('model'), show: ({ model }) => model },
					{ name: 'calls', title: words('calls'), isNumber: true, show: ({ calls }) => formatNumber(calls) },
					{ name: 'cost', title: words('cost'), isNumber: true, show: ({ costUsd }) => formatCost(costUsd) },
					{ name: 'saved', title: words('saved'), isNumber: true, show: ({ savedUsd }) => formatCost(savedUsd) },
				]}
			/>
		</section>
	);
}
