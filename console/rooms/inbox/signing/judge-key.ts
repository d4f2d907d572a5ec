import type { Root } from '../../../api/root';
import type { ApproverKey } from './open-key';

export type Standing = 'approver' | 'unknown' | 'retired' | 'revoked';

export function judgeKey({ keys, roles, retiredKeys = {}, revokedKeyIds = [] }: Root, { keyId, modulus }: ApproverKey): Standing {
	if (revokedKeyIds.includes(keyId)) return 'revoked';
	if (!roles.approver.keyIds.includes(keyId) || !keys.some(({ kid, n }) => kid === keyId && n === modulus)) return 'unknown';
	return Object.hasOwn(retiredKeys, keyId) ? 'retired' : 'approver';
}
