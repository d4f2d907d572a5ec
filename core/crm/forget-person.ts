import { type Crm, type Doubt, erasedName } from '../ports/crm';
import { plain } from '../base/text/plain-text';
import { isMarked } from './lead-notes';
import { isFullName } from './people/compare-names';
import { findKnownPeople, type KnownPerson } from './people/find-known-people';

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
export async function forgetPerson(whom: KnownPerson, crm: Crm, signal: AbortSignal): Promise<ForgottenInCrm> {
	const { people, doubts, isWhole } = await findKnownPeople(whom, crm, signal);
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
