import type { RootDocument } from '../documents/documents';

interface CountedApprovals<Approval> {
	/** One for each person. */
	counted: Approval[];
	discounted: Array<{ approval: Approval; reason: string }>;
	/** How many the root asks for. */
	threshold: number;
	/** Whether that many were counted. */
	enough: boolean;
}

/**
 * Which approvals of a manifest count: by keys that the root gives the role, one for each person, and none by the manifest's author,
 * whichever key she approves with. Who holds a key, the root says (`owners`); of a key of which it says nothing the key stands for a person.
 * The approvals have to be verified, and of this manifest.
 */
export function countApprovals<Approval extends { keyId: string }>(
	root: Pick<RootDocument, 'roles' | 'owners' | 'revokedKeyIds'>,
	authorKeyId: string,
	approvals: readonly Approval[],
): CountedApprovals<Approval> {
	const { keyIds, threshold } = root.roles.approver;
	const author = personOf(root, authorKeyId);
	const persons = new Set<string>();
	const counted: Approval[] = [];
	const discounted: CountedApprovals<Approval>['discounted'] = [];
	for (const approval of approvals) {
		const { keyId } = approval;
		const person = personOf(root, keyId);
		const reason = !keyIds.includes(keyId)
			? `the root does not let the key ${keyId} approve`
			: root.revokedKeyIds?.includes(keyId)
				? `the key ${keyId} is revoked`
				: person === author
					? `the key ${keyId} belongs to the author, and nobody approves her own work`
					: persons.has(person)
						? `the key ${keyId} belongs to somebody who approved already`
						: undefined;
		if (reason !== undefined) discounted.push({ approval, reason });
		else {
			persons.add(person);
			counted.push(approval);
		}
	}
	return { counted, discounted, threshold, enough: counted.length >= threshold };
}

function personOf(root: Pick<RootDocument, 'owners'>, keyId: string): string {
	const owner = ownerOf(root, keyId);
	return owner === undefined ? `key:${keyId}` : `owner:${personName(owner)}`;
}

/** Whose a key is, as the root writes it. */
export function ownerOf({ owners = {} }: Pick<RootDocument, 'owners'>, keyId: string): string | undefined {
	return Object.hasOwn(owners, keyId) ? owners[keyId] : undefined;
}

/** Names are for people: `Ada@Example.com ` is ada@example.com. */
export const personName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
