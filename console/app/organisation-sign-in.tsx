import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../api/problem';
import { findIssuer, issuerEnd } from '../api/session';
import { signInWords } from './sign-in-words';

/** Leads to the login of the organisation, where the service has one, and out of it. */
export function OrganisationSignIn() {
	const [issuer, setIssuer] = useState<string>();
	// The key below works without it.
	useEffect(() => void findIssuer().then(setIssuer, () => setIssuer(undefined)), []);
	if (issuer === undefined) return null;
	const to = encodeURIComponent(location.pathname + location.search);
	return (
		<div class="organisation">
			{issuerEnd.value !== undefined && (
				<p role="status">
					{signInWords('signedOut')} <a href={issuerEnd.value}>{signInWords('signOutThere', issuer)}</a>
				</p>
			)}
			<a class="button main" href={`/console/login?to=${to}`}>
				{signInWords('organisation')}
			</a>
			<p class="quiet">{signInWords('organisationHelp', issuer)}</p>
		</div>
	);
}

const faults = ['denied', 'expired', 'mixed', 'away', 'refused', 'token'] as const;

/** Takes what a login that failed left in the address; undefined without one. */
export function takeSignInFault(): Problem | undefined {
	const url = new URL(location.href);
	const named = url.searchParams.get('sign-in');
	if (named === null) return undefined;
	url.searchParams.delete('sign-in');
	history.replaceState(null, '', url.pathname + url.search);
	const fault = faults.find((one) => one === named) ?? 'refused';
	return new Problem(0, 'ACCESS_DENIED', signInWords(fault), signInWords(`${fault}Fix`));
}
