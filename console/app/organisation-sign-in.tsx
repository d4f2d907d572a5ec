import { useEffect, useState } from 'preact/hooks';
import { Problem, toProblem } from '../api/problem';
import { findIssuer, readSession, takeIssuerEnd } from '../api/session';
import { Fault } from '../parts/fault';
import { signInWords } from './sign-in-words';

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
