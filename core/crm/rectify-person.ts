import { plain } from '../base/text/plain-text';
import { parsePhone } from '../conversations/contacts/parse-phone';
import type { Crm, Doubt, PersonFields, StoredPerson } from '../ports/crm';
import { findKnownPeople, type KnownPerson } from './people/find-known-people';
import { hasAny } from './recording/find-changes';

export type CorrectedPerson = Pick<Partial<PersonFields>, 'name' | 'email' | 'phone'>;

export interface RectifiedInCrm {
	people: string[];
	/** Unchanged fields by person id: of several addresses or numbers, people must choose. */
	left: Array<{ id: string; field: 'email' | 'phone' }>;
	doubts: Doubt[];
	isWhole: boolean;
}

/** Corrects a person in a CRM; idempotent. @param names previous and current names */
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

/** Replaces a single address. Among several, correct ones would be lost. */
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
