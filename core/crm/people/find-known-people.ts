import { type Crm, type Doubt, erasedName, type StoredPerson } from '../../ports/crm';
import { choosePerson } from './choose-person';

export interface KnownPerson {
	name: string | null;
	/** E.164, as a provider named them. */
	phones: readonly string[];
	leads: { codes: readonly string[]; people: readonly string[]; deals: readonly string[] };
	remembered: readonly string[];
}

interface FoundPeople {
	people: StoredPerson[];
	doubts: Doubt[];
	isWhole: boolean;
}

export async function findKnownPeople(
	{ name, phones, leads, remembered }: KnownPerson,
	crm: Crm,
	signal: AbortSignal,
): Promise<FoundPeople> {
	const all = new Map<string, StoredPerson>();
	let isWhole = true;
	for (let index = 0; index < Math.max(1, phones.length, leads.codes.length); index += 1) {
		const listed = await crm.people.list({ name: name ?? '', phone: phones[index], externalCode: leads.codes[index] }, signal);
		for (const person of listed.people) all.set(person.id, person);
		isWhole &&= listed.isWhole;
	}
	for (const id of [...leads.people, ...remembered]) {
		const person = all.has(id) ? undefined : await crm.people.get(id, signal);
		if (person) all.set(id, person);
	}
	const candidates = [...all.values()].filter((person) => person.name !== erasedName);
	const isOfLead = ({ id, externalCode = '' }: StoredPerson) => leads.people.includes(id) || leads.codes.includes(externalCode);
	const people = new Set(candidates.filter(isOfLead));
	const doubts = new Map<string, Doubt>();
	for (const phone of phones) {
		const chosen = choosePerson({ name: name ?? '', phone }, candidates, { emails: [], phones: [] });
		if (chosen.person) people.add(chosen.person);
		for (const doubt of [...chosen.doubts, ...(chosen.weaker ?? [])]) doubts.set(doubt.id, doubt);
	}
	const found = [...people];
	return { people: found, doubts: [...doubts.values()].filter(({ id }) => !found.some((one) => one.id === id)), isWhole };
}
