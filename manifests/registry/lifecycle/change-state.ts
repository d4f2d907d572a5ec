import { compare, rcompare, valid } from 'semver';
import { TroupeError } from '../../../core/base/errors';
import type { Change } from '../changes/change';
import { canHaveSeveralManifests, revokesVersion } from '../../documents/several-manifests';
import type { DeprecateRequest, ReasonRequest, RevokeVersionRequest, RollBackRequest } from '../registry-api';
import type { ManifestRow } from '../store/tables';
import { decideRollouts } from '../settings/rollout-changes';
import {
	about,
	pickBest,
	conflict,
	findManifest,
	refuseOtherRevision,
	revoked,
	listVersions,
	type VersionRow,
} from '../find/find-manifest';
import { findTwins } from './same-version';
import type { Origin } from './same-version';
import { hasRoom, refuseTooMany } from './snapshot-limit';

/** A deprecated manifest still runs, with a warning that names the successor. */
export async function deprecate(change: Change, sha256: string, request: DeprecateRequest, origin: Origin = 'caller'): Promise<void> {
	const row = await findManifest(change.connection, sha256);
	change.identify(row);
	const { successor, reason } = request;
	if (row.state === 'deprecated' && row.successor === (successor ?? null) && row.reason === (reason ?? null)) return;
	refuseOtherRevision(row, request.revision);
	if (row.state === 'revoked' || row.state === 'draft')
		throw conflict(`${row.name} ${row.version} is ${row.state}; only an approved version can be deprecated`, {
			expected: 'approved',
			actual: row.state,
		});
	const next = successor === undefined ? undefined : await findSuccessor(change, row, successor);
	if (successor !== undefined && origin === 'caller') refuseSuccessor(row, successor, next);
	// In a bundle the successor can be missing or revoked here.
	const isKnown = origin === 'caller' || next?.state === 'approved' || next?.state === 'deprecated';
	await setState(change, row, { state: 'deprecated', successor: isKnown ? (successor ?? null) : null, reason: reason ?? null });
	change.note({ ...(successor !== undefined && { successor }), ...(reason !== undefined && { reason }) });
	change.event('manifest.deprecated', about(row));
	await decideRollouts(change, row);
}

/** Revokes permanently, drafts too: one manifest and its twins, or the version if it has only one manifest. */
export async function revoke(change: Change, sha256: string, { reason, revision }: ReasonRequest): Promise<void> {
	const row = await findManifest(change.connection, sha256);
	change.identify(row);
	if (row.state === 'revoked') return;
	refuseOtherRevision(row, revision);
	if (row.state === 'draft') await refuseTooMany(change, 'revoke');
	const versions = await listVersions(change.connection, row.kind, row.name);
	const scope = canHaveSeveralManifests(row) ? 'manifest' : null;
	// Rejecting a draft does not affect approved manifests.
	const twins = scope === null || row.state === 'draft' ? [] : await findTwins(change, row, versions);
	await takeBack(change, [row, ...twins], scope, reason);
}

/** Includes later manifests. Returns the hashes. */
export async function revokeVersion(change: Change, { kind, name, version, reason }: RevokeVersionRequest): Promise<string[]> {
	const versions = await listVersions(change.connection, kind, name);
	const ofVersion = versions.filter((row) => row.version === version);
	if (ofVersion.length === 0) throw noVersion(kind, name, version);
	const others = ofVersion.filter((row) => !revokesVersion(row));
	const listed = others.filter(({ state }) => state !== 'draft');
	const drafts = others.filter(({ state }) => state === 'draft');
	await takeBack(change, listed, null, reason);
	for (const row of drafts) {
		if (ofVersion.length > drafts.length && !(await hasRoom(change, 'revoke'))) break;
		await refuseTooMany(change, 'revoke');
		await takeBack(change, [row], null, reason);
	}
	return ofVersion.map(({ sha256 }) => sha256);
}

