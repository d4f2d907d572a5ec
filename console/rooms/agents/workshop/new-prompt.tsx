import { useState } from 'preact/hooks';
import { go, pathOf } from '../../../app/router';
import { promptName } from './prompt-drafts';
import { workshopWords as words } from './workshop-words';

export function NewPrompt() {
	const [name, setName] = useState('');
	return (
		<form
			class="filters"
			onSubmit={(event) => {
				event.preventDefault();
				go(pathOf('agents', 'prompts', name, 'edit'));
			}}
		>
			<span class="field">
				<label for="new-prompt">{words('newPrompt')}</label>
				<input
					id="new-prompt"
					required
					pattern={promptName}
					maxLength={200}
					value={name}
					aria-describedby="new-prompt-help"
					onInput={({ currentTarget }) => setName(currentTarget.value)}
				/>
				<span id="new-prompt-help" class="quiet">
					{words('newPromptHelp')}
				</span>
			</span>
			<button type="submit" class="button">
				{words('begin')}
			</button>
		</form>
	);
}
