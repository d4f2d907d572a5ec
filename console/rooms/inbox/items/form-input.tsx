import type { InputHTMLAttributes } from 'preact';
import { useId, useState } from 'preact/hooks';
import { CopyButton } from '../../../parts/copy-button';
import { actWords as words } from '../act-words';
import type { Path } from './enter-values';

/** A field of a form, as `POST user-tasks/KEY/fill` shows it. */
export interface FormField {
	path: Path;
	/** As form-js names it. */
	type: string;
	label: string | null;
	help: string | null;
	value: unknown;
	options: Array<{ value: unknown; label: string }>;
	isRequired: boolean;
	isReadOnly: boolean;
	/** Why its value is refused: each continues `the field …`. */
	problems: string[];
}

interface FormInputProps {
	/** The key of its task. */
	task: string;
	field: FormField;
	/** Its faults are told: the form was sent once, or the field was left. */
	isChecked: boolean;
	onChange: (value: unknown) => void;
}

interface ControlProps {
	id: string;
	disabled: boolean;
	required: boolean;
	'aria-invalid': 'true' | undefined;
	'aria-describedby': string | undefined;
	onBlur: () => void;
}

/** One field of a form, with why its value is refused. */
export function FormInput({ task, field, isChecked, onChange }: FormInputProps) {
	const id = useId();
	const [isLeft, setLeft] = useState(false);
	// What is typed is shown at once; the service says later what it makes of it.
	const [typed, setTyped] = useState<unknown>();
	const isTold = (isChecked || isLeft) && field.problems.length > 0;
	const told = [field.help !== null && `${id}-help`, isTold && `${id}-fault`].filter(Boolean).join(' ');
	const control: ControlProps = {
		...{ id, disabled: field.isReadOnly, required: field.isRequired },
		...{ 'aria-invalid': isTold ? 'true' : undefined, 'aria-describedby': told || undefined, onBlur: () => setLeft(true) },
	};
	const change = (value: unknown) => {
		setTyped(value ?? '');
		onChange(value);
	};
	return (
		<div class="field wide">
			<label for={id}>
				<bdi>{field.label ?? field.path.join('.')}</bdi>
				{field.isRequired && <span aria-hidden="true"> *</span>}
			</label>
			<Control task={task} field={field} value={typed ?? field.value} control={control} change={change} />
			{field.help !== null && (
				<span id={`${id}-help`} class="quiet">
					<bdi>{field.help}</bdi>
				</span>
			)}
			{isTold && (
				<span id={`${id}-fault`} class="field-fault">
					{field.problems.map((one) => (one === 'is required' ? words('required') : one)).join('; ')}
				</span>
			)}
		</div>
	);
}

const single = ['textfield', 'number', 'datetime', 'expression'];

interface PartProps {
	field: FormField;
	value: unknown;
	control: ControlProps;
	change: (value: unknown) => void;
}

function Control({ task, ...part }: PartProps & { task: string }) {
	const { field, value, control, change } = part;
	const { type } = field;
	if (single.includes(type)) return <Line {...part} />;
	if (type === 'textarea')
		return <textarea {...control} rows={4} value={toText(value)} onInput={({ currentTarget }) => change(currentTarget.value)} />;
	if (type === 'checkbox')
		return <input {...control} type="checkbox" checked={value === true} onChange={({ currentTarget }) => change(currentTarget.checked)} />;
	if (type === 'select' || type === 'radio') return <Choice {...part} />;
	if (type === 'checklist' || type === 'taglist') return <Several {...part} />;
	const command = `troupe process complete ${task} --form --variables '{…}'`;
	return (
		<span class="notice">
			{words('notHere')} <code>{command}</code> <CopyButton text={command} />
		</span>
	);
}

/** A number is one as soon as it reads as one; else the service says what is wrong with it. */
function readLine(type: string, text: string): unknown {
	if (type !== 'number') return text;
	if (text.trim() === '') return null;
	return Number.isFinite(Number(text)) ? Number(text) : text;
}

function Line({ field: { type }, value, control, change }: PartProps) {
	const input = {
		...{ ...control, type: 'text', inputMode: type === 'number' ? 'decimal' : undefined, value: toText(value) },
		onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => change(readLine(type, currentTarget.value)),
		// Preact's types want to know the type of the field.
	} as InputHTMLAttributes<HTMLInputElement>;
	return <input {...input} />;
}

function Choice({ field: { options }, value, control, change }: PartProps) {
	const at = options.findIndex((option) => JSON.stringify(option.value) === JSON.stringify(value));
	return (
		<select
			{...control}
			value={at < 0 ? '' : String(at)}
			onChange={({ currentTarget }) => change(currentTarget.value === '' ? null : options[Number(currentTarget.value)]!.value)}
		>
			<option value="" />
			{options.map(({ label }, index) => (
				<option key={index} value={String(index)}>
					{label}
				</option>
			))}
		</select>
	);
}

function Several({ field: { options }, value, control, change }: PartProps) {
	const chosen = Array.isArray(value) ? (value as unknown[]) : [];
	const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
	return (
		<span class="options" role="group" id={control.id} aria-describedby={control['aria-describedby']}>
			{options.map(({ value: option, label }) => (
				<label key={label}>
					<input
						type="checkbox"
						disabled={control.disabled}
						checked={chosen.some((one) => same(one, option))}
						onChange={({ currentTarget }) =>
							change(currentTarget.checked ? [...chosen, option] : chosen.filter((one) => !same(one, option)))
						}
					/>{' '}
					<bdi>{label}</bdi>
				</label>
			))}
		</span>
	);
}

const toText = (value: unknown): string =>
	typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
