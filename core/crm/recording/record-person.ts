import type { Doubt, PersonFields, StoredPerson } from '../../ports/crm';
import type { Lead, RecordedStep } from '../lead';
import { isName } from '../people/compare-names';
import { isSharedMailbox } from '../people/shared-mailbox';
import { findChanges, hasAny, withoutKnownContacts } from './find-changes';
import { findOrCreate } from './find-or-create';
import { joinIntents, type LeadParts, type LeadProgress, withTiming } from './lead-parts';
import type { FoundCompany } from './record-company';
import { searchPerson } from './search-person';

export function listPersonKeys({ person }: Lead): string[] {
	const { phone, email } = person ?? {};
	return [
		...(phone === undefined ? [] : [`phone ${phone}`]),
		...(email === undefined || isSharedMailbox(email) ? [] : [`address ${email}`]),
	];
}

/** Records a lead's person and links the company. @param ofPerson memory of the person's number and address */
export async function recordPerson(
	lead: Lead,
	company: FoundCompany | null,
	ofPerson: readonly LeadProgress[],
	parts: LeadParts,
	signal: AbortSignal,
): Promise<RecordedStep | null> {
	if (lead.person === undefined) return null;
	const { progress } = parts;
	const { people } = parts.crm;
	const companyId = company?.id;
	const fields: PersonFields = { ...lead.person, externalCode: lead.id, ...(companyId !== undefined && { companyId }) };
	const remembered = ofPerson.flatMap(({ ids }) => ids.person ?? []);
	let doubts: readonly Doubt[] = [];
	const find = async (isOwn: boolean) => {
		const mine = progress.ids.person === undefined ? undefined : await people.get(progress.ids.person, signal);
		if (mine) return mine;
		const search = { remembered, isOwn, ofCompany: { ...lead.company, ...company?.fields }, earlier: company?.earlier ?? [] };
		const chosen = await searchPerson(fields, search, parts.crm, signal);
		doubts = chosen.doubts;
		return chosen.person;
	};
	const create = async () => people.create({ ...fields, email: await findFreeAddress(fields, undefined, parts, signal) }, signal);
	const keep = async (id: string) => {
		if (doubts.length > 0) await parts.tellDoubts({ kind: 'person', id }, doubts);
		for (const holder of ofPerson) if (holder.ids.person !== id) await holder.save({ person: id });
		if (progress.ids.person !== id) await progress.save({ person: id }, doubts);
	};
	const intent = joinIntents([progress, ...ofPerson], 'person');
	const found = await findOrCreate(withTiming({ what: 'the person', find, create, keep, intent }, parts));
	const changed = found.stored ? await updatePerson(found.stored, fields, company, parts, signal) : [];
	return { id: found.id, isNew: found.isNew, changed };
}

async function updatePerson(
	stored: StoredPerson,
	fields: PersonFields,
	company: FoundCompany | null,
	parts: LeadParts,
	signal: AbortSignal,
): Promise<string[]> {
	const { crm } = parts;
	const { name, custom: _custom, externalCode: _code, companyId, ...details } = fields;
	const { email, ...others } = findChanges<Partial<PersonFields>>(withoutKnownContacts(details, stored), stored);
	const address = email === undefined ? undefined : await findFreeAddress(fields, stored.id, parts, signal);
	const isNamed = !isName(stored.name) && isName(name);
	const changes: Partial<PersonFields> = { ...(isNamed && { name }), ...others, ...(address !== undefined && { email: address }) };
	if (hasAny(changes)) await crm.people.update(stored.id, changes, signal);
	// Never takes a person from another company.
	const mayMove = crm.hasUniqueAddresses || stored.companyId === undefined || company?.earlier.includes(stored.companyId);
	if (companyId !== undefined && stored.companyId !== companyId && mayMove) await crm.relate(stored.id, companyId, signal);
	return Object.keys(changes);
}

/** Undefined for an address of somebody else, if the CRM allows each once. */
async function findFreeAddress(
	{ name, email }: PersonFields,
	id: string | undefined,
	{ crm }: LeadParts,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (!crm.hasUniqueAddresses || email === undefined) return email;
	if (isSharedMailbox(email)) return undefined;
	const { people } = await crm.people.list({ name, email }, signal);
	return people.some((person) => person.id !== id && person.emails.includes(email)) ? undefined : email;
}
