import type { InputHTMLAttributes } from 'preact';
import { useId, useState } from 'preact/hooks';
import { CopyButton } from '../../../parts/copy-button';
import { actWords as words } from '../act-words';
import type { FormField } from './form-field';
import { hasTooManyDigits, readNumber } from './read-number';

interface FormInputProps {
	task: string;
	field: FormField;
	/** Shows faults: after the form was sent, or the field was left. */
	isChecked: boolean;
	/** @param text the typed text, if the value may differ from it */
	onChange: (value: unknown, text?: string) => void;
}

interface ControlProps {
	id: string;
	/** Stays in the keyboard order: it is read, too. */
	readOnly: boolean;
	required: boolean;
	'aria-invalid': 'true' | undefined;
	'aria-describedby': string | undefined;
	onBlur: () => void;
}

export function FormInput({ task, field, isChecked, onChange }: FormInputProps) {
	const id = useId();
	const [isLeft, setLeft] = useState(false);
	// Typed text is shown at once; the service's reading follows.
	const [typed, setTyped] = useState<unknown>();
	// A filled field hides `is required` before the service answers.
	const problems = isFilled(typed) ? field.problems.filter((one) => one !== missing) : field.problems;
	const isTold = (isChecked || isLeft) && problems.length > 0;
	const told = [field.help !== null && `${id}-help`, isTold && `${id}-fault`].filter(Boolean).join(' ');
	const control: ControlProps = {
		id,
		readOnly: field.isReadOnly,
		required: field.isRequired,
		'aria-invalid': isTold ? 'true' : undefined,
		'aria-describedby': told || undefined,
		onBlur: () => setLeft(true),
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
		one === missing ? words('required') : field.type === 'number' && hasTooManyDigits(typed) ? words('manyDigits') : one;
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
					{problems.map(tell).join('; ')}
				</span>
			)}
		</div>
	);
}

const missing = 'is required';
const isFilled = (typed: unknown): boolean =>
	typed !== undefined && typed !== '' && typed !== false && !(Array.isArray(typed) && typed.length === 0);

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

/** HTML has no read-only check box: it reports read-only, and ignores clicks. */
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
		...control,
		type: 'text',
		inputMode: type === 'number' ? 'decimal' : undefined,
		value: toText(value),
		onInput: ({ currentTarget: { value: text } }: { currentTarget: HTMLInputElement }) =>
			type === 'number' ? change(readNumber(text, field), text) : change(text),
		// Preact's types need the type of the field.
	} as InputHTMLAttributes<HTMLInputElement>;
	return <input {...input} />;
}

function Choice({ field, value, control, change }: PartProps) {
	const { options } = field;
	const at = options.findIndex((option) => JSON.stringify(option.value) === JSON.stringify(value));
	const { readOnly, ...more } = control;
	if (readOnly) return <Line field={field} control={control} change={change} value={options[at]?.label ?? value} />;
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
