import * as Type from 'typebox/type';
import { toIso } from '../../core/base/iso-time';
import { closed, optional, orNull } from '../../core/base/shape';
import type { ContactRequest } from '../../core/ports/channels/contact-rights';
import { string, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, reason, text } from '../../manifests/registry/api/fields';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { decodePlace, toPage } from '../http/page';
import { contact, find, invalid, scope, tag } from './contacts';
import { readTimeZone, timeZone } from './conversations/read-day';
import { operation, type OperationContext } from './operation';

const describe = ({ at, settledAt, ...request }: ContactRequest) => ({ ...request, at: toIso(at), settledAt: toIso(settledAt) });
export type DescribedRequest = ReturnType<typeof describe>;

const fields = {
	...{
		protocol: string,
		kind: string,
		contact: orNull(string),
		channel: orNull(string),
		conversation: orNull(string),
		at: time,
		by: string,
	},
	...{ settledAt: orNull(time), settledBy: orNull(string), outcome: orNull(string) },
};
const pages = {
	input: {
		query: closed(
			optional({
				limit: limit(1_000),
				state: Type.Enum(['open', 'all'], { description: 'Default `open`: what is in force or waits for somebody.' }),
				cursor,
			}),
		),
	},
	output: Type.Object({ items: Type.Array(Type.Object(fields)), timeZone, ...optional({ cursor: string }) }),
};
const usualLimit = 50;

const listOf =
	(...kinds: Array<ContactRequest['kind']>) =>
	async (
		{ limit: max = usualLimit, state = 'open', cursor: after }: { limit?: number; state?: string; cursor?: string },
		{ host }: Pick<OperationContext, 'host'>,
	) => {
		const { rights } = await openChannels(host);
		const before = decodePlace<[number, string]>(after, 0, '');
		const listed = await rights.list(
			host.tenant,
			{ kinds, ...(state === 'open' && { isOpen: true as const }), ...(before && { before }) },
			max + 1,
		);
		const { items, ...more } = toPage(listed, max, ({ at, protocol }) => [at, protocol]);
		return { items: items.map(describe), timeZone: await readTimeZone(host), ...more };
	};

export const listOptOuts = operation({
	...{ summary: 'List the contacts who want no more messages, the newest first', tag, method: 'GET', path: 'contacts/opt-outs', scope },
	...pages,
	perform: listOf('opt-out', 'wrong-number'),
});

export const listDataRequests = operation({
	...{ summary: 'List what contacts demanded about their data, the newest first', tag, method: 'GET', path: 'contacts/requests', scope },
	...pages,
	perform: listOf('erasure', 'access', 'restriction'),
});

export const optOutContact = operation({
	...{ summary: 'Send a contact no more messages', tag, method: 'POST', path: 'contacts/opt-out', scope },
	input: { body: closed({ contact }) },
	output: Type.Object({ contact: string, protocol: string }),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for one who opted out before */
	async perform({ contact: typed }, { host, by }) {
		const { contacts, rights } = await openChannels(host);
		const { id } = await find(contacts, host.tenant, typed);
		const protocol = await rights.optOut(host.tenant, id, by);
		if (protocol !== undefined) return { contact: id, protocol };
		throw invalid(`The contact ${id} opted out before.`, 'See `troupe contacts opt-outs`.');
	},
});

export const optInContact = operation({
	...{ summary: 'Let a contact be written to again, who asked for it', tag, method: 'POST', path: 'contacts/opt-in', scope },
	input: { body: closed({ contact, reason }) },
	output: Type.Object({ contact: string }),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for one who did not opt out */
	async perform({ contact: typed, reason: why }, { host, by }) {
		const { contacts, rights } = await openChannels(host);
		const { id } = await find(contacts, host.tenant, typed);
		if ((await rights.findRestriction(host.tenant, id)) !== undefined)
			throw invalid(`The processing of the data of ${id} is restricted.`, 'End it first: troupe privacy restrict --lift.');
		if (await rights.optIn(host.tenant, id, { by, reason: why })) return { contact: id };
		throw invalid(`The contact ${id} did not opt out.`, 'See `troupe contacts opt-outs`.');
	},
});

export const settleDataRequest = operation({
	...{ summary: 'Note what came of a request about data', tag, method: 'POST', path: 'contacts/settle', scope },
	input: { body: closed({ protocol: text(30), outcome: text(500) }) },
	output: Type.Object({ protocol: string, settledBy: string }),
	/** @throws TroupeError INPUT_INVALID for a request that does not exist, or is settled */
	async perform({ protocol, outcome }, { host, by }) {
		const { rights } = await openChannels(host);
		if (await rights.settle(host.tenant, protocol, { by, outcome })) return { protocol, settledBy: by };
		throw invalid(`No request about data ${JSON.stringify(protocol)} waits for an outcome.`, 'See `troupe contacts requests`.');
	},
});
