import { formatNumber } from '../../../words/format';
import { DataTable } from '../../../parts/data-table';
import { type FunnelRow, stages } from './report';
import { reportWords as words } from './report-words';

export const FunnelTable = ({ rows, total }: { rows: FunnelRow[]; total: number }) => (
	<section>
		<h2>{words('byOrigin')}</h2>
		<DataTable
			caption={words('byOrigin')}
			keyOf={({ origin, agent }) => JSON.stringify([origin, agent])}
			pages={{ items: rows, total, isLoading: false, reload: () => undefined }}
			empty={<p class="talk-nobody">{words('noLeads')}</p>}
			columns={[
				{ name: 'origin', title: words('origin'), isMain: true, show: ({ origin }) => <bdi>{origin ?? words('unknownOrigin')}</bdi> },
				{ name: 'agent', title: words('agent'), show: ({ agent }) => agent ?? words('noAgent') },
				...stages.map((stage) => ({
					...{ name: stage, title: words(`${stage}Stage`), isNumber: true },
					show: (row: FunnelRow) => (row[stage] === null ? words('notKnown') : formatNumber(row[stage])),
				})),
			]}
		/>
	</section>
);
