import { createHmac } from 'node:crypto';
import { denied } from '../../manifests/registry/access/access';
import { isSameText } from './access';
import type { AddressList } from './address-list';

export const operator = 'local';

/** The service's token and its allowed addresses. Default: any. */
export interface OperatorToken {
	token: string;
	from?: AddressList;
}

/** @throws TroupeError ACCESS_DENIED */
export function checkAddress({ from }: Pick<OperatorToken, 'from'>, address: string): void {
	if (from?.has(address) !== false) return;
	throw denied(
		'address',
		`The token of the service cannot be used from the address ${address}.`,
		'Use an API key (`troupe key create`), or add the address to TROUPE_API_TOKEN_FROM.',
	);
}

/** Binds an operator session to the service's token. The result allows no guesses of the token without the session. */
export const bindSession = (session: string, token: string): string => createHmac('sha256', session).update(token).digest('hex');

/** Checks that the session's token would still be accepted. @throws TroupeError ACCESS_DENIED */
export function checkSession(session: string, boundTo: string | null, address: string, operated: OperatorToken | undefined): void {
	if (!operated || boundTo === null || !isSameText(bindSession(session, operated.token), boundTo))
		throw denied('invalid', 'The session was made with another token of the service.', 'Sign in again.');
	checkAddress(operated, address);
}
