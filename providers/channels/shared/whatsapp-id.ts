import type { AliasClaim, IgnoredEvent } from '../../../core/ports/channels/channel-events';

/** An id of WhatsApp Web's protocol, without the number of the device: `5544988887777:12@s.whatsapp.net`. */
export const withoutDevice = (id: string): string => id.replace(/:\d+(?=@)/, '');

/** What an id stands for, if it is not one person. */
export function findGathering(id: string): IgnoredEvent['reason'] | undefined {
	if (id.endsWith('@g.us')) return 'group';
	if (id.endsWith('@broadcast')) return 'broadcast';
	return id.endsWith('@newsletter') ? 'newsletter' : undefined;
}

/** Reads the names of a person: `…@lid` hides the phone number, `…@s.whatsapp.net` and `…@c.us` begin with it. */
export function claimsOfIds(...ids: Array<string | undefined>): AliasClaim[] {
	const known = new Set(ids.filter((id) => id !== undefined).map(withoutDevice));
	return [...known].flatMap((id): AliasClaim[] => {
		if (/^\d+@lid$/.test(id)) return [{ kind: 'lid', value: id, proof: 'provider' }];
		const phone = /^(\d+)@(?:s\.whatsapp\.net|c\.us)$/.exec(id)?.[1];
		return phone === undefined ? [] : [{ kind: 'phone', value: phone, proof: 'provider' }];
	});
}
