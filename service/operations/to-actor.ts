import * as Type from 'typebox/type';
import { TroupeError } from '../../core/base/errors';
import type { Grant } from '../../manifests/registry/access/access-claims';

const maxLength = 100;
const unwritable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

export const person = Type.Optional(Type.String({ description: 'Who does it, for the log, on one line.', minLength: 1, maxLength }));

/** Names the person beside the caller. @throws TroupeError INPUT_INVALID */
export const toActor = (as: string | undefined, { by, host }: { by: string; host: { grant?: Grant } }): string => {
	if (as === undefined) return by;
	if (as.trim() === '' || as.length > maxLength || unwritable.test(as)) throw notAName();
	return host.grant ? `${by} for ${as}` : `user:${as}`;
};

const notAName = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The person is not named by a text of 1 to ${maxLength} characters on one line.`,
		fix: 'Write the name of the person, such as ana.',
	});
