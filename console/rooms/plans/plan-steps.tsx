import { DataTable } from '../../parts/data-table';
import type { Plan, StepNote } from './plan';
import { TitledList } from './titled-list';
import { plansWords as words } from './plans-words';
import { sayCost } from './say-cost';

export function PlanSteps({ plan: { explanation } }: { plan: Plan }) {
	if (!explanation) return null;
	const { summary, supposed, steps, cost, risks, unsupported, undrawn = [], missing = [] } = explanation;
	return (
		<section class="card plan-part" aria-labelledby="steps">
			<h2 id="steps">{words('steps')}</h2>
			<p>{summary}</p>
			<p>
				{words('costOfOne')}: <strong>{sayCost(cost)}</strong>
			</p>
			<TitledList title={words('missing')} items={missing} />
			<TitledList title={words('undrawn')} items={undrawn.map(({ text }) => text)} />
			<TitledList title={words('supposed')} items={supposed} />
			<TitledList title={words('risks')} items={risks} />
			<TitledList title={words('unsupported')} items={unsupported} />
			<DataTable
				caption={words('steps')}
				pages={{ items: steps, isLoading: false, reload: () => undefined }}
				keyOf={({ id }) => id}
				empty={null}
				columns={[
					{ name: 'step', title: words('step'), isMain: true, show: Name },
					{ name: 'who', title: words('who'), show: Who },
					{ name: 'data', title: words('data'), show: Data },
					{ name: 'risks', title: words('risks'), show: Risks },
					{ name: 'cost', title: words('cost'), show: ({ cost: its }) => its && sayCost(its) },
				]}
			/>
		</section>
	);
}

const Name = ({ name, why }: StepNote) => (
	<>
		<strong>{name}</strong>
		<span class="quiet plan-why">{why}</span>
	</>
);

const Who = ({ who, weak, credentials = [], given = [], others }: StepNote) => (
	<>
		{who}
		{weak !== undefined && <span class="plan-why">{words('weak', weak)}</span>}
		{credentials.length > 0 && <strong class="plan-why">{words('withCredential', credentials.join(', '))}</strong>}
		{given.length > 0 && (
			<ul>
				{given.map((one) => (
					<li key={one}>{one}</li>
				))}
			</ul>
		)}
		{others.length > 0 && (
			<details>
				<summary>{words('others', others.length)}</summary>
				<ul>
					{others.map((one) => (
						<li key={one.name}>
							{one.name}: {one.purpose}
						</li>
					))}
				</ul>
			</details>
		)}
	</>
);

const Data = ({ reads, writes, personal }: StepNote) => (
	<>
		{[...new Set([...reads, ...writes])].join(', ')}
		{personal.length > 0 && <strong class="plan-why">{words('personal', personal.join(', '))}</strong>}
	</>
);

const Risks = ({ risks, decides }: StepNote) => (
	<>
		{risks.join(' ')}
		{decides !== undefined && (
			<span class="plan-why">
				{words('decides')}: {decides}
			</span>
		)}
	</>
);
