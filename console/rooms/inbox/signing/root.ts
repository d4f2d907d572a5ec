import type { ApproverKey } from './open-key';

/** Whose keys may sign what, as far as the page reads it. */
export interface Root {
	ver: number;
	keys: Array<{ kid: string; n: string; e: string }>;
	roles: Record<'author' | 'approver', { keyIds: string[]; threshold: number }>;
	owners?: Record<string, string>;
	retiredKeys?: Record<string, number>;
	revokedKeyIds?: string[];
}

/** Why the approvals of a key do not count. */
export type Standing = 'approver' | 'unknown' | 'retired' | 'revoked';

export function judgeKey({ keys, roles, retiredKeys = {}, revokedKeyIds = [] }: Root, { keyId, modulus }: ApproverKey): Standing {
	if (revokedKeyIds.includes(keyId)) return 'revoked';
	if (!roles.approver.keyIds.includes(keyId) || !keys.some(({ kid, n }) => kid === keyId && n === modulus)) return 'unknown';
	return Object.hasOwn(retiredKeys, keyId) ? 'retired' : 'approver';
}
