import { plain } from '../base/text/plain-text';
import { parsePhone } from '../conversations/contacts/parse-phone';
import type { Crm, Doubt, PersonFields, StoredPerson } from '../ports/crm';
import { findKnownPeople, type KnownPerson } from './people/find-known-people';
import { hasAny } from './recording/find-changes';

/** Values that a person's record should have. */
export type CorrectedPerson = Pick<Partial<PersonFields>, 'name' | 'email' | 'phone'>;

export interface RectifiedInCrm {
	/** Ids of people who are as they should be now. */
	people: string[];
	/** Fields that stay as they were, by the id of the person: several addresses or numbers, one of which people have to choose. */
	left: Array<{ id: string; field: 'email' | 'phone' }>;
	/** Others that may be the person; a person decides. */
	doubts: Doubt[];
	/** False where the CRM did not show all whom it has by the names. */
	isWhole: boolean;
}

/**
 * Corrects a person in a CRM. Repeating it changes nothing.
 * @param names what the person was called, and is called now
 */
export async function rectifyPerson(
	{ names, ...whom }: Omit<KnownPerson, 'name'> & { names: ReadonlyArray<string | null> },
	corrected: CorrectedPerson,
	crm: Crm,
	signal: AbortSignal,
): Promise<RectifiedInCrm> {
	const people = new Map<string, StoredPerson>();
	const doubts = new Map<string, Doubt>();
	let isWhole = true;
	for (const name of names) {
		const found = await findKnownPeople({ name, ...whom }, crm, signal);
		for (const person of found.people) people.set(person.id, person);
		for (const doubt of found.doubts) doubts.set(doubt.id, doubt);
		isWhole &&= found.isWhole;
	}
	const left: RectifiedInCrm['left'] = [];
	for (const person of people.values()) {
		const { changes, several } = findCorrections(corrected, person);
		if (hasAny(changes)) await crm.people.update(person.id, changes, signal);
		for (const field of several) left.push({ id: person.id, field });
	}
	return { people: [...people.keys()], left, doubts: [...doubts.values()].filter(({ id }) => !people.has(id)), isWhole };
}

/** One address takes the place of the only one. Of several, those that are right would go with the wrong one. */
function findCorrections({ name, email, phone }: CorrectedPerson, person: StoredPerson) {
	const changes: CorrectedPerson = {};
	const several: Array<'email' | 'phone'> = [];
	if (name !== undefined && name !== person.name) changes.name = name;
	if (email !== undefined && !person.emails.some((one) => plain(one) === plain(email)))
		if (person.emails.length > 1) several.push('email');
		else changes.email = email;
	if (phone !== undefined && !person.phones.some((one) => parsePhone(one) === phone))
		if (person.phones.length > 1) several.push('phone');
		else changes.phone = phone;
	return { changes, several };
}
