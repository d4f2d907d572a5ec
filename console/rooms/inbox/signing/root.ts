import { fromBase64url, toText } from './bytes';
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

/** The claims of a token, which is not verified. @throws Error for what is not a token */
export const readPayload = <Claims>(token: string): Claims => JSON.parse(toText(fromBase64url(token.split('.')[1] ?? ''))) as Claims;

/** Why the approvals of a key do not count. */
export type Standing = 'approver' | 'unknown' | 'retired' | 'revoked';

export function judgeKey({ keys, roles, retiredKeys = {}, revokedKeyIds = [] }: Root, { keyId, modulus }: ApproverKey): Standing {
	if (revokedKeyIds.includes(keyId)) return 'revoked';
	if (!roles.approver.keyIds.includes(keyId) || !keys.some(({ kid, n }) => kid === keyId && n === modulus)) return 'unknown';
	return Object.hasOwn(retiredKeys, keyId) ? 'retired' : 'approver';
}
