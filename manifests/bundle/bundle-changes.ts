import { kindOf, type SnapshotDocument, type SnapshotEntry } from '../documents/documents';

/** What a snapshot says that the one before did not, by kind, name and version. */
export interface BundleChanges {
	/** May run now, and was not there. */
	added: string[];
	/** May run as before: signed and approved anew, or back from deprecation. */
	approved: string[];
	deprecated: string[];
	revoked: string[];
}

export const whatIs = (entry: Pick<SnapshotEntry, 'kind' | 'package' | 'version'>): string =>
	`${kindOf(entry)} ${entry.package} ${entry.version}`;

export function bundleChanges(last: SnapshotDocument | undefined, next: SnapshotDocument): BundleChanges {
	const before = new Map((last?.manifests ?? []).map((entry) => [whatIs(entry), entry]));
	const changes: BundleChanges = { added: [], approved: [], deprecated: [], revoked: [] };
	for (const entry of next.manifests) {
		const what = whatIs(entry);
		const known = before.get(what);
		if (known?.state === entry.state && known.sha256 === entry.sha256) continue;
		if (entry.state === 'approved') changes[known === undefined ? 'added' : 'approved'].push(what);
		else changes[entry.state].push(what);
	}
	return changes;
}
