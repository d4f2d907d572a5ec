import { getKind } from '../documents/documents';
import type { SnapshotDocument, SnapshotEntry } from '../documents/snapshot-document';

/** The differences between a snapshot and the previous one, by kind, name and version. */
export interface BundleChanges {
	added: string[];
	/** May run as before: approved again, or no longer deprecated. */
	approved: string[];
	deprecated: string[];
	revoked: string[];
}

export const nameEntry = (entry: Pick<SnapshotEntry, 'kind' | 'package' | 'version'>): string =>
	`${getKind(entry)} ${entry.package} ${entry.version}`;

export function compareSnapshots(last: SnapshotDocument | undefined, next: SnapshotDocument): BundleChanges {
	const before = new Map((last?.manifests ?? []).map((entry) => [nameEntry(entry), entry]));
	const changes: BundleChanges = { added: [], approved: [], deprecated: [], revoked: [] };
	for (const entry of next.manifests) {
		const name = nameEntry(entry);
		const previous = before.get(name);
		if (previous?.state === entry.state && previous.sha256 === entry.sha256) continue;
		if (entry.state === 'approved') changes[previous === undefined ? 'added' : 'approved'].push(name);
		else changes[entry.state].push(name);
	}
	return changes;
}
