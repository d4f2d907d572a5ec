import type { TroupeError } from '../../core/base/errors';
import { kindOf, type ManifestState, type SnapshotDocument, type SnapshotEntry } from '../documents/documents';
import { revokesVersion } from '../documents/several-manifests';
import { refusal, type Compared } from '../refusal';

/** The error for a document that is older than one that was accepted before. */
export function rolledBack(document: string, reason: string, message: string, details: Compared): TroupeError {
	return refusal({
		code: 'MANIFEST_ROLLED_BACK',
		message: `${document} is refused: ${message}`,
		fix: 'Get the newest one from whoever signs it. If an older one was put back on purpose: `troupe manifest trust reset`.',
		details: { document, reason, ...details },
	});
}

const strictness: Record<ManifestState, number> = { approved: 0, deprecated: 1, revoked: 2 };

/**
 * A later snapshot has to say at least what the one before said: no entry vanishes, no revision falls, nothing leaves revoked.
 * The version of the whole cannot show that one entry was taken back (TUF specification, section 5.5).
 * @throws TroupeError MANIFEST_ROLLED_BACK
 */
export function requireSuccession(name: string, last: SnapshotDocument, next: SnapshotDocument): void {
	const bySha256 = new Map(next.manifests.map((entry) => [entry.sha256, entry]));
	const known = new Set(last.manifests.map(({ sha256 }) => sha256));
	// Only what is new can have taken the place of another: of several manifests of a version the others were there before.
	const heirs = new Map(next.manifests.filter(({ sha256 }) => !known.has(sha256)).map((entry) => [versionKey(entry), entry]));
	for (const before of last.manifests) {
		const after = bySha256.get(before.sha256);
		const what = `${before.package} ${before.version}`;
		const refuse = (reason: string, message: string, expected: unknown, actual: unknown) =>
			rolledBack(name, reason, `${what} ${message}`, { package: before.package, version: before.version, expected, actual });
		if (after === undefined) {
			// Signed and approved anew under the same number, as people do with a trust folder before a release.
			const heir = heirs.get(versionKey(before));
			if (heir !== undefined && before.state !== 'revoked' && revisionOf(heir) > revisionOf(before)) continue;
			throw refuse('vanished', `stood in snapshot ${last.ver} and vanished from ${next.ver}`, before.sha256, heir?.sha256 ?? 'nothing');
		}
		if (versionKey(after) !== versionKey(before))
			throw refuse('renamed', `became ${after.package} ${after.version}`, before.version, after.version);
		if (before.state === 'revoked' && after.state !== 'revoked') throw refuse('unrevoked', 'was revoked for good', 'revoked', after.state);
		if (revokesVersion(before) && !revokesVersion(after))
			throw refuse('unrevoked', 'was revoked as a version for good', 'the version', 'this manifest alone');
		const [from, to] = [revisionOf(before), revisionOf(after)];
		if (to < from) throw refuse('revision', `fell from revision ${from} to ${to}`, from, to);
		if (to === from && strictness[after.state] < strictness[before.state])
			throw refuse('revision', `went from ${before.state} to ${after.state} in one revision`, before.state, after.state);
	}
}

const revisionOf = (entry: SnapshotEntry) => entry.revision ?? 1;
const versionKey = (entry: SnapshotEntry) => `${kindOf(entry)} ${entry.package} ${entry.version}`;
