import { useState } from 'preact/hooks';
import { type Problem, toProblem } from '../api/problem';
import { signInWithKey } from '../api/session';
import { Fault } from '../parts/fault';
import { chooseLanguage, language, languages } from '../words/language';
import { appWords } from './app-words';
import { Mark } from './header';
import { OrganisationSignIn } from './organisation-sign-in';

/** Asks for an API key, which becomes a session of its own; the key itself is not kept. */
export function SignIn({ problem: first }: { problem?: Problem }) {
	const [key, setKey] = useState('');
	const [isShown, setShown] = useState(false);
	const [isBusy, setBusy] = useState(false);
	const [problem, setProblem] = useState(first);
	const send = (event: Event) => {
		event.preventDefault();
		setBusy(true);
		setProblem(undefined);
		signInWithKey(key.trim())
			.catch((fault: unknown) => setProblem(toProblem(fault)))
			.finally(() => setBusy(false));
	};
	const input = {
		...{ id: 'key', autocomplete: 'current-password', spellcheck: false, required: true, value: key, 'aria-describedby': 'key-help' },
		onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => setKey(currentTarget.value),
	} as const;
	const [other] = Object.entries(languages).filter(([one]) => one !== language.value);
	return (
		<main id="main" class="sign-in" tabIndex={-1}>
			<h1>
				<Mark /> Troupe
			</h1>
			<p class="lead">{appWords('signInLead')}</p>
			{problem && <Fault problem={problem} />}
			<OrganisationSignIn />
			<form onSubmit={send}>
				<label for="key">{appWords('key')}</label>
				<div class="joined">
					<input {...(isShown ? { ...input, type: 'text' } : { ...input, type: 'password' })} />
					<button type="button" class="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
						{appWords(isShown ? 'hide' : 'show')}
					</button>
				</div>
				<p id="key-help" class="quiet">
					{appWords('keyHelp')}
				</p>
				<button type="submit" class="button main" disabled={isBusy}>
					{appWords('signIn')}
				</button>
			</form>
			<button type="button" class="button plain" lang={other![0]} onClick={() => chooseLanguage(other![0] as keyof typeof languages)}>
				{other![1]}
			</button>
		</main>
	);
}
