import * as Type from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { languages } from '../../../core/base/text/languages';
import { string } from '../../../manifests/registry/api/answer-fields';
import { reason } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { readTenantLanguage } from '../../../providers/compose/state/host-tenants';
import { nameHeld } from '../../privacy/hold-person';
import type { PersonPlace } from '../../privacy/name-person';
import { requireReason } from '../../privacy/require-reason';
import { contact, find, invalid, scope } from '../contacts/contacts';
import { operation, type OperationContext } from '../operation';

export const restrictPerson = operation({
	summary: "Restrict the processing of a contact's data, or end it: it is kept, no agent reads it, and nothing is sent (GDPR art. 18)",
	tag: 'privacy',
	method: 'POST',
	path: 'privacy/restrict',
	scope,
	input: {
		body: closed({
			person: contact,
			reason,
			...optional({
				lift: Type.Boolean({ description: 'End the restriction' }),
				language: Type.Enum([...languages], { description: 'Of the note at the desk. Default: that of the tenant, or English' }),
			}),
		}),
	},
	output: Type.Object({
		contact: string,
		protocol: Type.String({ description: 'Names the restriction' }),
		state: Type.Enum(['restricted', 'lifted']),
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for a blank reason, and a contact that is restricted already, or is not */
	async perform({ person, reason: why, lift = false, language: asked }, { host, by }: OperationContext<PersonPlace>) {
		requireReason(why);
		const { contacts, rights } = await openChannels(host);
		const { id } = await find(contacts, host.tenant, person);
		const act = { by, reason: why, language: asked ?? (await readTenantLanguage(host)) ?? 'en' };
		// First: an unreachable memory leaves nothing half done.
		const names = lift ? [] : (await nameHeld(id, host)).names;
		const protocol = await (lift ? rights.liftRestriction(host.tenant, id, act) : rights.restrict(host.tenant, id, act));
		if (protocol !== undefined && !lift) await rights.keepNames(host.tenant, protocol, names);
		if (protocol !== undefined) return { contact: id, protocol, state: lift ? ('lifted' as const) : ('restricted' as const) };
		if (lift) throw invalid(`The processing of the data of ${id} is not restricted.`, 'See `troupe privacy requests`.');
		throw invalid(
			`The processing of the data of ${id} is restricted already.`,
			'End it with lift, or --lift of `troupe privacy restrict`.',
		);
	},
});
