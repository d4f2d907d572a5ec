import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import {
	approvalsFolderName,
	audience,
	audienceOf,
	defaultTenant,
	fileListsFolderName,
	laterRootsFolderName,
	manifestsFolderName,
	rootFileName,
	snapshotFileName,
	type OfflineUse,
	type PackageManifest,
	type SnapshotDocument,
	type SnapshotEntry,
} from '../documents/documents';
import { keysOfRole } from '../token/key-ring';
import { requireApprovals } from '../package/verify-package';
import type { Bundle } from '../registry/registry-api';
import { parseToken, verifyToken } from '../token/read-token';
import { isoTime, refusedToken } from '../token/refused-token';
import { SeenFiles } from '../tree/seen-files';
import { AcceptedBefore } from '../trust/accepted-before';
import type { HighWater } from '../trust/high-water';
import { verifyRootChain } from '../trust/root/root-chain';
import { requireSuccession } from '../trust/snapshot-succession';
import { approvalFileOf } from '../trust/trust-folders';
import { TrustStore } from '../trust/trust-store';
import { writeWhole } from '../write-file';
import { bundleChanges, whatIs, type BundleChanges } from './bundle-changes';
import { sha256Of } from './bundle-schema';
import { refusal } from '../refusal';
import { Lapses } from './lapses';

interface AcceptRequest {
	bundle: Bundle;
	/** The trust folder that is written. */
	into: string;
	/** The root that people trust, where the folder has none yet. */
	root?: Uint8Array;
	nowMs: number;
	/** What this machine accepted before. Absent: the folder alone says what was. */
	highWater?: HighWater;
	/** Says what would come of it, and changes nothing. */
	check?: boolean;
}

export interface AcceptedBundle {
	tenant: string;
	snapshotVersion: number;
	/** ISO 8601: until when the site may go by it. */
	goodUntil: string;
	/** Whom it was issued for, when it is for a site without a network. */
	offline?: OfflineUse;
	roots: number;
	manifests: number;
	approvals: number;
	/** Against what the folder held. */
	changes: BundleChanges;
	/** What the registry approved once and gates refuse: its approver or author is gone, or its signatures expired. */
	lapsed: Array<{ what: string; reason: string }>;
	/** What ends before the site does. */
	endsSooner: Array<{ what: string; until: string }>;
}

/**
 * Takes a bundle into a trust folder: every part is verified, in a folder beside it, before the first byte of it changes.
 * Its snapshot comes last: until then the site goes by the one that it has.
 * @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_*
 */
export function acceptBundle(given: AcceptRequest): AcceptedBundle {
	const { bundle, into, highWater } = given;
	const request = { ...given, nowMs: highWater?.now(given.nowMs) ?? given.nowMs };
	mkdirSync(dirname(into), { recursive: true });
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
		requireNothingElse(bundle, snapshot.document);
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
			changes: bundleChanges(last, snapshot.document),
			lapsed: lapsed.map(({ what, reason }) => ({ what, reason: reason.replaceAll(`${draft}/`, '') })),
			endsSooner: whole.filter(({ until }) => until < end).map(({ what, until }) => ({ what, until: isoTime(until) })),
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
		if (edition.version === first && payloadOf(edition.tokens) !== payloadOf(Buffer.from(pinned).toString('latin1')))
			throw refusedToken('the bundle', 'claims', `its root is another one than the one that is trusted in ${into}`, {
				expected: sha256Of(payloadOf(Buffer.from(pinned).toString('latin1'))),
				actual: sha256Of(payloadOf(edition.tokens)),
			});
		if (edition.version > first) writeWhole(join(draft, laterRootsFolderName, `${edition.version}.jwt`), edition.tokens);
	}
	for (const manifest of bundle.manifests) writeWhole(join(draft, manifestsFolderName, `${sha256Of(manifest)}.jwt`), manifest);
	for (const list of bundle.fileLists) writeWhole(join(draft, fileListsFolderName, `${sha256Of(list)}.json`), list);
	for (const approval of bundle.approvals) writeWhole(join(draft, fileOf(approval)), approval);
	writeWhole(join(draft, snapshotFileName), bundle.snapshot);
}

