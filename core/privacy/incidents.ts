/** What a register of personal data breaches has of each: LGPD art. 48 § 1, ANPD Resolution 15/2024, GDPR art. 33(3) and 33(5). */
import type { IncidentRecipient } from '../base/privacy/incident-kinds';

/** What is known of an incident. A later entry says a field again, and it counts then. */
export interface IncidentFacts {
	/** What happened. */
	nature?: string;
	/** Kinds of data and of people. */
	categories?: readonly string[];
	/** How many people and records; estimates, until more is known. */
	people?: number;
	records?: number;
	consequences?: string;
	/** Before, and since. */
	measures?: string;
	/** Who answers questions: the data protection officer. */
	contact?: string;
	/** Why somebody was told late: both, or the one of them. */
	delay?: string;
	authorityDelay?: string;
	peopleDelay?: string;
	/** Contacts whom the register of contacts counted, and in which period they wrote. */
	contacts?: number;
	from?: string;
	to?: string;
}

/** Those that a report to the authority has to have. */
export const neededFacts = ['nature', 'categories', 'people', 'records', 'consequences', 'measures', 'contact'] as const;

/** Returns what all entries say together, the last word of each field. */
export const foldFacts = (entries: ReadonlyArray<{ facts: IncidentFacts }>): IncidentFacts =>
	Object.assign({}, ...entries.map(({ facts }) => facts)) as IncidentFacts;

/** Names what a report still lacks. The number of people can come from the register of contacts. */
export const listMissing = (facts: IncidentFacts, named: number, late: readonly IncidentRecipient[]): Array<keyof IncidentFacts> => [
	...neededFacts.filter((field) => facts[field] === undefined && !(field === 'people' && countPeople(facts, named) !== undefined)),
	...late.filter((to) => findDelay(facts, to) === undefined).map((to) => delayOf[to]),
];

/** Where it is said why one of them was told late. */
export const delayOf = { authority: 'authorityDelay', people: 'peopleDelay' } as const;

/** Returns why one of them was told late, if it was said of that one, or of both. */
export const findDelay = (facts: IncidentFacts, to: IncidentRecipient): string | undefined => facts[delayOf[to]] ?? facts.delay;

/** Returns how many people are touched: as somebody said, else as the register counted. That it has none says nothing: it may not know them. */
export const countPeople = ({ people, contacts }: IncidentFacts, named: number): number | undefined =>
	people ?? (contacts || named || undefined);
