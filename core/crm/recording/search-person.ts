import type { Crm, Doubt, PersonFields, StoredPerson } from '../../ports/crm';
import { choosePerson, type ChosenPerson, isAsCreated } from '../people/choose-person';

interface Search {
	/** Ids of people who were known by the number or the address. */
	remembered: readonly string[];
	/** The person may be there because this creation was begun before. */
	isOwn: boolean;
	/** Contacts that are not a person's own. */
	ofCompany: { email?: string; phone?: string };
	/** Companies whose person it may be as well. */
	earlier: readonly string[];
}

/** As many as people will look at. */
const maxDoubts = 5;

/** Finds the person among those that the CRM lists and those that are remembered. */
export async function searchPerson(
	fields: PersonFields,
	{ remembered, isOwn, ofCompany, earlier }: Search,
	crm: Crm,
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
		!crm.hasUniqueAddresses && fields.companyId !== undefined && ![undefined, ...earlier, fields.companyId].includes(companyId);
	const candidates = [...all.values()].filter((person) => !isElsewhere(person)).sort((one, other) => Number(one.id) - Number(other.id));
	const contacts = { emails: [ofCompany.email ?? []].flat(), phones: [ofCompany.phone ?? []].flat() };
	const own = isOwn ? candidates.findLast((person) => isAsCreated(fields, person)) : undefined;
	const chosen = choosePerson(
		fields,
		candidates.filter((person) => person !== own),
		contacts,
	);
	if (own) return { person: own, doubts: chosen.doubts.slice(0, maxDoubts) };
	// Nobody was told of the doubts if the creation did not end.
	const told = [...chosen.doubts, ...((isOwn && chosen.weaker) || [])].slice(0, maxDoubts);
	if (chosen.person) return { person: chosen.person, doubts: told };
	const { companyId } = fields;
	const unseen: Doubt[] = isWhole || companyId === undefined ? [] : [{ kind: 'company', id: companyId, because: 'too-many-people' }];
	return { doubts: [...told, ...unseen] };
}
