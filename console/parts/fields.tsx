import type { InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

interface SelectProps {
	label: string;
	value: string;
	options: ReadonlyArray<{ value: string; text: string }>;
	onChange: (value: string) => void;
}

export function Select({ label, value, options, onChange }: SelectProps) {
	const id = useId();
	return (
		<span class="field">
			<label for={id}>{label}</label>
			<select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
				{options.map((option) => (
					<option key={option.value} value={option.value}>
						{option.text}
					</option>
				))}
			</select>
		</span>
	);
}

interface TextFieldProps {
	label: string;
	type?: 'text' | 'search' | 'date' | 'datetime-local' | 'number' | 'password';
	required?: boolean;
	maxLength?: number;
	min?: string;
	max?: string;
	/** The step of a number; `any` allows decimals. */
	step?: string;
	value: string;
	help?: string;
	suggestions?: readonly string[];
	onChange: (value: string) => void;
}

export function TextField({ label, value, help, suggestions, onChange, ...rest }: TextFieldProps) {
	const id = useId();
	const input = {
		type: 'text',
		...(rest.type === 'password' && { autocomplete: 'off' }),
		...rest,
		id,
		value,
		'aria-describedby': help === undefined ? undefined : `${id}-help`,
		list: suggestions && `${id}-list`,
		onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onChange(currentTarget.value),
		// Preact's types need the type of the field.
	} as InputHTMLAttributes<HTMLInputElement>;
	return (
		<span class="field">
			<label for={id}>{label}</label>
			<input {...input} />
			{suggestions && (
				<datalist id={`${id}-list`}>
					{suggestions.map((one) => (
						<option key={one} value={one} />
					))}
				</datalist>
			)}
			{help !== undefined && (
				<span id={`${id}-help`} class="quiet">
					{help}
				</span>
			)}
		</span>
	);
}

interface TextAreaProps {
	label: string;
	value: string;
	rows?: number;
	required?: boolean;
	onChange: (value: string) => void;
}

export function TextArea({ label, value, rows = 3, required, onChange }: TextAreaProps) {
	const id = useId();
	return (
		<span class="field wide">
			<label for={id}>{label}</label>
			<textarea id={id} rows={rows} required={required} value={value} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
		</span>
	);
}
