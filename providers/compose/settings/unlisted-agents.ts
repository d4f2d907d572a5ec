import { TroupeError } from '../../../core/base/errors';
import { type Environment, readSetting } from '../../../core/base/settings';
import type { Host } from '../host';

/** @throws TroupeError INPUT_INVALID for a value that is neither `allow` nor `deny` */
export function readUnlistedAgents(env?: Environment): NonNullable<Host['unlistedAgents']> {
	const value = readSetting('TROUPE_UNLISTED_AGENTS', env)?.toLowerCase() ?? 'deny';
	if (value === 'allow' || value === 'deny') return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_UNLISTED_AGENTS is ${JSON.stringify(value.slice(0, 64))}, expected allow or deny.`,
		fix: 'Correct it, or unset it: the default is deny.',
	});
}
