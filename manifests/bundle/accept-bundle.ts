import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TroupeError } from '../../core/errors';
import {
	approvalsFolderName,
	audienceOf,
	fileListsFolderName,
	kindOf,
	laterRootsFolderName,
	manifestsFolderName,
	rootFileName,
	snapshotFileName,
	type PackageManifest,
	type SnapshotDocument,
	type SnapshotEntry,
} from '../documents/documents';
import { keysOfRole } from '../keys/key-ring';
import { requireApprovals } from '../package/verify-package';
import type { Bundle } from '../registry/registry-api';
import { parseToken, verifyToken } from '../token/read-token';
import { refusedToken } from '../token/refusal';
import { SeenFiles } from '../tree/seen-files';
import { verifyRootChain } from '../trust/root-chain';
import { requireSuccession } from '../trust/snapshot-succession';
import { approvalFileOf } from '../trust/trust-folders';
import { TrustStore } from '../trust/trust-store';
import { writeWhole } from '../write-file';
import { sha256Of } from './bundle-schema';
import { refusal } from '../refusal';

export interface AcceptRequest {
	bundle: Bundle;
	/** The trust folder that is written. */
	into: string;
	/** The root that people trust, where the folder has none yet. */
	root?: Uint8Array;
	nowMs: number;
}

export interface AcceptedBundle {
	tenant: string;
	snapshotVersion: number;
	/** ISO 8601: until when the site may go by it. */
	goodUntil: string;
	roots: number;
	manifests: number;
	approvals: number;
}

/**
 * Takes a bundle into a trust folder: every part is verified, in a folder beside it, before the first byte of it changes.
 * Its snapshot comes last: until then the site goes by the one that it has.
 * @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_*
 */
