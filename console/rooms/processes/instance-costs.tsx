import { useEffect } from 'preact/hooks';
import { call } from '../../api/call';
import { type Loaded, useQuery } from '../../api/use-query';
import { Cost } from '../../parts/cost';
import { Fault } from '../../parts/fault';
import { formatNumber } from '../../words/format';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';
import type { ShownInstance } from './use-instance';

interface ElementCost {
	group: { element?: string | null };
	calls: number;
	inputTokens: number;
	outputTokens: number;
	costUsd: number;
	unpriced: number;
}

export interface ElementCosts {
	items: ElementCost[];
	total: ElementCost | null;
}

export function useCosts(key: string, isWanted: boolean, shown: ShownInstance | undefined): Loaded<ElementCosts> {
	const query = { by: 'element', instance: key, limit: maxElements };
	const loaded = useQuery(key, isWanted ? (signal: AbortSignal) => call<ElementCosts>('GET usage', { query, signal }) : undefined);
	// Models also cost between events of elements.
	useEffect(() => void (loaded.data && loaded.reload()), [shown]);
	return loaded;
}

/** Max of one answer of the ledger; no model has more elements. */
const maxElements = 10_000;

export function InstanceCosts({
	costs: { data, problem, reload },
	select,
}: Pick<InstancePartProps, 'select'> & { costs: Loaded<ElementCosts> }) {
	const items = (data?.items ?? []).filter(({ calls }) => calls > 0).sort((one, other) => other.costUsd - one.costUsd);
	return (
		<section class="card" aria-labelledby="costs">
			<h2 id="costs">{words('costs')}</h2>
			{problem && <Fault problem={problem} retry={reload} />}
			{data && items.length === 0 && <p class="quiet">{words('costsNone')}</p>}
			{items.length > 0 && (
				<table class="table">
					<thead>
						<tr>
							<th scope="col">{words('element')}</th>
							<th scope="col" class="number">
								{words('tokens')}
							</th>
							<th scope="col" class="number">
								{words('cost')}
							</th>
						</tr>
					</thead>
					<tbody>
						{items.map((one) => (
							<CostRow key={one.group.element ?? ''} cost={one} select={select} />
						))}
					</tbody>
					{data?.total && (
						<tfoot>
							<tr>
								<th scope="row">{words('sum')}</th>
								<td class="number" data-title={words('tokens')}>
									{formatNumber(data.total.inputTokens + data.total.outputTokens)}
								</td>
								<td class="number" data-title={words('cost')}>
									<Cost usd={data.total.costUsd} />
								</td>
							</tr>
						</tfoot>
					)}
				</table>
			)}
			{data?.total && data.total.unpriced > 0 && <p class="quiet">{words('unpriced', data.total.unpriced)}</p>}
		</section>
	);
}

const CostRow = ({
	cost: { group, inputTokens, outputTokens, costUsd },
	select,
}: { cost: ElementCost } & Pick<InstancePartProps, 'select'>) => (
	<tr>
		<td class="main" data-title={words('element')}>
			{group.element ? (
				<button type="button" class="button plain name" onClick={() => select(group.element!)}>
					{group.element}
				</button>
			) : (
				words('unknownElement')
			)}
		</td>
		<td class="number" data-title={words('tokens')}>
			{formatNumber(inputTokens + outputTokens)}
		</td>
		<td class="number" data-title={words('cost')}>
			<Cost usd={costUsd} />
		</td>
	</tr>
);
