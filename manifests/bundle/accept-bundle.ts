import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { isTroupeError } from '../../core/base/errors';
import type { TroupeError } from '../../core/base/errors';
import { audience } from '../documents/document-words';
import { defaultTenant, getAudience, laterRootsFolderName, rootFileName, snapshotFileName } from '../documents/documents';
import type { PackageManifest } from '../documents/package-manifest';
import type { SnapshotDocument, SnapshotEntry } from '../documents/snapshot-document';
import { requireApprovals } from '../package/verify-package';
import { refusal } from '../refusal';
import type { Bundle } from '../registry/registry-api';
import { selectRoleKeys } from '../token/key-ring';
import { parseToken, verifyToken } from '../token/read-token';
import { isoTime, refusedToken } from '../token/refused-token';
import { SeenFiles } from '../tree/seen-files';
import { AcceptedBefore } from '../trust/accepted-before';
import { verifyRootChain } from '../trust/root/root-chain';
import { requireSuccession } from '../trust/snapshot-succession';
import { TrustStore } from '../trust/trust-store';
import type { AcceptedBundle, AcceptRequest } from './accepted-bundle';
import { compareSnapshots, nameEntry } from './bundle-changes';
import { computeSha256 } from './bundle-schema';
import { commit, layOut, listFiles } from './lay-out-bundle';

/**
 * Distinguishes lapsed documents from tampered ones. An expired document, or one signed by a former key of the root, was valid when the registry
 * accepted it. Anything else missing or wrong was removed from the bundle or added to it.
 */
class LapsedDocuments {
	readonly #formerKeys: Set<string>;
	readonly #lapsedApprovals: Set<string>;

	constructor(bundle: Bundle, trust: TrustStore) {
		const { roles, retiredKeys = {}, revokedKeyIds = [] } = trust.root.document;
		this.#formerKeys = new Set([...revokedKeyIds, ...bundle.roots.flatMap(({ tokens }) => listKeys(tokens))]);
		for (const keyId of [...roles.author.keyIds, ...roles.approver.keyIds])
			if (!revokedKeyIds.includes(keyId) && !Object.hasOwn(retiredKeys, keyId)) this.#formerKeys.delete(keyId);
		this.#lapsedApprovals = new Set(
			bundle.approvals
				.map((approval) => parseToken('an approval of the bundle', 'troupe-approval+jwt', Buffer.from(approval, 'latin1')))
				.filter(({ keyId, claimed }) => this.#formerKeys.has(keyId) || claimed.exp * 1000 <= trust.nowMs)
				.map(({ claimed }) => claimed.manifest),
		);
	}

	/** Returns undefined when the error is more serious. */
	findReason({ sha256 }: SnapshotEntry, error: unknown): string | undefined {
		if (!isTroupeError(error)) return undefined;
		const { reason, actual } = error.details;
		const isLapsed =
			error.code === 'TOKEN_INVALID'
				? reason === 'expired' || (reason === 'key' && typeof actual === 'string' && this.#formerKeys.has(actual))
				: error.code === 'MANIFEST_NOT_APPROVED' && this.#lapsedApprovals.has(sha256);
		return isLapsed ? error.message : undefined;
	}
}

/** These keys do not let anything run, so the edition need not be trusted. */
function listKeys(tokens: string): string[] {
	const { roles } = parseToken('a root', 'troupe-root+jwt', Buffer.from(tokens.split('\n')[0] ?? '', 'latin1')).claimed;
	return [...roles.author.keyIds, ...roles.approver.keyIds];
}

/** Checks everything that may run: an air-gapped site cannot fetch missing documents. A lapsed manifest affects only itself. */
function wholeManifests(bundle: Bundle, snapshot: SnapshotDocument, trust: TrustStore) {
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

function refuseExtraManifests({ manifests }: Bundle, snapshot: SnapshotDocument): void {
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

/**
 * Verifies every part of a bundle in a folder beside the trust folder before anything changes. The snapshot is written last; until then the site uses
 * its current one. @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_*
 */
export function acceptBundle(input: AcceptRequest): AcceptedBundle {
	const { bundle, into, highWater } = input;
	const request = { ...input, nowMs: highWater?.now(input.nowMs) ?? input.nowMs };
	createFolder(dirname(into));
	const draft = join(dirname(into), `.${basename(into)}-${randomUUID()}.draft`);
	try {
		layOut(draft, request);
		const trust = new TrustStore({ pinned: draft, named: true }, new SeenFiles(), request.nowMs, { tenant: bundle.tenant });
		const snapshot = trust.snapshot();
		const last = lastSnapshot(into, trust, snapshot.document, request);
		const before = new AcceptedBefore({
			folders: { pinned: into },
			root: trust.root.document,
			rootFrom: 'pinned',
			tenant: bundle.tenant,
			highWater,
		});
		before.requireRoot('the root of the bundle');
		before.requireSnapshot('the snapshot of the bundle', snapshot, 'pinned');
		const { whole, lapsed } = wholeManifests(bundle, snapshot.document, trust);
		refuseExtraManifests(bundle, snapshot.document);
		if (!request.check) {
			commit(draft, into);
			before.note(snapshot, 'pinned', Buffer.from(bundle.snapshot, 'latin1'), request.nowMs);
		}
		const end = Math.min(snapshot.document.exp, trust.root.document.exp);
		return {
			tenant: bundle.tenant,
			snapshotVersion: snapshot.document.ver,
			goodUntil: isoTime(end),
			...(snapshot.document.offline && { offline: snapshot.document.offline }),
			roots: trust.root.document.ver,
			manifests: whole.length,
			approvals: whole.reduce((sum, { approvals }) => sum + approvals, 0),
			changes: compareSnapshots(last, snapshot.document),
			lapsed: lapsed.map(({ what, reason }) => ({ what, reason: reason.replaceAll(`${draft}/`, '') })),
			endsSooner: whole.filter(({ until }) => until < end).map(({ what, until }) => ({ what, until: isoTime(until) })),
		};
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
}

/** Refuses to go back on a running site: root editions, snapshots and their entries. */
function lastSnapshot(
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

function refuseShortLived(into: string, last: SnapshotDocument, next: SnapshotDocument): TroupeError {
	const expected = isoTime(last.exp);
	const actual = isoTime(next.exp);
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
