import { type Crm, type Doubt, erasedName, type StoredPerson } from '../ports/crm';
import { plain } from '../base/text/plain-text';
import { isMarked } from './lead-notes';
import { choosePerson } from './people/choose-person';
import { isFullName } from './people/compare-names';

export interface WhoIsForgotten {
	name: string | null;
	/** E.164, as a provider named them. */
	phones: readonly string[];
	/** Ids of leads, and of the records that were created for them. */
	leads: { codes: readonly string[]; people: readonly string[]; deals: readonly string[] };
	/** Ids of people who once had one of the numbers. */
	remembered: readonly string[];
}

export interface ForgottenInCrm {
	/** Ids of people who were removed. */
	people: string[];
	/** Ids of their deals, which stay. */
	deals: string[];
	/** Others that may be the person; a person decides. */
	doubts: Doubt[];
	/** Whether the CRM showed all whom it has by the name. */
	isWhole: boolean;
}

/**
 * Removes a person from a CRM: the records of their leads, and those with their number whose name does not contradict. Deals stay, without the texts
 * of our notes and without the name in the title.
 */
export async function forgetPerson(whom: WhoIsForgotten, crm: Crm, signal: AbortSignal): Promise<ForgottenInCrm> {
	const { people, doubts, isWhole } = await findPeople(whom, crm, signal);
	const deals = new Set(whom.leads.deals);
	for (const { id } of people) for (const deal of await crm.deals.listOf(id, signal)) deals.add(deal);
	const names = [whom.name, ...people.map(({ name }) => name)].flatMap((name) => name?.trim() || []);
	const left: string[] = [];
	for (const id of deals) {
		const deal = await crm.deals.get(id, signal);
		if (deal === undefined) continue;
		await crm.notes.empty({ kind: 'deal', id }, isMarked, signal);
		if (names.some((name) => isNamedAfter(deal.title, name))) await crm.deals.update(id, { title: erasedName }, signal);
		left.push(id);
	}
	// The people last: an interrupted call finds the deals by them.
	for (const { id } of people) {
		await crm.notes.empty({ kind: 'person', id }, () => true, signal);
		await crm.people.remove(id, signal);
	}
	return { people: people.map(({ id }) => id), deals: left, doubts, isWhole };
}

/** A first name alone can be a part of many words. */
const isNamedAfter = (title: string | undefined, name: string) =>
	plain(title) === plain(name) || (isFullName(name) && plain(title).includes(plain(name)));

async function findPeople({ name, phones, leads, remembered }: WhoIsForgotten, crm: Crm, signal: AbortSignal) {
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
