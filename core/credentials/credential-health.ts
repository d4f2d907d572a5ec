import type { CredentialRecord } from '../ports/access/credentials';

/** `unchecked`: no known problem, but the service was never asked. */
type CredentialState = 'valid' | 'unchecked' | 'expires-soon' | 'expired' | 'invalid';

export const credentialStates: readonly CredentialState[] = ['valid', 'unchecked', 'expires-soon', 'expired', 'invalid'];

const noticeMs = 7 * 86_400_000;

export function findState({ endsAt, checkedAt, problem }: CredentialRecord, now: number): CredentialState {
	if (endsAt !== null && endsAt <= now) return 'expired';
	if (problem !== null) return 'invalid';
	if (endsAt !== null && endsAt - now < noticeMs) return 'expires-soon';
	return checkedAt === null ? 'unchecked' : 'valid';
}

export const eventCodes = {
	'expires-soon': 'CREDENTIAL_EXPIRES_SOON',
	expired: 'CREDENTIAL_EXPIRED',
	invalid: 'CREDENTIAL_INVALID',
} as const;

export const needsPerson = (state: CredentialState): state is keyof typeof eventCodes => state in eventCodes;
