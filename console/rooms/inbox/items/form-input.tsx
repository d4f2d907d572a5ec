import type { InputHTMLAttributes } from 'preact';
import { useId, useState } from 'preact/hooks';
import { CopyButton } from '../../../parts/copy-button';
import { actWords as words } from '../act-words';
import type { FormField } from './form-field';
import { hasTooManyDigits, readNumber } from './read-number';

interface FormInputProps {
	/** The key of its task. */
	task: string;
	field: FormField;
	/** Its faults are told: the form was sent once, or the field was left. */
	isChecked: boolean;
	/** @param text what was typed, of a field whose value may differ from it */
	onChange: (value: unknown, text?: string) => void;
}

interface ControlProps {
	id: string;
	/** Kept in the order of the keyboard: it is read, too. */
	readOnly: boolean;
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
		...{ id, readOnly: field.isReadOnly, required: field.isRequired },
		...{ 'aria-invalid': isTold ? 'true' : undefined, 'aria-describedby': told || undefined, onBlur: () => setLeft(true) },
	};
	const change = (value: unknown, text?: string) => {
		setTyped(text ?? value ?? '');
		onChange(value, text);
	};
	const isGroup = groups.includes(field.type);
	const name = (
		<>
			<bdi>{field.label ?? field.path.join('.')}</bdi>
			{field.isRequired && <span aria-hidden="true"> *</span>}
		</>
	);
	const tell = (one: string) =>
		one === 'is required' ? words('required') : field.type === 'number' && hasTooManyDigits(typed) ? words('manyDigits') : one;
	return (
		<div class="field wide">
			{isGroup ? (
				<span id={`${id}-name`}>
					{name}
					{field.isRequired && <span class="unseen"> {words('required')}</span>}
				</span>
			) : (
				<label for={id}>{name}</label>
			)}
			<Control task={task} field={field} value={typed ?? field.value} control={control} change={change} />
			{field.help !== null && (
				<span id={`${id}-help`} class="quiet">
					<bdi>{field.help}</bdi>
				</span>
			)}
			{isTold && (
				<span id={`${id}-fault`} class="field-fault">
					{field.problems.map(tell).join('; ')}
				</span>
			)}
		</div>
	);
}

const groups = ['checklist', 'taglist'];
const single = ['textfield', 'number', 'datetime', 'expression'];

interface PartProps {
	field: FormField;
	value: unknown;
	control: ControlProps;
	change: (value: unknown, text?: string) => void;
}

function Control({ task, ...part }: PartProps & { task: string }) {
	const { field, value, control, change } = part;
	const { type } = field;
	if (single.includes(type)) return <Line {...part} />;
	if (type === 'textarea')
		return <textarea {...control} rows={4} value={toText(value)} onInput={({ currentTarget }) => change(currentTarget.value)} />;
	if (type === 'checkbox') return <Check control={control} isChecked={value === true} change={change} />;
	if (type === 'select' || type === 'radio') return <Choice {...part} />;
	if (groups.includes(type)) return <Several {...part} />;
	const command = `troupe process complete ${task} --form --variables '{…}'`;
	return (
		<span class="notice">
			{words('notHere')} <code>{command}</code> <CopyButton text={command} />
		</span>
	);
}

/** A box to tick. A page cannot make one read-only: it only says so, and stays as it is. */
function Check({
	control,
	isChecked,
	change,
}: {
	control: Partial<ControlProps>;
	isChecked: boolean;
	change: (isChecked: boolean) => void;
}) {
	const { readOnly, ...more } = control;
	return (
		<input
			{...more}
			type="checkbox"
			aria-readonly={readOnly ? 'true' : undefined}
			checked={isChecked}
			onClick={(event) => readOnly && event.preventDefault()}
			onChange={({ currentTarget }) => readOnly || change(currentTarget.checked)}
		/>
	);
}

function Line({ field, value, control, change }: PartProps) {
	const { type } = field;
	const input = {
		...{ ...control, type: 'text', inputMode: type === 'number' ? 'decimal' : undefined, value: toText(value) },
		onInput: ({ currentTarget: { value: text } }: { currentTarget: HTMLInputElement }) =>
			type === 'number' ? change(readNumber(text, field), text) : change(text),
		// Preact's types want to know the type of the field.
	} as InputHTMLAttributes<HTMLInputElement>;
	return <input {...input} />;
}

function Choice({ field, value, control, change }: PartProps) {
	const { options } = field;
	const at = options.findIndex((option) => JSON.stringify(option.value) === JSON.stringify(value));
	const { readOnly, ...more } = control;
	if (readOnly) return <Line {...{ field, control, change }} value={options[at]?.label ?? value} />;
	return (
		<select
			{...more}
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
		<span
			class="options"
			role="group"
			id={control.id}
			aria-labelledby={`${control.id}-name`}
			aria-describedby={control['aria-describedby']}
		>
			{options.map(({ value: option, label }) => (
				<label key={label}>
					<Check
						control={{ readOnly: control.readOnly, 'aria-invalid': control['aria-invalid'], onBlur: control.onBlur }}
						isChecked={chosen.some((one) => same(one, option))}
						change={(isAdded) => change(isAdded ? [...chosen, option] : chosen.filter((one) => !same(one, option)))}
					/>{' '}
					<bdi>{label}</bdi>
				</label>
			))}
		</span>
	);
}

const toText = (value: unknown): string =>
	typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
