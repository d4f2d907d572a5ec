import type { RootDocument } from '../documents/root-document';

interface CountedApprovals<Approval> {
	/** One per person. */
	counted: Approval[];
	discounted: Array<{ approval: Approval; reason: string }>;
	threshold: number;
	enough: boolean;
}

/**
 * Counts only keys with the role, one per person, never the manifest's author, whichever key she uses. `owners` in the root names a key's holder; a
 * key without an owner counts as a person. The approvals must be verified, and belong to this manifest.
 */
export function countApprovals<Approval extends { keyId: string }>(
	root: Pick<RootDocument, 'roles' | 'owners' | 'revokedKeyIds'>,
	authorKeyId: string,
	approvals: readonly Approval[],
): CountedApprovals<Approval> {
	const { keyIds, threshold } = root.roles.approver;
	const author = identifyPerson(root, authorKeyId);
	const persons = new Set<string>();
	const counted: Approval[] = [];
	const discounted: CountedApprovals<Approval>['discounted'] = [];
	for (const approval of approvals) {
		const { keyId } = approval;
		const person = identifyPerson(root, keyId);
		const reason = !keyIds.includes(keyId)
			? `the root does not let the key ${keyId} approve`
			: root.revokedKeyIds?.includes(keyId)
				? `the key ${keyId} is revoked`
				: person === author
					? `the key ${keyId} belongs to the author, who cannot approve her own manifest`
					: persons.has(person)
						? `the key ${keyId} belongs to a person who has already approved`
						: undefined;
		if (reason !== undefined) discounted.push({ approval, reason });
		else {
			persons.add(person);
			counted.push(approval);
		}
	}
	return { counted, discounted, threshold, enough: counted.length >= threshold };
}

function identifyPerson(root: Pick<RootDocument, 'owners'>, keyId: string): string {
	const owner = findOwner(root, keyId);
	return owner === undefined ? `key:${keyId}` : `owner:${personName(owner)}`;
}

export function findOwner({ owners = {} }: Pick<RootDocument, 'owners'>, keyId: string): string | undefined {
	return Object.hasOwn(owners, keyId) ? owners[keyId] : undefined;
}

/** `Ada@Example.com ` becomes ada@example.com. */
export const personName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** Returns the people with a key that can sign today, by `personName`. */
export function listPresentPeople({ owners = {}, retiredKeys = {} }: Pick<RootDocument, 'owners' | 'retiredKeys'>): Set<string> {
	const active = Object.entries(owners).filter(([keyId]) => !Object.hasOwn(retiredKeys, keyId));
	return new Set(active.map(([, owner]) => personName(owner)));
}
