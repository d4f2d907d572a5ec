import * as Type from 'typebox/type';
import type { Grant } from '../../manifests/registry/access/access-claims';

export const person = Type.Optional(
	Type.String({ description: 'Who does it, for the log.', minLength: 1, maxLength: 100, pattern: '\\S' }),
);

/** Names the person; a caller is named beside whom it names. */
export const toActor = (as: string | undefined, { by, host }: { by: string; host: { grant?: Grant } }): string => {
	if (as === undefined) return by;
	return host.grant ? `${by} for ${as}` : `user:${as}`;
};
