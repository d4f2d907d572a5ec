import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../api/problem';
import { signInWithKey } from '../api/session';
import { Fault } from '../parts/fault';
import { chooseLanguage, language, languages } from '../words/language';
import { appWords } from './app-words';
import { Mark } from './header';
import { OrganisationSignIn } from './organisation-sign-in';
import { sayRefusal } from './wrong-key';

/** Exchanges an API key for its own session; the key is not kept. */
export function SignIn({ problem: first, isAgain = false }: { problem?: Problem; isAgain?: boolean }) {
	const [key, setKey] = useState('');
	const [isShown, setShown] = useState(false);
	const [isBusy, setBusy] = useState(false);
	const [problem, setProblem] = useState(first);
	useEffect(() => setProblem(first), [first]);
	const send = (event: Event) => {
		event.preventDefault();
		setBusy(true);
		setProblem(undefined);
		signInWithKey(key.trim())
			.catch((fault: unknown) => setProblem(sayRefusal(fault)))
			.finally(() => setBusy(false));
	};
	const input = {
		id: 'key',
		autocomplete: 'current-password',
		spellcheck: false,
		required: true,
		value: key,
		'aria-describedby': 'key-help',
		onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => setKey(currentTarget.value),
	} as const;
	const [other] = Object.entries(languages).filter(([one]) => one !== language.value);
	const Root = isAgain ? 'section' : 'main';
	return (
		<Root {...(!isAgain && { id: 'main' })} class="sign-in" tabIndex={-1}>
			<h1>
				<Mark /> Troupe
			</h1>
			<p class="lead">{appWords(isAgain ? 'over' : 'signInLead')}</p>
			{problem && <Fault problem={problem} />}
			<OrganisationSignIn isAgain={isAgain} />
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
		</Root>
	);
}

export function SignInAgain() {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => dialog.current?.showModal(), []);
	return (
		<dialog ref={dialog} class="dialog" aria-label={appWords('signIn')} onCancel={(event) => event.preventDefault()}>
			<SignIn isAgain />
		</dialog>
	);
}
