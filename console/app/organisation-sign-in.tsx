import { useEffect, useState } from 'preact/hooks';
import { Problem, toProblem } from '../api/problem';
import { findIssuer, readSession, takeIssuerEnd } from '../api/session';
import { Fault } from '../parts/fault';
import { defineWords } from '../words/words';

const signInWords = defineWords(
	{
		organisation: 'Sign in with your organisation',
		organisationHelp: (host: string) => `You log in at ${host}.`,
		otherTab: 'It opens in another tab: come back to this one afterwards.',
		signedOut: 'You are signed out here.',
		signOutThere: (host: string) => `Sign out at ${host}, too`,
		denied: 'You did not allow the login.',
		deniedFix: 'Sign in again, and allow it there.',
		expired: 'This login is over: it was finished before, took too long, or was begun in another browser.',
		expiredFix: 'Sign in again.',
		mixed: 'The answer to the login came from another place than the one you were sent to.',
		mixedFix: 'Sign in again. If it happens twice, tell an administrator.',
		away: 'Your organisation’s login does not answer.',
		awayFix: 'Try again in a moment.',
		refused: 'Your organisation’s login refused.',
		refusedFix: 'Tell an administrator: the log of the service says why.',
		token: 'You are logged in, but the service does not take what your organisation says about you.',
		tokenFix: 'Tell an administrator: the log of the service says why. Often a role, a tenant or the audience is missing.',
	},
	{
		organisation: 'Entrar com a sua organização',
		organisationHelp: (host) => `O login é feito em ${host}.`,
		otherTab: 'Abre em outra aba: depois, volte para esta.',
		signedOut: 'Você saiu daqui.',
		signOutThere: (host) => `Sair também de ${host}`,
		denied: 'Você não autorizou o login.',
		deniedFix: 'Entre de novo e autorize lá.',
		expired: 'Este login já acabou: foi concluído antes, demorou demais ou começou em outro navegador.',
		expiredFix: 'Entre de novo.',
		mixed: 'A resposta ao login veio de um lugar diferente daquele para onde você foi.',
		mixedFix: 'Entre de novo. Se acontecer outra vez, avise um administrador.',
		away: 'O login da sua organização não responde.',
		awayFix: 'Tente de novo daqui a pouco.',
		refused: 'O login da sua organização recusou.',
		refusedFix: 'Avise um administrador: o log do serviço diz o motivo.',
		token: 'O login deu certo, mas o serviço não aceita o que a sua organização diz sobre você.',
		tokenFix: 'Avise um administrador: o log do serviço diz o motivo. Muitas vezes falta um papel, um tenant ou a audiência.',
	},
);

/** Leads to the login of the organisation, if any, and out of it. @param isAgain in another tab: this one keeps typed text */
export function OrganisationSignIn({ isAgain }: { isAgain: boolean }) {
	const [issuer, setIssuer] = useState<string>();
	const [end] = useState(takeIssuerEnd);
	const problem = useReturn(isAgain);
	// The key below works without it.
	useEffect(() => void findIssuer().then(setIssuer, () => setIssuer(undefined)), []);
	if (issuer === undefined) return null;
	const to = encodeURIComponent(location.pathname + location.search);
	return (
		<div class="organisation">
			{end !== undefined && (
				<p role="status">
					{signInWords('signedOut')} <a href={end}>{signInWords('signOutThere', issuer)}</a>
				</p>
			)}
			{problem && <Fault problem={problem} />}
			<a class="button main" href={`/console/login?to=${to}`} {...(isAgain && { target: '_blank', 'aria-describedby': 'issuer' })}>
				{signInWords('organisation')}
			</a>
			<p class="quiet" id="issuer">
				{signInWords('organisationHelp', issuer)} {isAgain && signInWords('otherTab')}
			</p>
		</div>
	);
}

function useReturn(isAgain: boolean): Problem | undefined {
	const [problem, setProblem] = useState<Problem>();
	useEffect(() => {
		if (!isAgain) return;
		const look = () => {
			if (!document.hidden) readSession().catch((fault: unknown) => setProblem(toProblem(fault)));
		};
		const gone = new AbortController();
		document.addEventListener('visibilitychange', look, gone);
		// The other tab may be in its own window.
		window.addEventListener('focus', look, gone);
		return () => gone.abort();
	}, [isAgain]);
	return problem;
}

const faults = ['denied', 'expired', 'mixed', 'away', 'refused', 'token'] as const;

/** Takes the fault of a failed login from the address; undefined without one. */
export function takeSignInFault(): Problem | undefined {
	const url = new URL(location.href);
	const named = url.searchParams.get('sign-in');
	if (named === null) return undefined;
	url.searchParams.delete('sign-in');
	history.replaceState(null, '', url.pathname + url.search);
	const fault = faults.find((one) => one === named) ?? 'refused';
	return new Problem(0, 'ACCESS_DENIED', signInWords(fault), signInWords(`${fault}Fix`));
}
