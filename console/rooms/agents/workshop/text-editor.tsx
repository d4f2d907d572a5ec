import type { RefObject } from 'preact';
import { useId, useState } from 'preact/hooks';
import { announce } from '../../../parts/announcements';
import { type Completion, findCompletion } from './completion';
import { maxText } from './prompt-drafts';
import { workshopWords as words } from './workshop-words';

interface TextEditorProps {
	text: string;
	inputs: readonly string[];
	area: RefObject<HTMLTextAreaElement | null>;
	isInvalid: boolean;
	onChange: (text: string) => void;
}

/** Text field of a prompt. Offers inputs after `{{`: arrows choose, Enter takes, Escape closes. */
export function TextEditor({ text, inputs, area, isInvalid, onChange }: TextEditorProps) {
	const id = useId();
	const [completion, setCompletion] = useState<Completion>();
	const [active, setActive] = useState(0);
	const offer = (value: string, caret: number) => {
		const found = findCompletion(value, caret, inputs);
		if (found && found.names.join() !== completion?.names.join()) announce(words('offered', found.names.length, found.names[0]!));
		setCompletion(found);
		setActive(0);
	};
	const take = (name: string) => {
		if (!completion || !area.current) return;
		replaceText(area.current, completion.start, completion.end, `{{${name}}}`);
		setCompletion(undefined);
		announce(words('inserted', name));
	};
	const press = (event: KeyboardEvent) => {
		if (!completion || event.isComposing) return;
		const { length } = completion.names;
		const acts: Record<string, () => void> = {
			ArrowDown: () => setActive((active + 1) % length),
			ArrowUp: () => setActive((active + length - 1) % length),
			Enter: () => take(completion.names[active]!),
			Escape: () => setCompletion(undefined),
		};
		const act = acts[event.key];
		if (!act) return;
		event.preventDefault();
		event.stopPropagation();
		act();
	};
	return (
		<div class="field wide prompt-text">
			<label for={id}>{words('text')}</label>
			<textarea
				ref={area}
				id={id}
				class="code"
				rows={16}
				spellcheck={false}
				maxLength={maxText}
				value={text}
				aria-describedby={`${id}-help`}
				aria-invalid={isInvalid}
				aria-autocomplete="list"
				aria-haspopup="listbox"
				aria-controls={completion && `${id}-list`}
				aria-activedescendant={completion && `${id}-${active}`}
				onInput={({ currentTarget }) => {
					onChange(currentTarget.value);
					offer(currentTarget.value, currentTarget.selectionStart);
				}}
				onKeyDown={press}
				onBlur={() => setCompletion(undefined)}
			/>
			{completion && (
				<ul id={`${id}-list`} class="completion" role="listbox" aria-label={words('inputs')}>
					{completion.names.map((name, index) => (
						<li
							key={name}
							id={`${id}-${index}`}
							role="option"
							aria-selected={index === active}
							// Keeps focus and caret in the field.
							onMouseDown={(event) => event.preventDefault()}
							onClick={() => take(name)}
						>
							{`{{${name}}}`}
						</li>
					))}
				</ul>
			)}
			<span id={`${id}-help`} class="quiet">
				{words('textHelp')}
			</span>
		</div>
	);
}

/** Replaces part of a field like typing: the browser can undo it. */
export function replaceText(area: HTMLTextAreaElement, start: number, end: number, text: string): void {
	area.focus();
	area.setSelectionRange(start, end);
	// Only this keeps the undo history; browsers without it still get the text.
	if (document.execCommand('insertText', false, text)) return;
	area.setRangeText(text, start, end, 'end');
	area.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

export function showPart(area: HTMLTextAreaElement, start: number, end: number): void {
	area.setSelectionRange(start, start);
	area.blur();
	area.focus();
	area.setSelectionRange(start, end);
}
