import type { RefObject } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type Input, inputName, maxSample } from './prompt-drafts';
import { replaceText } from './text-editor';
import { workshopWords as words } from './workshop-words';

interface InputsProps {
	inputs: Input[];
	area: RefObject<HTMLTextAreaElement | null>;
	onChange: (inputs: Input[]) => void;
}

/** Inputs of the prompt: a sample value each, and trusted or not. */
export function Inputs({ inputs, area, onChange }: InputsProps) {
	const [name, setName] = useState('');
	const id = useId();
	const isTaken = inputs.some((input) => input.name === name);
	const change = (changed: Input) => onChange(inputs.map((input) => (input.name === changed.name ? changed : input)));
	const add = (event: Event) => {
		event.preventDefault();
		if (!inputName.test(name) || isTaken) return;
		onChange([...inputs, { name, sample: '', isUntrusted: false }]);
		setName('');
	};
	return (
		<section class="section" aria-labelledby="inputs">
			<h2 id="inputs">{words('inputs')}</h2>
			{inputs.length === 0 && <p class="quiet">{words('noInputs')}</p>}
			<ul class="inputs">
				{inputs.map((input) => (
					<li key={input.name}>
						<OneInput
							input={input}
							change={change}
							insert={() => {
								const field = area.current;
								if (field) replaceText(field, field.selectionStart, field.selectionEnd, `{{${input.name}}}`);
							}}
							remove={() => onChange(inputs.filter((one) => one !== input))}
						/>
					</li>
				))}
			</ul>
			<form class="joined add-input" onSubmit={add}>
				<span class="field">
					<label for={id}>{words('newInput')}</label>
					<input
						id={id}
						value={name}
						maxLength={100}
						pattern="[A-Za-z_][A-Za-z0-9_]*"
						aria-describedby={`${id}-help`}
						onInput={({ currentTarget }) => setName(currentTarget.value)}
					/>
					<span id={`${id}-help`} class="quiet">
						{words(isTaken ? 'taken' : 'newInputHelp')}
					</span>
				</span>
				<button type="submit" class="button">
					{words('add')}
				</button>
			</form>
		</section>
	);
}

interface OneInputProps {
	input: Input;
	change: (input: Input) => void;
	insert: () => void;
	remove: () => void;
}

function OneInput({ input, change, insert, remove }: OneInputProps) {
	const id = useId();
	const { name, sample, isUntrusted } = input;
	return (
		<>
			<span class="field wide">
				<label for={id}>
					<code>{name}</code> {words('sample')}
				</label>
				<textarea
					id={id}
					rows={1}
					maxLength={maxSample}
					value={sample}
					onInput={({ currentTarget }) => change({ ...input, sample: currentTarget.value })}
				/>
			</span>
			<p class="actions">
				<label class="check">
					<input
						type="checkbox"
						checked={isUntrusted}
						aria-label={`${words('untrusted')}: ${name}`}
						onChange={({ currentTarget }) => change({ ...input, isUntrusted: currentTarget.checked })}
					/>{' '}
					{words('untrusted')}
				</label>
				<button type="button" class="button plain" aria-label={`${words('insert')}: ${name}`} onClick={insert}>
					{words('insert')}
				</button>
				<button type="button" class="button plain" aria-label={`${words('remove')}: ${name}`} onClick={remove}>
					{words('remove')}
				</button>
			</p>
		</>
	);
}
