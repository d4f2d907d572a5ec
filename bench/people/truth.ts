/** What is true of people, from what their webhooks said, and how far a list of contacts differs from it. */
import type { Name, Said } from './person';

/** A contact as the command line lists it: the names that are proven, by their ids. */
export interface ListedContact {
	names: string[];
}

export interface Verdict {
	/** People in one contact with others. */
	falseMerges: number;
	/** Contacts of one person too many, where webhooks proved that they are one. */
	missedMerges: number;
	/** Names that webhooks proved, and no contact has. */
	missingNames: number;
}

/**
 * @param said in two phases: between them, numbers change hands
 * @param moved the ids of these numbers, with their new owner's
 */
export function judgeContacts(contacts: readonly ListedContact[], said: readonly Said[], moved: ReadonlyMap<string, number>): Verdict {
	const owners = new Map<string, number>();
	for (const { person, names } of said) for (const { id } of names) owners.set(id, moved.get(id) ?? person);
	const places = new Map<string, number>();
	contacts.forEach(({ names }, contact) => names.forEach((name) => places.set(name, contact)));
	const peopleOf = contacts.map(({ names }) => new Set(names.map((name) => owners.get(name)).filter((owner) => owner !== undefined)));
	return {
		falseMerges: peopleOf.reduce((sum, { size }) => sum + Math.max(0, size - 1), 0),
		missedMerges: groupNames(said, moved).reduce((sum, group) => {
			const found = new Set(group.map((name) => places.get(name)).filter((place) => place !== undefined));
			return sum + Math.max(0, found.size - 1);
		}, 0),
		missingNames: [...owners.keys()].filter((name) => !places.has(name)).length,
	};
}

/** Names that webhooks tie together, directly or through others: a number that changed hands ties those of its first owner, and belongs to the second. */
function groupNames(said: readonly Said[], moved: ReadonlyMap<string, number>): string[][] {
	const leaders = new Map<string, string>();
	const lead = (name: string): string => {
		const leader = leaders.get(name) ?? name;
		if (leader === name) return name;
		const top = lead(leader);
		leaders.set(name, top);
		return top;
	};
	const keyOf = ({ id }: Name, person: number) => (moved.has(id) && moved.get(id) !== person ? `${id} of ${person}` : id);
	for (const { person, names } of said) {
		const keys = names.map((name) => keyOf(name, person));
		for (const key of keys) {
			if (!leaders.has(key)) leaders.set(key, key);
			leaders.set(lead(key), lead(keys[0]!));
		}
	}
	const groups = new Map<string, string[]>();
	for (const key of leaders.keys()) groups.set(lead(key), [...(groups.get(lead(key)) ?? []), key]);
	return [...groups.values()];
}
