import type { NormalAlias } from './normalize-alias';

/** What is stored of a contact that an event could concern. */
export interface KnownContact {
	id: string;
	/** Milliseconds since the epoch. */
	createdAt: number;
	aliases: readonly NormalAlias[];
	/** Contacts that a person said are others. No proof joins them. */
	apart?: readonly string[];
}

/**
 * Who an event concerns, and what it changes.
 * - `attach`: names that the contact did not have. A name of another contact moves: its line belongs to someone else now.
 * - `merge`: contacts that the event proves to be the same person, which become part of the first.
 */
export interface Resolution {
	/** Undefined: a new contact. */
	contact: string | undefined;
	attach: NormalAlias[];
	merge: string[];
}

/** A person has one account of a kind, and any number of phone numbers and e-mail addresses. */
const isAccount = ({ kind }: { kind: string }) => kind !== 'phone' && kind !== 'email';

/**
 * Decides who the names of one event belong to. Names that a provider ties together in one event are proof that they are one person's, unless the
 * contacts have different accounts of one kind: then a phone number has changed hands, and no contacts become one. A name that people typed says
 * whose event it is only where the event proves nothing: it never joins contacts or accounts, and whoever is proven to have it gets it.
 * @param claims the names of one event, without repetitions; at least one
 * @param known every contact that has one of the names
 */
export function resolveContact(claims: readonly NormalAlias[], known: readonly KnownContact[]): Resolution {
	const accounts = claims.filter((claim) => claim.proof === 'provider' && isAccount(claim));
	// An account says who writes; a phone number, whose line it is.
	const proven = [...accounts, ...claims.filter((claim) => claim.proof === 'provider' && !isAccount(claim))];
	const owners = unique(
		(proven.length > 0 ? proven : claims).map((claim) => findOwner(claim, known)).filter((owner) => owner !== undefined),
	);
	const contact = owners.find((owner) => fits(owner, accounts));
	const merge = contact ? findSame(contact, proven, known) : [];
	return { contact: contact?.id, merge: merge.map(({ id }) => id), attach: findAttached(claims, known, contact, merge) };
}

/** A contact that is certain to be another person has a different account of a kind that the event names. */
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

/** Finds whose a name is. What people typed about a contact does not count against a proof. */
function findOwner({ kind, value, proof }: NormalAlias, known: readonly KnownContact[]): KnownContact | undefined {
	const isIt = (alias: NormalAlias) => alias.kind === kind && alias.value === value && (alias.proof === 'provider' || proof === 'entered');
	return known.find(({ aliases }) => aliases.some(isIt));
}

const unique = <Item>(items: Item[]) => [...new Set(items)];