/** Removes this version as a successor, unless a manifest of it remains. */
async function takeBack(
	change: Change,
	rows: ReadonlyArray<Omit<VersionRow, 'key_id'>>,
	scope: ManifestRow['scope'],
	reason: string | undefined,
): Promise<void> {
	const [first] = rows;
	if (first === undefined) return;
	change.identify(first);
	change.note({ manifests: rows.length, ...(reason !== undefined && { reason }) });
	for (const row of rows) {
		await setState(change, row, { state: 'revoked', scope, successor: null, reason: reason ?? null });
		change.event('manifest.revoked', about(row));
	}
	const { kind, name, version } = first;
	const versions = await listVersions(change.connection, kind, name);
	const left = pickBest(versions, version)?.state;
	if (left !== 'approved' && left !== 'deprecated')
		for (const one of versions.filter(({ state, successor }) => state === 'deprecated' && successor === version))
			await setState(change, one, { state: 'deprecated', successor: null });
	await decideRollouts(change, first);
}

/** Deprecates every approved version above `to`, with `to` as successor. Returns the hash of `to`. */
export async function rollBack(change: Change, { kind, name, to, reason }: RollBackRequest): Promise<string> {
	const versions = await listVersions(change.connection, kind, name);
	const approved = versions.filter(({ state }) => state === 'approved').sort((one, other) => rcompare(one.version, other.version));
	const target = to === undefined ? approved.find(({ version }) => compare(version, approved[0]!.version) < 0) : pickBest(versions, to);
	if (!target) throw nothingBelow(kind, name, to);
	if (target.state === 'revoked') throw revoked(target);
	if (target.state !== 'approved')
		throw conflict(`${name} ${target.version} is ${target.state}; a rollback must go to an approved version`, {
			expected: 'approved',
			actual: target.state,
		});
	const above = approved.filter(({ version }) => compare(version, target.version) > 0);
	for (const row of above) {
		await setState(change, row, { state: 'deprecated', successor: target.version, reason: reason ?? null });
		change.event('manifest.deprecated', about(row));
	}
	await decideRollouts(change, { kind, name });
	if (above.length > 0) {
		change.identify(target);
		change.note({ to: target.version, deprecated: above.length, ...(reason !== undefined && { reason }) });
	}
	return target.sha256;
}

async function setState(
	change: Change,
	row: Pick<ManifestRow, 'sha256' | 'revision'>,
	state: Pick<ManifestRow, 'state' | 'successor'> & Partial<Pick<ManifestRow, 'reason' | 'scope'>>,
): Promise<void> {
	await change.connection
		.updateTable('manifests')
		.set({ ...state, revision: row.revision + 1 })
		.where('sha256', '=', row.sha256)
		.execute();
	change.touchSnapshot();
}

type Successor = Pick<ManifestRow, 'version' | 'state'>;

async function findSuccessor({ connection }: Change, row: ManifestRow, successor: string): Promise<Successor | undefined> {
	const versions = await listVersions(connection, row.kind, row.name);
	return valid(successor) === null ? undefined : pickBest(versions, successor);
}

function refuseSuccessor(row: ManifestRow, successor: string, next: Successor | undefined): void {
	const problem = !next
		? 'is not published'
		: next.version === row.version
			? 'is itself'
			: next.state === 'approved'
				? undefined
				: `is ${next.state}`;
	if (problem !== undefined)
		throw conflict(
			`${row.name} ${row.version} cannot be succeeded by ${successor.slice(0, 100)}, which ${problem}; a successor must be approved`,
		);
}

function noVersion(kind: string, name: string, version: string): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The ${kind} ${name.slice(0, 200)} has no version ${version.slice(0, 100)}`,
		fix: 'List its versions: `troupe manifest list`.',
	});
}

function nothingBelow(kind: string, name: string, to: string | undefined): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The ${kind} ${name.slice(0, 200)} has no ${to === undefined ? 'approved version below its newest' : `version ${to.slice(0, 100)}`} to go back to`,
		fix: 'List its versions: `troupe manifest list`.',
	});
}
