import { TroupeError } from '../base/errors';

/** @throws TroupeError INPUT_INVALID for a name that cannot be part of an address */
export function checkChannelName(name: string): void {
	if (/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(name.slice(0, 60))} is not the name of a channel: expected lower-case letters, digits and hyphens, at most 40.`,
		fix: 'Use a name such as whatsapp-sales.',
	});
}
