/** Answers of all APIs of Google, as https://cloud.google.com/apis/design/errors describes it. */
import type { OutsideAnswer } from '../outside-world';
import type { GoogleOauth } from '../google-oauth';
import type { Access, Refusals } from './access';

const statuses = { 400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED' };

export function googleProblem(code: keyof typeof statuses, message: string, reason: string, details: object[] = []): OutsideAnswer {
	const errors = [{ message, domain: 'global', reason }];
	return { status: code, body: { error: { code, message, errors, status: statuses[code], ...(details.length > 0 && { details }) } } };
}

/** Google asks clients to wait longer each time; it names no time. */
export const googleRefusals: Refusals = {
	unknown: googleProblem(401, 'Request had invalid authentication credentials. Expected OAuth 2 access token.', 'authError'),
	tooMany: googleProblem(429, 'Quota exceeded for quota metric of this user per minute.', 'rateLimitExceeded'),
	scope: () =>
		googleProblem(403, 'Request had insufficient authentication scopes.', 'insufficientPermissions', [
			{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', domain: 'googleapis.com' },
		]),
};

/** Accepts the tokens that Google's token server gave, as long as they are valid. */
export function googleAccess(oauth: GoogleOauth): Access {
	return { scopesOf: (token) => oauth.findScope(token)?.split(' '), isLimited: () => false };
}
