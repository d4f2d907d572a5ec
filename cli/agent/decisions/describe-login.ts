import { getErrorMessage } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readOidcSettings } from '../../../service/access/oidc/oidc-settings';
import { noncePrefix, verifyStatement } from '../../../service/access/oidc/verify-statement';
import { type Signature, invalid, type Decided } from './signature';

/** Returns whether the statement of a decision is an ID token: only those have such a nonce. */
export const isIdToken = (statement: string): boolean => String(readClaims(statement).nonce).startsWith(noncePrefix);

/** Says whose login an ID token proves, or why it does not count for the decision. Its end does not matter: it was checked when it came. */
export async function describeLogin({ statement = '', approved, viewSha256 }: Decided, environment: Environment): Promise<Signature> {
	const { iss } = readClaims(statement);
	const settings = readOidcSettings(environment);
	const { IssuerKeys, withoutSlash } = await import('../../../service/access/oidc/issuer-keys');
	if (!settings || withoutSlash(String(iss)) !== withoutSlash(settings.issuer))
		return {
			isProof: false,
			text: `SIGNATURE UNKNOWN: it is of ${String(iss)}. Set TROUPE_OIDC_ISSUER and TROUPE_OIDC_AUDIENCE to verify it`,
		};
	if (!approved || viewSha256 === undefined) return invalid('it is about another decision');
	try {
		const issuer = await new IssuerKeys(settings.issuer).find();
		const { subject, authTime } = await verifyStatement(statement, issuer, { audience: settings.audience, viewSha256 });
		return { isProof: true, text: `signed by ${settings.issuer} for ${subject}, who logged in at ${authTime}`, subject };
	} catch (error) {
		return invalid(getErrorMessage(error));
	}
}

function readClaims(token: string): Record<string, unknown> {
	try {
		return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
	} catch {
		return {};
	}
}
