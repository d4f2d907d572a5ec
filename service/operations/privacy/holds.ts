import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { systemClock } from '../../../core/ports/host';
import { string, time } from '../../../manifests/registry/api/answer-fields';
import { reason, text } from '../../../manifests/registry/api/fields';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import { openHostHolds } from '../../../providers/compose/privacy/host-holds';
import { everybody } from '../../../providers/database/legal-holds';
import { openHostForgettings } from '../../../providers/compose/state/host-forgettings';
import { nameHeld } from '../../privacy/hold-person';
import { countRows, namePerson, type PersonPlace } from '../../privacy/name-person';
import { requireReason } from '../../privacy/require-reason';
import { readMoment, readTimeZone, timeZone } from '../conversations/read-day';
import { operation, type OperationContext } from '../operation';

type Context = OperationContext<PersonPlace>;

const [tag, path, scope] = ['privacy', 'privacy/holds', 'tenant:manage'] as const;
const allWord = 'all';
const alikeWords = new Set([allWord, everybody, 'everybody', 'everyone', 'todos', 'tudo']);
const fields = { id: string, person: string, reason: string, createdAt: time, createdBy: string, until: orNull(time) };

export const addHold = operation({
	summary: 'Hold what is stored of a person, or all of the tenant, so that nothing of it is removed',
	tag,
	method: 'POST',
	path,
	scope,
	input: {
		body: closed({
			person: Type.String({
				description: 'The id of a contact, a name such as phone=+5544999999999, the ID under which agents know the person, or `all`',
				minLength: 1,
				maxLength: 500,
			}),
			reason,
			...optional({
				until: Type.String({
					description:
						'ISO 8601 with a time zone, such as 2026-11-28T10:00:00Z, or a day of the time zone of the tenant, with whose beginning it ends',
					minLength: 1,
					maxLength: 40,
				}),
			}),
		}),
	},
	output: Type.Object({
		id: string,
		until: orNull(time),
		timeZone,
		isKnown: Type.Boolean({ description: 'False: nothing is stored of the person so far, such as for a mistyped name' }),
		isBeingForgotten: Type.Boolean({
			description: 'A forgetting had begun: what it has removed is gone, and what is left is held. It ends when the hold does',
		}),
	}),
	/** @throws TroupeError INPUT_INVALID for a past end, or a blank reason */
	async perform({ person, reason: why, until: written }, { host, by, signal }: Context) {
		requireReason(why);
		const now = (host.clock ?? systemClock).now();
		refuseAlike(person);
		const until = written === undefined ? null : await readMoment('until', written, host);
		if (until !== null && until <= now) throw hasPassed(written!);
		const { store, seal } = await openHostHolds(host);
		const isAll = person === allWord;
		const { contact, names } = isAll ? { contact: undefined, names: [] } : await nameHeld(person, host);
		// Before the audit log knows the person by it.
		const isKnown = isAll || contact !== undefined || (await isStored(person, host, signal));
		const whom = contact?.id ?? person;
		const keys = await openVaultKeys(host, host.stateFolder);
		const hash = isAll ? everybody : keys.pseudonym('subject', host.tenant, whom);
		const bound = `${host.tenant} ${hash}`;
		const hold = {
			tenant: host.tenant,
			person: hash,
			createdAt: now,
			createdBy: by,
			until,
			request: await seal(whom, bound),
			reason: await seal(why, bound),
		};
		// Sealed under the person's key, else the tenant's.
		const subject = { kind: 'subject' as const, id: isAll ? `tenant:${host.tenant}` : whom };
		const id = await store.add(hold, names, { kind: 'reason', value: { reason: why, until: toIso(until) }, subject });
		// After storage: a later forgetting finds it.
		const { store: forgettings } = await openHostForgettings(host);
		const isBeingForgotten = await forgettings.isOpen(host.tenant, isAll ? undefined : [hash, ...names]);
		return { id, until: toIso(until), timeZone: await readTimeZone(host), isKnown, isBeingForgotten };
	},
});

/** They would hold a name that nobody has. @throws TroupeError INPUT_INVALID */
function refuseAlike(person: string): void {
	if (person === allWord || !alikeWords.has(person.trim().toLowerCase())) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(person)} names nobody.`,
		fix: `Write ${allWord} to hold all of the tenant, or name a person.`,
	});
}

async function isStored(person: string, host: PersonPlace, signal: AbortSignal): Promise<boolean> {
	const counted = await countRows(person, await namePerson(person, undefined, host), host, signal);
	return counted.some(({ table }) => table !== 'legal_hold' && table !== 'held_name');
}

export const listHolds = operation({
	summary: 'List the legal holds, with whom they are about',
	tag,
	method: 'GET',
	path,
	scope,
	input: {},
	output: Type.Object({ items: Type.Array(Type.Object({ ...fields, isOver: Type.Boolean() })), timeZone }),
	async perform(_input, { host }: Context) {
		const { store, unseal } = await openHostHolds(host);
		const now = (host.clock ?? systemClock).now();
		const items = [];
		for (const { id, person, request, reason: sealed, createdAt, createdBy, until } of await store.list(host.tenant)) {
			const bound = `${host.tenant} ${person}`;
			const whom = await unseal(request, bound);
			const why = await unseal(sealed, bound);
			items.push({
				id,
				person: whom,
				reason: why,
				createdAt: toIso(createdAt),
				createdBy,
				until: toIso(until),
				isOver: until !== null && until <= now,
			});
		}
		return { items, timeZone: await readTimeZone(host) };
	},
});

export const removeHold = operation({
	summary: 'End a legal hold: what is old goes with the next cleaning',
	tag,
	method: 'DELETE',
	path: `${path}/:hold`,
	scope,
	input: { params: closed({ hold: text(100) }) },
	output: Type.Object({ removed: string, left: Type.Integer({ description: 'Holds that the tenant still has' }) }),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ hold }, { host, by }: Context) {
		const { store } = await openHostHolds(host);
		if (!(await store.remove(host.tenant, hold, by))) throw isUnknown(hold);
		return { removed: hold, left: (await store.list(host.tenant)).length };
	},
});

const hasPassed = (until: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The end of the hold, ${until}, has passed.`,
		fix: 'Write a time to come, or leave it out: the hold is then there until somebody ends it.',
	});

const isUnknown = (hold: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no legal hold ${JSON.stringify(hold.slice(0, 60))}.`,
		fix: 'List them: troupe privacy hold list.',
	});
