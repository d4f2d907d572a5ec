import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import type { ContactRequest } from '../../../core/ports/channels/contact-rights';
import { string, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, reason } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { decodePlace, toPage } from '../../http/page';
import { contact, find, invalid, scope, tag } from './contacts';
import { readTimeZone, timeZone } from '../conversations/read-day';
import { operation } from '../operation';

const describe = ({ protocol, kind, contact: whose, channel, conversation, at, by, settledAt, settledBy, outcome }: ContactRequest) => ({
	protocol,
	kind,
	contact: whose,
	channel,
	conversation,
	at: toIso(at),
	by,
	settledAt: toIso(settledAt),
	settledBy,
	outcome,
});
export type DescribedRequest = ReturnType<typeof describe>;

const fields = {
	protocol: string,
	kind: string,
	contact: orNull(string),
	channel: orNull(string),
	conversation: orNull(string),
	at: time,
	by: string,
	settledAt: orNull(time),
	settledBy: orNull(string),
	outcome: orNull(string),
};
const usualLimit = 50;

export const listOptOuts = operation({
	summary: 'List the contacts who want no more messages, the newest first',
	tag,
	method: 'GET',
	path: 'contacts/opt-outs',
	scope,
	input: {
		query: closed(
			optional({
				limit: limit(1_000),
				state: Type.Enum(['open', 'all'], { description: 'Default `open`: what is in force.' }),
				cursor,
			}),
		),
	},
	output: Type.Object({ items: Type.Array(Type.Object(fields)), timeZone, ...optional({ cursor: string }) }),
	async perform({ limit: max = usualLimit, state = 'open', cursor: after }, { host }) {
		const { rights } = await openChannels(host);
		const before = decodePlace<[number, string]>(after, 0, '');
		const filter = { kinds: optOuts, ...(state === 'open' && { isOpen: true as const }), ...(before && { before }) };
		const listed = await rights.list(host.tenant, filter, max + 1);
		const { items, ...more } = toPage(listed, max, ({ at, protocol }) => [at, protocol]);
		return { items: items.map(describe), timeZone: await readTimeZone(host), ...more };
	},
});

const optOuts = ['opt-out', 'wrong-number'] as const;

export const optOutContact = operation({
	summary: 'Send a contact no more messages',
	tag,
	method: 'POST',
	path: 'contacts/opt-out',
	scope,
	input: { body: closed({ contact }) },
	output: Type.Object({ contact: string, protocol: string }),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for an earlier opt-out */
	async perform({ contact: typed }, { host, by }) {
		const { contacts, rights } = await openChannels(host);
		const { id } = await find(contacts, host.tenant, typed);
		const protocol = await rights.optOut(host.tenant, id, by);
		if (protocol !== undefined) return { contact: id, protocol };
		throw invalid(`The contact ${id} opted out before.`, 'See `troupe contacts opt-outs`.');
	},
});

export const optInContact = operation({
	summary: 'Let a contact be written to again, who asked for it',
	tag,
	method: 'POST',
	path: 'contacts/opt-in',
	scope,
	input: { body: closed({ contact, reason }) },
	output: Type.Object({ contact: string }),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID without an opt-out */
	async perform({ contact: typed, reason: why }, { host, by }) {
		const { contacts, rights } = await openChannels(host);
		const { id } = await find(contacts, host.tenant, typed);
		if ((await rights.findRestriction(host.tenant, id)) !== undefined)
			throw invalid(`The processing of the data of ${id} is restricted.`, 'End it first: troupe privacy restrict --lift.');
		if (await rights.optIn(host.tenant, id, { by, reason: why })) return { contact: id };
		throw invalid(`The contact ${id} did not opt out.`, 'See `troupe contacts opt-outs`.');
	},
});
