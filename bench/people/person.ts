/** Made-up people with the names that providers have for them, and what webhooks say about them. Knows nothing of how contacts are found. */
import type { Random } from '../../test/contract/random/random';

/** A name of a person. `id` is the same however it is written; `written` are its spellings, all of one line or account. */
export interface Name {
	id: string;
	kind: 'line' | 'lid' | 'bsuid' | 'parent' | 'telegram' | 'inbox-a' | 'inbox-b';
	written: readonly string[];
}

export interface Person {
	number: number;
	lines: Name[];
	accounts: Partial<Record<Exclude<Name['kind'], 'line'>, Name>>;
}

/** One webhook. The provider ties `names` together; `typed` is a number that people wrote into an inbox, right or wrong. */
export interface Said {
	person: number;
	names: Name[];
	typed?: Name;
}

const areaCodes = [11, 21, 31, 41, 44, 51, 61, 71, 81, 85];

/** A line of its own for each index; five in a row differ in nothing but their first digits. */
function createLine(index: number, random: Random): Name {
	const group = Math.floor(index / 5);
	const area = areaCodes[group % areaCodes.length]!;
	const rest = String(1_000_000 + group);
	const line = (...written: string[]): Name => ({ id: `line ${written[0]}`, kind: 'line', written });
	// Brazilian mobile numbers are written with and without their ninth digit.
	const mobile = (first: number) => line(`55${area}9${first}${rest}`, `55${area}${first}${rest}`);
	const styles = [
		() => mobile(random.between(6, 7)),
		() => mobile(random.between(8, 9)),
		() => line(`55${area}3${rest}`), // a fixed line
		() => line(`55${area}93${rest}`), // a mobile number that is this fixed line behind a 9
		() => line(random.pick([`1415${rest}`, `3519${rest}1`, `4915${rest}22`])),
	];
	return styles[index % styles.length]!();
}

/** The numbers of different kinds of accounts are alike, so that a mixture of kinds would show. */
function createAccounts(number: number, random: Random): Person['accounts'] {
	const digits = String(700_000_000 + number);
	const account = (kind: Name['kind'], ...written: string[]): Name => ({ id: `${kind} ${written[0]}`, kind, written });
	const all = {
		lid: account('lid', `${digits}@lid`),
		bsuid: account('bsuid', `${number % 2 ? 'BR' : 'US'}.${Math.floor(number / 2) + 1_000_000}`),
		parent: account('parent', `${number % 2 ? 'BR' : 'US'}.ENT.${Math.floor(number / 2) + 1_000_000}`),
		telegram: account('telegram', String(700_000_001 + number)),
		'inbox-a': account('inbox-a', String(number + 1)),
		'inbox-b': account('inbox-b', String(number + 2)),
	};
	const shares = { lid: 0.75, bsuid: 0.6, parent: 0.25, telegram: 0.4, 'inbox-a': 0.4, 'inbox-b': 0.3 };
	return Object.fromEntries(Object.entries(all).filter(([kind]) => random.chance(shares[kind as keyof typeof shares])));
}

export function createPeople(count: number, random: Random): Person[] {
	return Array.from({ length: count }, (_, number) => {
		const lines = [createLine(number, random), ...(random.chance(0.2) ? [createLine(count + number, random)] : [])];
		return { number, lines, accounts: createAccounts(number, random) };
	});
}

/** What the webhooks of a person say: three to eight of them, each about some of the names. */
export function describePerson(person: Person, people: readonly Person[], random: Random): Said[] {
	const { number, lines, accounts } = person;
	const { lid, bsuid, parent, telegram } = accounts;
	const compact = (...names: Array<Name | false | undefined>) => names.filter((name): name is Name => Boolean(name));
	const ways: Array<() => Said> = [
		() => ({ person: number, names: compact(random.pick(lines), random.chance(0.7) && lid) }),
		() => ({ person: number, names: compact(lid ?? random.pick(lines)) }),
		() => ({ person: number, names: compact(random.chance(0.7) && random.pick(lines), bsuid, random.chance(0.5) && parent) }),
		() => ({ person: number, names: compact(telegram, random.chance(0.5) && random.pick(lines)) }),
		() => ({ person: number, names: compact(accounts['inbox-a']), typed: typeNumber(person, people, random) }),
		() => ({ person: number, names: compact(accounts['inbox-b']), typed: typeNumber(person, people, random) }),
	];
	return random.times(3, 8, () => random.pick(ways)()).filter(({ names }) => isPossible(names));
}

/** A share of what people type is somebody else's. */
function typeNumber({ lines }: Person, people: readonly Person[], random: Random): Name | undefined {
	if (random.chance(0.2)) return undefined;
	return random.pick(random.chance(0.3) ? random.pick(people).lines : lines);
}

/** A parent account comes only with the account. */
function isPossible(names: readonly Name[]): boolean {
	const kinds = names.map(({ kind }) => kind);
	return names.length > 0 && (!kinds.includes('parent') || kinds.includes('bsuid'));
}
