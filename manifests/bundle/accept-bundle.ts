import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import type { TroupeError } from '../../core/base/errors';
import { audience } from '../documents/document-words';
import {
	approvalsFolderName,
	defaultTenant,
	fileListsFolderName,
	getAudience,
	laterRootsFolderName,
	manifestsFolderName,
	rootFileName,
	snapshotFileName,
} from '../documents/documents';
import type { PackageManifest } from '../documents/package-manifest';
import type { OfflineUse, SnapshotDocument, SnapshotEntry } from '../documents/snapshot-document';
import { selectRoleKeys } from '../token/key-ring';
import { requireApprovals } from '../package/verify-package';
import type { Bundle } from '../registry/registry-api';
import { parseToken, verifyToken } from '../token/read-token';
import { isoTime, refusedToken } from '../token/refused-token';
import { SeenFiles } from '../tree/seen-files';
import { AcceptedBefore } from '../trust/accepted-before';
import type { HighWater } from '../trust/high-water';
import { verifyRootChain } from '../trust/root/root-chain';
import { requireSuccession } from '../trust/snapshot-succession';
import { getApprovalPath } from '../trust/trust-folders';
import { TrustStore } from '../trust/trust-store';
import { writeAtomically } from '../write-file';
import { compareSnapshots, nameEntry, type BundleChanges } from './bundle-changes';
import { computeSha256 } from './bundle-schema';
import { refusal } from '../refusal';
import { LapsedDocuments } from './lapsed-documents';

interface AcceptRequest {
	bundle: Bundle;
	/** The trust folder to write. */
	into: string;
	/** The root that people trust, when the folder has none yet. */
	root?: Uint8Array;
	nowMs: number;
	/** The documents that this machine accepted before. Absent: only those in the folder are known. */
	highWater?: HighWater;
	/** Only reports the result, and changes nothing. */
	check?: boolean;
}

export interface AcceptedBundle {
	tenant: string;
	snapshotVersion: number;
	/** The end of the time for which the site can use it, ISO 8601. */
	goodUntil: string;
	/** The person for whom it was issued, when it is for a site without a network. */
	offline?: OfflineUse;
	roots: number;
	manifests: number;
	approvals: number;
	/** Compared with the previous content of the folder. */
	changes: BundleChanges;
	/** Manifests that the registry approved earlier and gates refuse: the approver or author was removed, or the signatures expired. */
	lapsed: Array<{ what: string; reason: string }>;
	/** Manifests that expire before the snapshot does. */
	endsSooner: Array<{ what: string; until: string }>;
}

/**
 * Imports a bundle into a trust folder. Every part is verified in a folder beside it before anything changes. The snapshot is written last; until
 * then the site uses its current one.
 * @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_*
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
			...{ folders: { pinned: into }, root: trust.root.document, rootFrom: 'pinned', tenant: bundle.tenant, highWater },
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

/** Writes the bundle as a trust folder, under the root that is trusted here. */
function layOut(draft: string, { bundle, into, root }: AcceptRequest): void {
	const own = join(into, rootFileName);
	const pinned = existsSync(own) ? readFileSync(own) : root;
	if (pinned === undefined) throw missingRoot(into);
	writeAtomically(join(draft, rootFileName), Buffer.from(pinned).toString('latin1'));
	const first = readVersion(Buffer.from(pinned).toString('latin1'));
	for (const edition of bundle.roots) {
		if (readVersion(edition.tokens) !== edition.version)
			throw refusedToken(
				`its root ${edition.version} claims to be another edition`,
				'claims',
				`its root ${edition.version} claims to be another edition`,
				{
					expected: edition.version,
					actual: readVersion(edition.tokens),
				},
			);
		if (edition.version === first && readPayload(edition.tokens) !== readPayload(Buffer.from(pinned).toString('latin1')))
			throw refusedToken(
				`its root differs from the root that is trusted in ${into}`,
				'claims',
				`its root is another one than the one that is trusted in ${into}`,
				{
					expected: computeSha256(readPayload(Buffer.from(pinned).toString('latin1'))),
					actual: computeSha256(readPayload(edition.tokens)),
				},
			);
		if (edition.version > first) writeAtomically(join(draft, laterRootsFolderName, `${edition.version}.jwt`), edition.tokens);
	}
	for (const manifest of bundle.manifests) writeAtomically(join(draft, manifestsFolderName, `${computeSha256(manifest)}.jwt`), manifest);
	for (const list of bundle.fileLists) writeAtomically(join(draft, fileListsFolderName, `${computeSha256(list)}.json`), list);
	for (const approval of bundle.approvals) writeAtomically(join(draft, findApprovalPath(approval)), approval);
	writeAtomically(join(draft, snapshotFileName), bundle.snapshot);
}

/** Checks that a running site never goes back: neither the editions of the root, nor the snapshots, nor their entries. */
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

/** The site would stop within minutes because an option was left out at the registry. */
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

/**
 * Checks everything that may run, because an air-gapped site cannot fetch missing documents. A manifest that only lapsed, as keys and signatures do,
 * affects only itself: gates refuse it here as they do elsewhere.
 */
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
	/** Seconds since the epoch. */
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

/** Refuses manifests that the snapshot does not name. */
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

/** New documents have new names. The snapshot that makes them effective is a single rename. */
function commit(draft: string, into: string): void {
	createFolder(into);
	// Editions of the root take effect immediately, so they are written right before the snapshot.
	for (const folder of [fileListsFolderName, manifestsFolderName, approvalsFolderName, laterRootsFolderName]) {
		for (const name of listFiles(join(draft, folder)))
			writeAtomically(join(into, folder, name), readFileSync(join(draft, folder, name), 'utf8'));
	}
	// The root of a new folder is written last: a root without a snapshot would be pinned, and refuse everything.
	writeAtomically(join(into, snapshotFileName), readFileSync(join(draft, snapshotFileName), 'latin1'));
	if (!existsSync(join(into, rootFileName))) cpSync(join(draft, rootFileName), join(into, rootFileName));
}

function readEdition(folder: string, version: number) {
	const path = join(folder, laterRootsFolderName, `${version}.jwt`);
	return existsSync(path) ? { name: path, bytes: readFileSync(path) } : undefined;
}

function readVersion(tokens: string): number {
	return parseToken('a root', 'troupe-root+jwt', Buffer.from(tokens.split('\n')[0] ?? '', 'latin1')).claimed.ver;
}

function findApprovalPath(approval: string): string {
	const { claimed, keyId } = parseToken('an approval of the bundle', 'troupe-approval+jwt', Buffer.from(approval, 'latin1'));
	return getApprovalPath(claimed.manifest, keyId);
}

const listFiles = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

const readPayload = (tokens: string): string => tokens.trim().split('\n')[0]?.split('.')[1] ?? '';

function rolledBack(reason: string, expected: number, actual: number): TroupeError {
	return refusal({
		code: 'MANIFEST_ROLLED_BACK',
		message: `The bundle is refused: ${reason}`,
		fix: 'Export a newer one: `troupe manifest bundle export`.',
		details: { document: 'the bundle', reason: 'rollback', expected, actual },
	});
}

function missingRoot(into: string): TroupeError {
	return refusal({
		code: 'TRUST_ROOT_MISSING',
		message: `${join(into, rootFileName)} is missing, and a bundle cannot vouch for itself`,
		fix: 'Get the root that your ops team trusts in another way, and specify it with --root.',
		details: { document: rootFileName, reason: 'missing', expected: join(into, rootFileName), actual: 'nothing' },
	});
}
