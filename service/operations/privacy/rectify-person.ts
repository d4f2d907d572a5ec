import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional, orNull } from '../../../core/base/shape';
import { normalizeEmail } from '../../../core/conversations/contacts/normalize-alias';
import { parsePhone } from '../../../core/conversations/contacts/parse-phone';
import {
	type Contact,
	type Contacts,
	correctableFields,
	type Correction,
	type CorrectionOutcome,
} from '../../../core/ports/channels/contacts';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { list, reason, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { rectifyOutside } from '../../../providers/compose/channels/rectify-outside';
import type { Host } from '../../../providers/compose/hosts/host';
import { runMemoryTask } from '../../../providers/compose/memory/memory';
import { requireReason } from '../../privacy/require-reason';
import { contact, find, invalid, scope } from '../contacts/contacts';
import { ofOthers, operation, type OperationContext, type OperationHost } from '../operation';

const maxRemoved = 12;

export const rectifyPerson = operation({
	summary:
		'Correct the name, e-mail address, phone number or company of a contact, here, in CRMs and leads (LGPD art. 18 III, GDPR art. 16)',
	tag: 'privacy',
	method: 'POST',
	path: 'privacy/rectify',
	scope,
	maxAtOnce: 2,
	input: {
		body: closed({
			person: contact,
			reason,
			...optional({
				name: text(200),
				email: text(254),
				phone: text(40),
				company: text(200),
				remove: list(text(300), maxRemoved, 1),
			}),
		}),
	},
	refusals: ofOthers,
	output: Type.Object({
		contact: string,
		changes: Type.Array(Type.Object({ field: Type.Enum([...correctableFields, 'alias']), from: orNull(string), to: orNull(string) }), {
			description: 'What changed here. Empty: it was so already',
		}),
		reached: Type.Array(string, { description: 'Other systems that have the person as corrected.' }),
		notReached: Type.Array(open(), { description: 'Where the data can still be as it was, and what to do there.' }),
	}),
	/**
	 * @throws TroupeError RESOURCE_NOT_FOUND; INPUT_INVALID for an invalid value, and a name that the provider proves; STATE_CONFLICT for another
	 * contact's name
	 */
	async perform({ person, reason: why, ...asked }, { host, signal, by }: OperationContext<OperationHost & Host>) {
		requireReason(why);
		const correction = readCorrection(asked);
		const { contacts } = await openChannels(host);
		const before = await find(contacts, host.tenant, person);
		const outcome = await contacts.rectify(host.tenant, before.id, { ...correction, by, reason: why });
		if (outcome.kind !== 'done') throw refuse(outcome, before.id);
		const now = (await contacts.find(host.tenant, before.id))!;
		const { reached, notReached } = await rectifyOutside(
			now,
			await listCalled(contacts, before, now, host.tenant),
			correction,
			host,
			signal,
		);
		const remembered = await describeMemory(before.id, host, signal);
		return { contact: before.id, changes: outcome.changes, reached, notReached: [...notReached, ...remembered] };
	},
});

function readCorrection({
	remove,
	...fields
}: { [Field in (typeof correctableFields)[number]]?: string } & { remove?: string[] }): Correction {
	if (Object.keys(fields).length === 0 && remove === undefined)
		throw invalid('The correction is empty.', 'Add name, email, phone, company or remove.');
	for (const field of correctableFields)
		if (fields[field] !== undefined && fields[field].trim() === '') throw invalid(`The ${field} is blank.`, 'Write the right one.');
	const { email, phone } = fields;
	if (email !== undefined && normalizeEmail(email) === undefined)
		throw invalid('The e-mail address is invalid.', 'Write it such as maria@example.com.');
	const number = phone === undefined ? undefined : parsePhone(phone);
	if (phone !== undefined && number === undefined) throw invalid('The phone number is invalid.', 'Write it such as +55 44 99999-9999.');
	return { ...fields, ...(number && { phone: number }), ...(remove && { remove: remove.map(readAlias) }) };
}

function readAlias(typed: string) {
	const at = typed.indexOf('=');
	if (at > 0) return { kind: typed.slice(0, at), value: typed.slice(at + 1) };
	throw invalid('A name to remove has no kind.', 'Write it as `troupe contacts show` does: phone=+5544999999999.');
}

function refuse(outcome: Exclude<CorrectionOutcome, { kind: 'done' }>, id: string) {
	if (outcome.kind === 'taken')
		return new TroupeError({
			code: 'STATE_CONFLICT',
			message: `Another contact has this ${outcome.field === 'email' ? 'e-mail address' : 'phone number'}: ${outcome.contact}.`,
			fix: `If both are one person: troupe contacts merge ${id} ${outcome.contact} --reason TEXT. Otherwise remove it there first.`,
		});
	if (outcome.kind === 'proven')
		return invalid(
			`The provider says that this ${outcome.alias.kind} is that of ${id}: it cannot be wrong.`,
			`If it is another person's: troupe contacts split ${id} --alias KIND=VALUE --reason TEXT.`,
		);
	if (outcome.kind === 'missing')
		return invalid(`The contact ${id} does not have the name to remove.`, `See \`troupe contacts show ${id}\`.`);
	return invalid(`The contact ${id} was forgotten or merged meanwhile.`, 'See `troupe contacts list`.');
}

/** Present and former names: a system that an earlier call did not reach has an older one. */
async function listCalled(contacts: Contacts, before: Contact, now: Contact, tenant: string): Promise<Array<string | null>> {
	const changes = await contacts.readChanges(tenant, now.id);
	const earlier = changes.flatMap(({ kind, details }) =>
		kind === 'rectified' && details.kind === 'name' && typeof details.from === 'string' ? [details.from] : [],
	);
	return [...new Set([now.name, before.name, ...earlier.toReversed()])].slice(0, maxNames);
}

const maxNames = 4;

/** Facts are agents' sentences: a person decides which are wrong. */
async function describeMemory(person: string, host: OperationHost & Host, signal: AbortSignal) {
	const result = await runMemoryTask({ operation: 'export', person }, { ...host, providers: {} }, signal);
	const count = result.operation === 'export' ? result.memories.length : 0;
	if (count === 0) return [];
	return [{ stores: ['memory of agents'], where: `remembers ${count} of the person, which can repeat what was wrong: look at the export` }];
}
