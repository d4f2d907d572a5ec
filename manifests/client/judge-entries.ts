import { createHash } from 'node:crypto';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { PublishedKind } from '../../core/ports/manifests';
import type { PublishedManifest } from '../documents/documents';
import type { SnapshotEntry } from '../documents/snapshot-document';
import { requireApprovals } from '../package/verify-package';
import { refusal } from '../refusal';
import type { TrustStore } from '../trust/trust-store';

type Runnable = SnapshotEntry & { state: 'approved' | 'deprecated' };

export interface Entries {
	trust: TrustStore;
	/** By `kind:name`. */
	byName: Map<string, SnapshotEntry[]>;
	verified: Map<string, { document: PublishedManifest; sha256: string }>;
}

/** @throws TroupeError MANIFEST_MISSING, MANIFEST_NOT_APPROVED, TOKEN_INVALID */
export function verifyEntry({ trust, verified }: Entries, entry: SnapshotEntry) {
	const cached = verified.get(entry.sha256);
	if (cached) return cached;
	const manifest = trust.findManifest(entry);
	if (!manifest) throw notHere(entry);
	requireApprovals(trust, manifest);
	const document = manifest.document as PublishedManifest;
	const content = { document, sha256: createHash('sha256').update(document.content).digest('hex') };
	verified.set(entry.sha256, content);
	return content;
}

interface Judged {
	entry: Runnable;
	document?: PublishedManifest;
	refusal?: TroupeError;
}

export function judgeAll(view: Entries, kind: PublishedKind): Judged[] {
	const entries = [...view.byName].filter(([key]) => key.startsWith(`${kind}:`)).flatMap(([, versions]) => listRunnable(versions));
	return entries.map((entry) => {
		try {
			return { entry, document: verifyEntry(view, entry).document };
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			return { entry, refusal: error };
		}
	});
}

export function listRunnable(entries: readonly SnapshotEntry[]): Runnable[] {
	const revoked = new Set(entries.filter(({ state }) => state === 'revoked').map(({ version }) => version));
	return entries.filter((entry): entry is Runnable => entry.state !== 'revoked' && !revoked.has(entry.version));
}

function notHere({ kind, package: name, version, sha256 }: SnapshotEntry): TroupeError {
	return refusal({
		code: 'MANIFEST_MISSING',
		message: `The manifest of the ${kind ?? 'package'} ${name} ${version} is not on this machine (yet): the snapshot names ${sha256}.`,
		fix: 'Make the registry reachable, or import a bundle that contains it (`troupe manifest bundle import`).',
		retryable: true,
		details: { document: `${name} ${version}`, reason: 'missing', expected: sha256, actual: 'nothing', name, version, sha256 },
	});
}