/** Nothing of a running site is taken back: neither editions of the root, nor snapshots, nor what one of them said. */
function lastSnapshot(
	into: string,
	trust: TrustStore,
	next: SnapshotDocument,
	{ bundle, nowMs }: AcceptRequest,
): SnapshotDocument | undefined {
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
	if (!existsSync(path)) return undefined;
	const parsed = parseToken(path, 'troupe-snapshot+jwt', readFileSync(path));
	const { keys, root } = verifyRootChain(
		{ name: rootFileName, bytes: readFileSync(join(into, rootFileName)) },
		(version) => readEdition(into, version),
		Math.min(nowMs, parsed.claimed.iat * 1000),
	);
	const ring = keysOfRole(keys, root.document, 'snapshot', path);
	// Signed by a key that is trusted no more: no evidence of anything.
	if (!ring.has(parsed.keyId)) return undefined;
	if (parsed.claimed.aud !== audienceOf(bundle.tenant)) throw ofAnotherTenant(into, parsed.claimed.aud, bundle.tenant);
	const last = verifyToken(parsed, ring, parsed.claimed.iat * 1000, audienceOf(bundle.tenant)).document;
	if (next.ver < last.ver)
		throw rolledBack(
			`it brings snapshot ${next.ver}, issued at ${isoTime(next.iat)}, and ${into} goes by snapshot ${last.ver}, issued at ${isoTime(last.iat)}`,
			last.ver,
			next.ver,
		);
	requireSuccession('the snapshot of the bundle', last, next);
	if (last.offline !== undefined && next.offline === undefined) throw forMinutes(into, last, next);
	return last;
}

/** A site would stop within minutes, for somebody left out an option where the registry is. */
function forMinutes(into: string, last: SnapshotDocument, next: SnapshotDocument): TroupeError {
	const [expected, actual] = [isoTime(last.exp), isoTime(next.exp)];
	return refusedToken(
		'the bundle',
		'claims',
		`it is for another registry, and good until ${actual} only; ${into} lives until ${expected} by one for a site without a network`,
		{ expected, actual },
		'Export one that lasts: `troupe manifest bundle export --valid-for 90d`.',
	);
}

function ofAnotherTenant(into: string, aud: string, tenant: string): TroupeError {
	const expected = aud === audience ? defaultTenant : aud.slice(audience.length + 1);
	return refusedToken(
		'the bundle',
		'claims',
		`it is of the tenant ${tenant}, and ${into} goes by the tenant ${expected}`,
		{ expected, actual: tenant },
		'Import a bundle of that tenant, or name another folder with --into.',
	);
}

/**
 * Everything that may run: an air-gapped site can ask nobody for what is missing. What only lapsed, for keys and signatures do, stops itself
 * alone: gates refuse it here as they do elsewhere.
 */
function wholeManifests(bundle: Bundle, snapshot: SnapshotDocument, trust: TrustStore) {
	const lapses = new Lapses(bundle, trust);
	const [whole, lapsed]: [Whole[], AcceptedBundle['lapsed']] = [[], []];
	for (const entry of snapshot.manifests) {
		if (entry.state === 'revoked') continue;
		try {
			whole.push(requireWhole(entry, trust));
		} catch (error) {
			const reason = lapses.reasonOf(entry, error);
			if (reason === undefined) throw error;
			lapsed.push({ what: whatIs(entry), reason });
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
	const what = whatIs(entry);
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
	const approvals = requireApprovals(trust, manifest);
	return { what, approvals: approvals.length, until: Math.min(manifest.document.exp, ...approvals.map(({ document }) => document.exp)) };
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
	// Editions of the root count at once: they come right before the snapshot.
	for (const folder of [fileListsFolderName, manifestsFolderName, approvalsFolderName, laterRootsFolderName]) {
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

const payloadOf = (tokens: string): string => tokens.trim().split('\n')[0]?.split('.')[1] ?? '';

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