export function acceptBundle(request: AcceptRequest): AcceptedBundle {
	const { bundle, into } = request;
	mkdirSync(dirname(into), { recursive: true });
	const draft = join(dirname(into), `.${basename(into)}-${randomUUID()}.draft`);
	try {
		layOut(draft, request);
		const trust = new TrustStore({ pinned: draft, named: true }, new SeenFiles(), request.nowMs, { tenant: bundle.tenant });
		const snapshot = trust.snapshot();
		requireNoneOlder(into, trust, snapshot.document, request);
		const manifests = snapshot.document.manifests.filter(({ state }) => state !== 'revoked').map((entry) => requireWhole(entry, trust));
		requireNothingElse(bundle, snapshot.document);
		commit(draft, into);
		return {
			tenant: bundle.tenant,
			snapshotVersion: snapshot.document.ver,
			goodUntil: new Date(snapshot.goodUntilMs).toISOString(),
			roots: trust.root.document.ver,
			manifests: manifests.length,
			approvals: manifests.reduce((sum, count) => sum + count, 0),
		};
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
}

/** The bundle as a trust folder, under the root that is trusted here. */
function layOut(draft: string, { bundle, into, root }: AcceptRequest): void {
	const own = join(into, rootFileName);
	const pinned = existsSync(own) ? readFileSync(own) : root;
	if (pinned === undefined) throw missingRoot(into);
	writeWhole(join(draft, rootFileName), Buffer.from(pinned).toString('latin1'));
	const first = versionOf(Buffer.from(pinned).toString('latin1'));
	for (const edition of bundle.roots) {
		if (versionOf(edition.tokens) !== edition.version)
			throw refusedToken('the bundle', 'claims', `its root ${edition.version} claims to be another edition`, {
				expected: edition.version,
				actual: versionOf(edition.tokens),
			});
		if (edition.version > first) writeWhole(join(draft, laterRootsFolderName, `${edition.version}.jwt`), edition.tokens);
	}
	for (const manifest of bundle.manifests) writeWhole(join(draft, manifestsFolderName, `${sha256Of(manifest)}.jwt`), manifest);
	for (const list of bundle.fileLists) writeWhole(join(draft, fileListsFolderName, `${sha256Of(list)}.json`), list);
	for (const approval of bundle.approvals) writeWhole(join(draft, fileOf(approval)), approval);
	writeWhole(join(draft, snapshotFileName), bundle.snapshot);
}

/** Nothing of a running site is taken back: neither editions of the root, nor snapshots, nor what one of them said. */
function requireNoneOlder(into: string, trust: TrustStore, next: SnapshotDocument, { bundle, nowMs }: AcceptRequest): void {
	for (const name of filesIn(join(into, laterRootsFolderName))) {
		const version = Number.parseInt(name, 10);
		if (version > trust.root.document.ver)
			throw rolledBack(
				`edition ${version} of the root is trusted in ${into} already, and the bundle knows ${trust.root.document.ver} at most`,
				version,
				trust.root.document.ver,
			);
	}
	const path = join(into, snapshotFileName);
	if (!existsSync(path)) return;
	const parsed = parseToken(path, 'troupe-snapshot+jwt', readFileSync(path));
	const { keys, root } = verifyRootChain(
		{ name: rootFileName, bytes: readFileSync(join(into, rootFileName)) },
		(version) => readEdition(into, version),
		Math.min(nowMs, parsed.claimed.iat * 1000),
	);
	const ring = keysOfRole(keys, root.document, 'snapshot', path);
	// Signed by a key that is trusted no more: no evidence of anything.
	if (!ring.has(parsed.keyId)) return;
	const last = verifyToken(parsed, ring, parsed.claimed.iat * 1000, audienceOf(bundle.tenant)).document;
	if (next.ver < last.ver)
		throw rolledBack(`snapshot ${last.ver} is in force in ${into}, and the bundle brings ${next.ver}`, last.ver, next.ver);
	requireSuccession('the snapshot of the bundle', last, next);
}

/** An air-gapped site can ask nobody for what is missing. */
function requireWhole(entry: SnapshotEntry, trust: TrustStore): number {
	const what = `${kindOf(entry)} ${entry.package} ${entry.version}`;
	const manifest = trust.manifestOf(entry);
	if (manifest === undefined) {
		const details = { expected: entry.sha256, actual: 'nothing' };
		throw refusedToken('the bundle', 'missing', `the manifest of ${what} (${entry.sha256}) is not in it`, details);
	}
	const { fileList } = manifest.document as Partial<PackageManifest>;
	if (fileList !== undefined && trust.fileList(fileList.sha256) === undefined) {
		const details = { expected: fileList.sha256, actual: 'nothing' };
		throw refusedToken('the bundle', 'missing', `the list of files of ${what} (${fileList.sha256}) is not in it`, details);
	}
	return requireApprovals(trust, manifest).length;
}

/** What the snapshot does not name was not asked for. */
function requireNothingElse({ manifests }: Bundle, snapshot: SnapshotDocument): void {
	const named = new Set(snapshot.manifests.map(({ sha256 }) => sha256));
	const extra = manifests.map(sha256Of).find((sha256) => !named.has(sha256));
	if (extra === undefined) return;
	const details = { expected: 'only manifests that its snapshot names', actual: extra };
	throw refusedToken('the bundle', 'claims', `it holds the manifest ${extra}, which its snapshot does not name`, details);
}

/** What is new lies under names of its own; the snapshot that makes it count is one rename. */
function commit(draft: string, into: string): void {
	mkdirSync(into, { recursive: true });
	for (const folder of [laterRootsFolderName, fileListsFolderName, manifestsFolderName, approvalsFolderName]) {
		for (const name of filesIn(join(draft, folder))) writeWhole(join(into, folder, name), readFileSync(join(draft, folder, name), 'utf8'));
	}
	// The root of a new folder before the last: a root alone would be pinned, and refuse everything.
	writeWhole(join(into, snapshotFileName), readFileSync(join(draft, snapshotFileName), 'latin1'));
	if (!existsSync(join(into, rootFileName))) cpSync(join(draft, rootFileName), join(into, rootFileName));
}

function readEdition(folder: string, version: number) {
	const path = join(folder, laterRootsFolderName, `${version}.jwt`);
	return existsSync(path) ? { name: path, bytes: readFileSync(path) } : undefined;
}

function versionOf(tokens: string): number {
	return parseToken('a root', 'troupe-root+jwt', Buffer.from(tokens.split('\n')[0] ?? '', 'latin1')).claimed.ver;
}

function fileOf(approval: string): string {
	const { claimed, keyId } = parseToken('an approval of the bundle', 'troupe-approval+jwt', Buffer.from(approval, 'latin1'));
	return approvalFileOf(claimed.manifest, keyId);
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

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
		message: `${join(into, rootFileName)} is not there, and a bundle cannot vouch for itself`,
		fix: 'Bring the root that your ops team trusts by another way, and name it with --root.',
		details: { document: rootFileName, reason: 'missing', expected: join(into, rootFileName), actual: 'nothing' },
	});
}
