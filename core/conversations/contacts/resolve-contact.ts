import type { NormalAlias } from './normalize-alias';

export interface KnownContact {
	id: string;
	/** Milliseconds since the epoch. */
	createdAt: number;
	aliases: readonly NormalAlias[];
	/** Contacts that a person marked as different. No proof joins them. */
	apart?: readonly string[];
}

/** `attach`: new names; a name of another contact moves. `merge`: contacts proven to be one person. */
interface Resolution {
	/** Undefined: a new contact. */
	contact: string | undefined;
	attach: NormalAlias[];
	merge: string[];
}

/** A person has one account of a kind, but any number of phone numbers and e-mail addresses. */
const isAccount = ({ kind }: { kind: string }) => kind !== 'phone' && kind !== 'email';

/**
 * Decides whose the names of one event are. Names that a provider ties together belong to one person, unless the contacts have different accounts of
 * one kind: then a phone number changed hands, and no contacts merge. A typed name decides only if the event proves nothing: it never joins contacts
 * or accounts, and a proven owner gets it. @param claims names of one event, without repetitions; at least one @param known every contact with one of
 * the names
 */
export function resolveContact(claims: readonly NormalAlias[], known: readonly KnownContact[]): Resolution {
	const accounts = claims.filter((claim) => claim.proof === 'provider' && isAccount(claim));
	// An account proves the writer; a phone number only the line.
	const proven = [...accounts, ...claims.filter((claim) => claim.proof === 'provider' && !isAccount(claim))];
	const owners = unique(
		(proven.length > 0 ? proven : claims).map((claim) => findOwner(claim, known)).filter((owner) => owner !== undefined),
	);
	const contact = owners.find((owner) => fits(owner, accounts));
	const merge = contact ? findSame(contact, proven, known) : [];
	return { contact: contact?.id, merge: merge.map(({ id }) => id), attach: findAttached(claims, known, contact, merge) };
}

/** A contact with a different account of the same kind is another person. */
function fits(contact: KnownContact, accounts: readonly NormalAlias[]): boolean {
	return accounts.every(({ kind, value }) => {
		const own = contact.aliases.filter((alias) => alias.kind === kind);
		return own.length === 0 || own.some((alias) => alias.value === value);
	});
}

function findSame(contact: KnownContact, proven: readonly NormalAlias[], known: readonly KnownContact[]): KnownContact[] {
	const accounts = [...contact.aliases, ...proven].filter(isAccount);
	const same: KnownContact[] = [];
	for (const owner of unique(proven.map((claim) => findOwner(claim, known)))) {
		if (owner === undefined || owner === contact || !agrees(owner, accounts)) continue;
		if ([contact, ...same].some((other) => isApart(owner, other))) continue;
		same.push(owner);
		accounts.push(...owner.aliases.filter(isAccount));
	}
	return same;
}

const isApart = (one: KnownContact, other: KnownContact) =>
	one.apart?.includes(other.id) === true || other.apart?.includes(one.id) === true;

const agrees = (owner: KnownContact, accounts: readonly { kind: string; value: string }[]) =>
	owner.aliases.filter(isAccount).every(({ kind, value }) => accounts.every((account) => account.kind !== kind || account.value === value));

function findAttached(
	claims: readonly NormalAlias[],
	known: readonly KnownContact[],
	contact: KnownContact | undefined,
	merged: readonly KnownContact[],
): NormalAlias[] {
	return claims.filter((claim) => {
		const owner = findOwner(claim, known);
		if (owner === undefined) return claim.proof === 'provider' || !contact || fits(contact, isAccount(claim) ? [claim] : []);
		if (contact !== undefined && [contact, ...merged].some((other) => isApart(owner, other))) return false;
		return owner !== contact && !merged.includes(owner) && claim.proof === 'provider';
	});
}

/** Finds the owner of a name. Typed names do not count against a proof. */
function findOwner({ kind, value, proof }: NormalAlias, known: readonly KnownContact[]): KnownContact | undefined {
	const isIt = (alias: NormalAlias) => alias.kind === kind && alias.value === value && (alias.proof === 'provider' || proof === 'entered');
	return known.find(({ aliases }) => aliases.some(isIt));
}

const unique = <Item>(items: Item[]) => [...new Set(items)];
