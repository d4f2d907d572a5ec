import type { Crm, Doubt, PersonFields, StoredPerson } from '../../ports/crm';
import { choosePerson, type ChosenPerson, isAsCreated } from '../people/choose-person';

interface Search {
	remembered: readonly string[];
	/** An earlier attempt of this creation may have made the person. */
	isOwn: boolean;
	ofCompany: { email?: string; phone?: string };
	earlier: readonly string[];
}

const maxDoubts = 5;

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
	// If the CRM allows one company a person, moving would lose the other.
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
	// Doubts of an unfinished creation were never reported.
	const told = [...chosen.doubts, ...((isOwn && chosen.weaker) || [])].slice(0, maxDoubts);
	if (chosen.person) return { person: chosen.person, doubts: told };
	const { companyId } = fields;
	const unseen: Doubt[] = isWhole || companyId === undefined ? [] : [{ kind: 'company', id: companyId, because: 'too-many-people' }];
	return { doubts: [...told, ...unseen] };
}
