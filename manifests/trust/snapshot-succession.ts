import type { TroupeError } from '../../core/base/errors';
import { getKind } from '../documents/documents';
import type { ManifestState, SnapshotDocument, SnapshotEntry } from '../documents/snapshot-document';
import { revokesVersion } from '../documents/several-manifests';
import { listLabels, type SnapshotLabel } from '../registry/resolve/snapshot-labels';
import { refusal, type Compared } from '../refusal';

export function rolledBack(document: string, reason: string, message: string, details: Compared): TroupeError {
	return refusal({
		code: 'MANIFEST_ROLLED_BACK',
		message: `${document} is refused: ${message}`,
		fix: 'Get the newest one from its signer. If an older one was restored on purpose, run `troupe manifest trust reset`.',
		details: { document, reason, ...details },
	});
}

const strictness: Record<ManifestState, number> = { approved: 0, deprecated: 1, revoked: 2 };

/**
 * No entry disappears, no revision decreases, and a revocation is final. The snapshot's version cannot show a rolled-back entry (TUF specification,
 * section 5.5). @throws TroupeError MANIFEST_ROLLED_BACK
 */
export function requireSuccession(name: string, last: SnapshotDocument, next: SnapshotDocument): void {
	requireEntries(name, last, next);
	requireLabels(name, last, next);
}

function requireEntries(name: string, last: SnapshotDocument, next: SnapshotDocument): void {
	const bySha256 = new Map(next.manifests.map((entry) => [entry.sha256, entry]));
	const earlierHashes = new Set(last.manifests.map(({ sha256 }) => sha256));
	// Only a new manifest can replace another; the version's other manifests existed before.
	const heirs = new Map(next.manifests.filter(({ sha256 }) => !earlierHashes.has(sha256)).map((entry) => [versionKey(entry), entry]));
	for (const before of last.manifests) {
		const after = bySha256.get(before.sha256);
		const subject = `${before.package} ${before.version}`;
		const refuse = (reason: string, message: string, expected: unknown, actual: unknown) =>
			rolledBack(name, reason, `${subject} ${message}`, { package: before.package, version: before.version, expected, actual });
		if (after === undefined) {
			// Re-signed under the same number, as in a trust folder before a release.
			const heir = heirs.get(versionKey(before));
			if (heir !== undefined && before.state !== 'revoked' && getRevision(heir) > getRevision(before)) continue;
			throw refuse('vanished', `is in snapshot ${last.ver} but not in ${next.ver}`, before.sha256, heir?.sha256 ?? 'nothing');
		}
		if (versionKey(after) !== versionKey(before))
			throw refuse('renamed', `became ${after.package} ${after.version}`, before.version, after.version);
		if (before.state === 'revoked' && after.state !== 'revoked')
			throw refuse('unrevoked', 'was revoked, which is final', 'revoked', after.state);
		if (revokesVersion(before) && !revokesVersion(after))
			throw refuse('unrevoked', 'was revoked as a whole version, which is final', 'the version', 'this manifest alone');
		const from = getRevision(before);
		const to = getRevision(after);
		if (to < from) throw refuse('revision', `went back from revision ${from} to ${to}`, from, to);
		if (to === from && strictness[after.state] < strictness[before.state])
			throw refuse('revision', `went from ${before.state} to ${after.state} without a new revision`, before.state, after.state);
	}
}

/** A removed label's revision keeps rising when it is set again. */
function requireLabels(name: string, last: SnapshotDocument, next: SnapshotDocument): void {
	const before = new Map(listLabels(last).map((label) => [labelKey(label), label]));
	for (const label of listLabels(next)) {
		const earlier = before.get(labelKey(label));
		if (!earlier || label.revision > earlier.revision) continue;
		if (label.revision === earlier.revision && label.version === earlier.version) continue;
		const [expected, actual] = [earlier, label].map(({ version, revision }) => `${version} (revision ${revision})`);
		const message = `the label ${label.label} of the ${label.kind} ${label.name} went back from ${expected} to ${actual}`;
		throw rolledBack(name, 'revision', message, { package: label.name, version: label.version, expected, actual });
	}
}

const labelKey = ({ kind, name, label }: SnapshotLabel) => `${kind} ${name} ${label}`;
const getRevision = (entry: SnapshotEntry) => entry.revision ?? 1;
const versionKey = (entry: SnapshotEntry) => `${getKind(entry)} ${entry.package} ${entry.version}`;
