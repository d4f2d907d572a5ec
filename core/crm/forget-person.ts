import { type Crm, type Doubt, erasedName } from '../ports/crm';
import { plain } from '../base/text/plain-text';
import { isMarked } from './lead-notes';
import { isFullName } from './people/compare-names';
import { findKnownPeople, type KnownPerson } from './people/find-known-people';

export interface ForgottenInCrm {
	people: string[];
	deals: string[];
	doubts: Doubt[];
	/** True if the CRM listed all people of the name. */
	isWhole: boolean;
}

/**
 * Removes a person's records: of their leads, and with their number unless the name contradicts. Deals stay, without our notes' texts and the name in
 * the title.
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
	for (const { id } of people) {
		await crm.notes.empty({ kind: 'person', id }, () => true, signal);
		await crm.people.remove(id, signal);
	}
	return { people: people.map(({ id }) => id), deals: left, doubts, isWhole };
}

const isNamedAfter = (title: string | undefined, name: string) =>
	plain(title) === plain(name) || (isFullName(name) && plain(title).includes(plain(name)));
