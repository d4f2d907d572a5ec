import type { Doubt, PersonFields, StoredPerson } from '../../ports/crm';
import type { Lead, RecordedStep } from '../lead';
import { choosePerson, type ChosenPerson, isAsCreated } from '../people/choose-person';
import { isSharedMailbox } from '../people/shared-mailbox';
import { findChanges, hasAny, withoutKnownContacts } from './find-changes';
import { findOrCreate } from './find-or-create';
import { joinIntents, type LeadParts, type LeadProgress, withTiming } from './lead-parts';
import type { FoundCompany } from './record-company';

/** Keys of what names a person: the number, and an address that is not a mailbox of several people. */
export function listPersonKeys({ person }: Lead): string[] {
	const { phone, email } = person ?? {};
	return [
		...(phone === undefined ? [] : [`phone ${phone}`]),
		...(email === undefined || isSharedMailbox(email) ? [] : [`address ${email}`]),
	];
}

/**
 * Records the person of a lead, and makes them one of the company's.
 * @param ofPerson what is remembered of the person's number and address
 */
export async function recordPerson(
	lead: Lead,
	company: FoundCompany | null,
	ofPerson: readonly LeadProgress[],
	parts: LeadParts,
	signal: AbortSignal,
): Promise<RecordedStep | null> {
	if (lead.person === undefined) return null;
	const { crm, progress } = parts;
	const { people } = crm;
	const companyId = company?.id;
	const fields: PersonFields = { ...lead.person, externalCode: lead.id, ...(companyId !== undefined && { companyId }) };
	const remembered = ofPerson.flatMap(({ ids }) => ids.person ?? []);
	let doubts: readonly Doubt[] = [];
	const find = async (isOwn: boolean) => {
		const mine = progress.ids.person === undefined ? undefined : await people.get(progress.ids.person, signal);
		if (mine) return mine;
		const chosen = await searchPerson(fields, { remembered, isOwn, ofCompany: { ...lead.company, ...company?.fields } }, parts, signal);
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
	const { name: _name, custom: _custom, ...details } = lead.person;
	const { email, ...changes } = found.stored ? findChanges(withoutKnownContacts(details, found.stored), found.stored) : {};
	const address = email === undefined ? undefined : await findFreeAddress(fields, found.id, parts, signal);
	const all: Partial<PersonFields> = { ...changes, ...(address !== undefined && { email: address }) };
	if (hasAny(all)) await people.update(found.id, all, signal);
	// A person is created within the company.
	const isRelated = companyId === undefined || found.isNew || found.stored?.companyId === companyId;
	if (!isRelated) await crm.relate(found.id, companyId, signal);
	return { id: found.id, isNew: found.isNew, changed: Object.keys(all) };
}

interface Search {
	remembered: string[];
	isOwn: boolean;
	ofCompany: { email?: string; phone?: string };
}

async function searchPerson(
	fields: PersonFields,
	{ remembered, isOwn, ofCompany }: Search,
	{ crm }: LeadParts,
	signal: AbortSignal,
): Promise<ChosenPerson> {
	const { people, isWhole } = await crm.people.list(fields, signal);
	const all = new Map(people.map((person) => [person.id, person]));
	for (const id of remembered) {
		const person = all.has(id) ? undefined : await crm.people.get(id, signal);
		if (person) all.set(id, person);
	}
	// A CRM whose people have one company each would lose that of the other.
	const isElsewhere = ({ companyId }: StoredPerson) =>
		!crm.hasUniqueAddresses && fields.companyId !== undefined && companyId !== undefined && companyId !== fields.companyId;
	const candidates = [...all.values()].filter((person) => !isElsewhere(person)).sort((one, other) => Number(one.id) - Number(other.id));
	const contacts = { emails: [ofCompany.email ?? []].flat(), phones: [ofCompany.phone ?? []].flat() };
	const chosen = choosePerson(fields, candidates, contacts);
	if (chosen.person) return chosen;
	const own = isOwn ? candidates.findLast((person) => isAsCreated(fields, person)) : undefined;
	if (own) return { person: own, doubts: chosen.doubts.filter(({ id }) => id !== own.id) };
	const { companyId } = fields;
	const unseen: Doubt[] = isWhole || companyId === undefined ? [] : [{ kind: 'company', id: companyId, because: 'too-many-people' }];
	return { doubts: [...chosen.doubts, ...unseen] };
}

/** Undefined for the address of others where the CRM has each once. */
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
