import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { reason, text } from './fields';

export interface AccessToken {
	/** Its `jti`. */
	id: string;
	subject: string;
	scopes: string[];
	/** ISO 8601; absent for a token that was revoked before it was used here. */
	issuedAt?: string;
	expiresAt?: string;
	/** Within an hour. */
	lastUsedAt?: string;
	revokedAt?: string;
	revokedBy?: string;
	reason?: string;
}

/** `id` or `subject`. */
export const revokeTokens = closed(optional({ id: text(100), subject: text(200), reason }));
export type RevokeTokens = Static<typeof revokeTokens>;

export const scopes = [
	'registry:read',
	'registry:publish',
	'registry:approve',
	'registry:revoke', // and deprecate, roll back
	'registry:rollout', // flags, policy, rollouts
	'registry:report', // metrics of rollouts
	'registry:audit',
	'registry:admin', // roots, bundles, webhooks
	'registry:offline', // bundles that last, for sites without a network
] as const;
export type Scope = (typeof scopes)[number];

/** Identity from the access token, never from the body. */
export interface Caller {
	tenant: string;
	/** Name of a person or a machine, such as `ada@example.com`. */
	subject: string;
}
