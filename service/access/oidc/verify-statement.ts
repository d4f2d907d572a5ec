import { TroupeError } from '../../../core/base/errors';
import { algorithms, toleranceSeconds } from './algorithms';
import type { Issuer } from './issuer-keys';

/** Distinguishes such a token from an access token: the trail keeps it. */
export const noncePrefix = 'troupe-approval:';

interface Expected {
	audience: string;
	viewSha256: string;
	/** Default: the token's time of issue. */
	now?: Date;
}

interface Statement {
	subject: string;
	/** Time of login, or else of issue. */
	authTime: string;
}

/**
 * Verifies an ID token as proof that a person logged in to approve a view: its `nonce`, set at the start of the login, names the view's hash (OpenID
 * Connect Core 1.0, 2 and 3.1.2.1). @throws Error of jose, or TroupeError DECISION_REFUSED
 */
export async function verifyStatement(
	token: string,
	{ issuer, keys }: Issuer,
	{ audience, viewSha256, now }: Expected,
): Promise<Statement> {
	const options = { issuer, audience, algorithms, clockTolerance: toleranceSeconds, requiredClaims: ['exp', 'iat', 'sub', 'nonce'] };
	const { jwtVerify } = await import('jose');
	const { payload } = await jwtVerify(token, keys, { ...options, currentDate: now ?? readIssued(token) });
	if (payload.nonce !== `${noncePrefix}${viewSha256}`)
		throw refused(`its nonce is not "${noncePrefix}" and the viewSha256 of what is approved`);
	const { auth_time: authTime, iat = 0, sub = '' } = payload;
	return { subject: sub, authTime: new Date((typeof authTime === 'number' ? authTime : iat) * 1000).toISOString() };
}

export const refused = (why: string): TroupeError =>
	new TroupeError({
		code: 'DECISION_REFUSED',
		message: `The statement of the decision is refused: ${why}. The run still waits.`,
		fix: 'Let the person log in again with this nonce, and send the ID token; or leave the statement out.',
		details: { why: 'statement' },
	});

function readIssued(token: string): Date {
	const [, payload = ''] = token.split('.');
	const { iat } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iat?: unknown };
	return new Date((typeof iat === 'number' ? iat : 0) * 1000);
}
