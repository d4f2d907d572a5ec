import type { FieldChange, Plan } from './plan';
import { plansWords as words } from './plans-words';

const maxText = 300;

export function PlanChanges({ changes: { blocks, plan } }: { changes: NonNullable<Plan['changes']> }) {
	return (
		<ul class="plan-changes">
			{blocks.map(({ id, name, change, fields = [] }) => (
				<li key={`${change} ${id}`}>
					<bdi>{name}</bdi> <span class="quiet">{words(change)}</span>
					<Fields fields={fields} />
				</li>
			))}
			{plan.length > 0 && (
				<li>
					{words('plan')} <span class="quiet">{words('changed')}</span>
					<Fields fields={plan} />
				</li>
			)}
		</ul>
	);
}

const Fields = ({ fields }: { fields: FieldChange[] }) => (
	<>
		{fields.map(({ field, from, to }) => (
			<span key={field} class="plan-why">
				<code>{field}</code> {from !== undefined && <del>{toText(from)}</del>} {to !== undefined && <ins>{toText(to)}</ins>}
			</span>
		))}
	</>
);

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, maxText);
