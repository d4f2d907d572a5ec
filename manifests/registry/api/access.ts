import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { string, texts, time } from './answer-fields';
import { reason, text } from './fields';

export const accessToken = Type.Object({
	id: string,
	subject: string,
	scopes: texts,
	...optional({
		/** Absent for a token revoked before its first use. */
		issuedAt: time,
		expiresAt: time,
		/** Accurate to an hour. */
		lastUsedAt: time,
		revokedAt: time,
		revokedBy: string,
		reason: string,
	}),
});
export type AccessToken = Static<typeof accessToken>;

export const revokeTokens = closed(optional({ id: text(100), subject: text(200), reason }));
export type RevokeTokens = Static<typeof revokeTokens>;

export const scopes = [
	'registry:read',
	'registry:publish',
	'registry:approve',
	'registry:revoke', // and deprecate, roll back
	'registry:rollout', // labels, policy, rollouts
	'registry:report', // metrics of rollouts
	'registry:audit',
	'registry:admin', // roots, bundles, webhooks
	'registry:offline', // bundles that last, for sites without a network
] as const;
export type Scope = (typeof scopes)[number];

/** Taken from the access token, never from the body. */
export interface Caller {
	tenant: string;
	subject: string;
}
