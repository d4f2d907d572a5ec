import { formatCost, formatNumber, formatShare } from '../../words/format';
import type { ShownRun, StepOf } from './run';
import { runWords as words } from './run-words';
import { trailWords } from './trail-words';

export function RunCosts({ run: { steps = [], usage } }: { run: ShownRun }) {
	const calls = steps.filter((step): step is StepOf<'model'> & (typeof steps)[number] => step.kind === 'model' && step.model !== null);
	if (calls.length === 0 || !usage) return null;
	const whole = usage.costUsd ?? 0;
	return (
		<section class="card" aria-labelledby="costs">
			<h2 id="costs">{words('costs')}</h2>
			<table class="table plain">
				<thead>
					<tr>
						<th scope="col">{words('model')}</th>
						<th scope="col" class="number">
							{words('tokens')}
						</th>
						<th scope="col" class="number">
							{words('cost')}
						</th>
						<th scope="col" class="number">
							{words('share')}
						</th>
					</tr>
				</thead>
				<tbody>
					{calls.slice(0, maxRows).map(({ model, purpose, usage: used, costUsd, team }, index) => (
						<tr key={index}>
							<td class="main" data-title={words('model')}>
								{team && `${team.agent}: `}
								{trailWords(purpose)} · {model}
							</td>
							<td class="number" data-title={words('tokens')}>
								{used ? formatNumber(used.inputTokens + used.outputTokens) : ''}
							</td>
							<td class="number" data-title={words('cost')}>
								{costUsd === null ? words('unpriced') : formatCost(costUsd)}
							</td>
							<td class="number" data-title={words('share')}>
								{costUsd !== null && whole > 0 ? formatShare(costUsd / whole) : ''}
							</td>
						</tr>
					))}
				</tbody>
				<tfoot>
					<tr>
						<th scope="row">{words('sum')}</th>
						<td class="number" data-title={words('tokens')}>
							{formatNumber(usage.inputTokens + usage.outputTokens)}
						</td>
						<td class="number" data-title={words('cost')}>
							{sayCost(usage)}
						</td>
						<td />
					</tr>
				</tfoot>
			</table>
		</section>
	);
}

const maxRows = 200;

export function sayCost({ costUsd, costIsPartial }: NonNullable<ShownRun['usage']>): string {
	if (costUsd === null) return words('unpriced');
	return costIsPartial ? `${formatCost(costUsd)} (${words('partial')})` : formatCost(costUsd);
}
