import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { Fault } from '../../parts/fault';
import { formatCost, formatNumber } from '../../words/format';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';

export interface ElementCost {
	group: { element?: string | null };
	calls: number;
	inputTokens: number;
	outputTokens: number;
	costUsd: number;
}

interface Usage {
	items: ElementCost[];
	total: ElementCost | null;
}

/** Shows what each element has cost, as the ledger has it; the sum is the ledger's own. */
export const useCosts = (key: string, isWanted: boolean, turn: string) =>
	useQuery(
		`${key} ${turn}`,
		isWanted ? (signal: AbortSignal) => call<Usage>('GET usage', { query: { by: 'element', instance: key }, signal }) : undefined,
	);

export function InstanceCosts({ shown: { instance, elements }, select }: InstancePartProps) {
	const { data, problem, reload } = useCosts(instance.processInstanceKey, true, `${elements.length} ${instance.state}`);
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
									{formatCost(data.total.costUsd)}
								</td>
							</tr>
						</tfoot>
					)}
				</table>
			)}
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
			{formatCost(costUsd)}
		</td>
	</tr>
);
