import type { PackageManifest } from '../documents/package-manifest';
import type { SnapshotDocument, SnapshotEntry } from '../documents/snapshot-document';
import { requireApprovals } from '../package/verify-package';
import type { Bundle } from '../registry/registry-api';
import { refusedToken } from '../token/refused-token';
import type { TrustStore } from '../trust/trust-store';
import type { AcceptedBundle } from './accepted-bundle';
import { nameEntry } from './bundle-changes';
import { computeSha256 } from './bundle-schema';
import { LapsedDocuments } from './lapsed-documents';

/**
 * Checks everything that may run, because an air-gapped site cannot fetch missing documents. A lapsed manifest affects only itself: gates refuse it.
 */
export function wholeManifests(bundle: Bundle, snapshot: SnapshotDocument, trust: TrustStore) {
	const lapses = new LapsedDocuments(bundle, trust);
	const [whole, lapsed]: [Whole[], AcceptedBundle['lapsed']] = [[], []];
	for (const entry of snapshot.manifests) {
		if (entry.state === 'revoked') continue;
		try {
			whole.push(requireWhole(entry, trust));
		} catch (error) {
			const reason = lapses.findReason(entry, error);
			if (reason === undefined) throw error;
			lapsed.push({ what: nameEntry(entry), reason });
		}
	}
	return { whole, lapsed };
}

interface Whole {
	what: string;
	approvals: number;
	until: number;
}

function requireWhole(entry: SnapshotEntry, trust: TrustStore): Whole {
	const what = nameEntry(entry);
	const manifest = trust.findManifest(entry);
	if (manifest === undefined) {
		const details = { expected: entry.sha256, actual: 'nothing' };
		throw refusedToken('the bundle', 'missing', `the manifest of ${what} (${entry.sha256}) is not in it`, details);
	}
	const { fileList } = manifest.document as Partial<PackageManifest>;
	if (fileList !== undefined && trust.fileList(fileList.sha256) === undefined) {
		const details = { expected: fileList.sha256, actual: 'nothing' };
		throw refusedToken('the bundle', 'missing', `the list of files of ${what} (${fileList.sha256}) is not in it`, details);
	}
	const approvals = requireApprovals(trust, manifest);
	return { what, approvals: approvals.length, until: Math.min(manifest.document.exp, ...approvals.map(({ document }) => document.exp)) };
}

export function refuseExtraManifests({ manifests }: Bundle, snapshot: SnapshotDocument): void {
	const named = new Set(snapshot.manifests.map(({ sha256 }) => sha256));
	const extra = manifests.map(computeSha256).find((sha256) => !named.has(sha256));
	if (extra === undefined) return;
	const details = { expected: 'only manifests that its snapshot names', actual: extra };
	throw refusedToken(
		`it contains the manifest ${extra}, which its snapshot does not name`,
		'claims',
		`it holds the manifest ${extra}, which its snapshot does not name`,
		details,
	);
}
