import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import { audience } from '../documents/document-words';
import { defaultTenant, getAudience, laterRootsFolderName, rootFileName, snapshotFileName } from '../documents/documents';
import type { SnapshotDocument } from '../documents/snapshot-document';
import { refusal } from '../refusal';
import { selectRoleKeys } from '../token/key-ring';
import { parseToken, verifyToken } from '../token/read-token';
import { isoTime, refusedToken } from '../token/refused-token';
import { verifyRootChain } from '../trust/root/root-chain';
import { requireSuccession } from '../trust/snapshot-succession';
import type { TrustStore } from '../trust/trust-store';
import type { AcceptRequest } from './accepted-bundle';
import { listFiles } from './lay-out-bundle';

/** Refuses to go back on a running site: root editions, snapshots and their entries. */
export function lastSnapshot(
	into: string,
	trust: TrustStore,
	next: SnapshotDocument,
	{ bundle, nowMs }: AcceptRequest,
): SnapshotDocument | undefined {
	for (const name of listFiles(join(into, laterRootsFolderName))) {
		const version = Number.parseInt(name, 10);
		if (version > trust.root.document.ver)
			throw rolledBack(
				`edition ${version} of the root is already trusted in ${into}, but the newest in the bundle is ${trust.root.document.ver}`,
				version,
				trust.root.document.ver,
			);
	}
	const path = join(into, snapshotFileName);
	if (!existsSync(path)) return undefined;
	const parsed = parseToken(path, 'troupe-snapshot+jwt', readFileSync(path));
	const { keys, root } = verifyRootChain(
		{ name: rootFileName, bytes: readFileSync(join(into, rootFileName)) },
		(version) => readEdition(into, version),
		Math.min(nowMs, parsed.claimed.iat * 1000),
	);
	const ring = selectRoleKeys(keys, root.document, 'snapshot', path);
	// Its key is no longer trusted, so it is not evidence.
	if (!ring.has(parsed.keyId)) return undefined;
	if (parsed.claimed.aud !== getAudience(bundle.tenant)) throw refuseOtherTenant(into, parsed.claimed.aud, bundle.tenant);
	const last = verifyToken(parsed, ring, parsed.claimed.iat * 1000, getAudience(bundle.tenant)).document;
	if (next.ver < last.ver)
		throw rolledBack(
			`it contains snapshot ${next.ver}, issued at ${isoTime(next.iat)}, but ${into} already has snapshot ${last.ver}, issued at ${isoTime(last.iat)}`,
			last.ver,
			next.ver,
		);
	requireSuccession('the snapshot of the bundle', last, next);
	if (last.offline !== undefined && next.offline === undefined) throw refuseShortLived(into, last, next);
	return last;
}

/** The site would stop within minutes because the registry omitted an option. */
function refuseShortLived(into: string, last: SnapshotDocument, next: SnapshotDocument): TroupeError {
	const [expected, actual] = [isoTime(last.exp), isoTime(next.exp)];
	return refusedToken(
		'the bundle',
		'claims',
		`it is meant for another registry and only valid until ${actual}; the offline snapshot in ${into} is valid until ${expected}`,
		{ expected, actual },
		'Export a long-lived one: `troupe manifest bundle export --valid-for 90d`.',
	);
}

function refuseOtherTenant(into: string, aud: string, tenant: string): TroupeError {
	const expected = aud === audience ? defaultTenant : aud.slice(audience.length + 1);
	return refusedToken(
		'the bundle',
		'claims',
		`it belongs to the tenant ${tenant}, but ${into} belongs to the tenant ${expected}`,
		{ expected, actual: tenant },
		'Import a bundle of that tenant, or specify another folder with --into.',
	);
}

function readEdition(folder: string, version: number) {
	const path = join(folder, laterRootsFolderName, `${version}.jwt`);
	return existsSync(path) ? { name: path, bytes: readFileSync(path) } : undefined;
}

function rolledBack(reason: string, expected: number, actual: number): TroupeError {
	return refusal({
		code: 'MANIFEST_ROLLED_BACK',
		message: `The bundle is refused: ${reason}`,
		fix: 'Export a newer one: `troupe manifest bundle export`.',
		details: { document: 'the bundle', reason: 'rollback', expected, actual },
	});
}
