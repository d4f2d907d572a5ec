import { useState } from 'preact/hooks';
import { may } from '../../api/session';
import { announce } from '../../parts/announcements';
import { Cost } from '../../parts/cost';
import { Dialog } from '../../parts/dialog';
import { Select, TextField } from '../../parts/fields';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { type Field, type Plan, runTones } from './plan';
import { plansWords as words } from './plans-words';
import type { PlanActs } from './use-plan';

export function PlanRuns({ plan, acts }: { plan: Plan; acts: PlanActs }) {
	const [isOpen, setOpen] = useState(false);
	const { confirmed, runs = [] } = plan;
	if (!confirmed) return null;
	return (
		<section class="card plan-part" aria-labelledby="runs">
			<h2 id="runs">{words('runs')}</h2>
			<ul class="outcomes">
				{runs.map(({ instanceKey, at, state, waitsFor = [], incidents = [], retries = [], cost }, index) => (
					<li key={index}>
						{state && <Status tone={runTones[state]}>{words(state)}</Status>}{' '}
						{instanceKey === undefined ? (
							words('run1')
						) : (
							<Link to={`processes/instances/${instanceKey}`}>{`${words('run1')} ${instanceKey}`}</Link>
						)}{' '}
						<Time at={at} /> {waitsFor.length > 0 && words('waitsFor', waitsFor.join(', '))} {cost !== undefined && <Cost usd={cost} />}
						{incidents.map(({ step, message }) => (
							<span key={step} class="plan-why">
								{step}: {message}
							</span>
						))}
						{retries.map(({ step, message, at: next }) => (
							<span key={step} class="plan-why">
								{words('triedAgain', step)} {next !== undefined && <Time at={next} />} {message}
							</span>
						))}
					</li>
				))}
			</ul>
			{may('process:run') && (
				<p class="actions">
					<button type="button" class="button main" onClick={() => setOpen(true)}>
						{words('run')}
					</button>
				</p>
			)}
			{isOpen && <RunDialog inputs={(confirmed.tree ?? plan.tree)?.inputs ?? []} acts={acts} close={() => setOpen(false)} />}
		</section>
	);
}

function RunDialog({ inputs, acts, close }: { inputs: Field[]; acts: PlanActs; close: () => void }) {
	const [values, setValues] = useState<Record<string, string>>({});
	const set = (name: string) => (value: string) => setValues({ ...values, [name]: value });
	const perform = async () => {
		const variables = inputs.flatMap((field) => {
			const value = readInput(field, values[field.name] ?? '');
			return value === undefined ? [] : [[field.name, value] as const];
		});
		await acts.perform('run', { variables: Object.fromEntries(variables) });
		announce(words('started'));
	};
	return (
		<Dialog title={words('runTitle')} action={words('run')} perform={perform} close={close}>
			{inputs.map((field) => {
				const props = { key: field.name, label: field.label ?? field.name, value: values[field.name] ?? '', onChange: set(field.name) };
				const options =
					field.type === 'boolean'
						? [
								{ value: 'true', text: words('yes') },
								{ value: 'false', text: words('no') },
							]
						: field.options?.map((value) => ({ value, text: value }));
				if (options) return <Select {...props} options={[{ value: '', text: '' }, ...options]} />;
				const type = field.type === 'number' ? 'number' : field.type === 'date' ? 'date' : 'text';
				return <TextField {...props} type={type} required={field.required !== false} {...(type === 'number' && { step: 'any' })} />;
			})}
		</Dialog>
	);
}

/** Reads typed text for a field; undefined if empty. Lists use commas, objects JSON. */
function readInput({ type }: Pick<Field, 'type'>, typed: string): unknown {
	const text = typed.trim();
	if (text === '') return undefined;
	switch (type) {
		case 'number':
			return Number(text);
		case 'boolean':
			return text === 'true';
		case 'list':
			return text.startsWith('[') ? readJson(text) : text.split(',').map((part) => part.trim());
		case 'object':
		case 'file':
			return readJson(text);
		default:
			return text;
	}
}

/** Invalid JSON is sent as text: the service explains the fault. */
function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
