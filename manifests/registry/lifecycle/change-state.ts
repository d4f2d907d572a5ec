import { compare, rcompare, valid } from 'semver';
import { TroupeError } from '../../../core/base/errors';
import type { Change } from '../changes/change';
import { mayHaveSeveral, revokesVersion } from '../../documents/several-manifests';
import type { DeprecateRequest, ReasonRequest, RevokeVersionRequest, RollBackRequest } from '../registry-api';
import type { ManifestRow } from '../store/tables';
import { decideRollouts } from '../settings/rollout-changes';
import { about, bestOf, conflict, findManifest, refuseOtherRevision, revoked, versionsOf, type VersionRow } from '../find/find-manifest';
import { twinsOf } from './same-version';
import type { Origin } from './same-version';
import { hasRoom, refuseTooMany } from './snapshot-room';

/** It may still run, and says where to go. */
export async function deprecate(change: Change, sha256: string, request: DeprecateRequest, origin: Origin = 'caller'): Promise<void> {
	const row = await findManifest(change.connection, sha256);
	const { successor, reason } = request;
	if (row.state === 'deprecated' && row.successor === (successor ?? null) && row.reason === (reason ?? null)) return;
	refuseOtherRevision(row, request.revision);
	if (row.state === 'revoked' || row.state === 'draft')
		throw conflict(`${row.name} ${row.version} is ${row.state}; only what is approved can be deprecated`, {
			expected: 'approved',
			actual: row.state,
		});
	const next = successor === undefined ? undefined : await findSuccessor(change, row, successor);
	if (successor !== undefined && origin === 'caller') refuseSuccessor(row, successor, next);
	// Where it was deprecated its successor may have been left too; here it may be missing, or revoked.
	const isKnown = origin === 'caller' || next?.state === 'approved' || next?.state === 'deprecated';
	await setState(change, row, { state: 'deprecated', successor: isKnown ? (successor ?? null) : null, reason: reason ?? null });
	change.event('manifest.deprecated', about(row));
	await decideRollouts(change, row);
}

/** For good, and of a draft too: one manifest, and what says the same of the same files; its version where that is all there may be of it. */
export async function revoke(change: Change, sha256: string, { reason, revision }: ReasonRequest): Promise<void> {
	const row = await findManifest(change.connection, sha256);
	if (row.state === 'revoked') return;
	refuseOtherRevision(row, revision);
	if (row.state === 'draft') await refuseTooMany(change, 'revoke');
	const versions = await versionsOf(change.connection, row.kind, row.name);
	const scope = mayHaveSeveral(row) ? 'manifest' : null;
	// A draft that is turned down says nothing against what others approved.
	const twins = scope === null || row.state === 'draft' ? [] : await twinsOf(change, row, versions);
	await takeBack(change, [row, ...twins], scope, reason);
}

/** Every manifest of a version, and by that those that may still come. Says their hashes. */
export async function revokeVersion(change: Change, { kind, name, version, reason }: RevokeVersionRequest): Promise<string[]> {
	const versions = await versionsOf(change.connection, kind, name);
	const ofVersion = versions.filter((row) => row.version === version);
	if (ofVersion.length === 0) throw noVersion(kind, name, version);
	const others = ofVersion.filter((row) => !revokesVersion(row));
	const listed = others.filter(({ state }) => state !== 'draft');
	const drafts = others.filter(({ state }) => state === 'draft');
	await takeBack(change, listed, null, reason);
	for (const row of drafts) {
		// One that stays a draft is not approved any more: its version is revoked.
		if (ofVersion.length > drafts.length && !(await hasRoom(change, 'revoke'))) break;
		await refuseTooMany(change, 'revoke');
		await takeBack(change, [row], null, reason);
	}
	return ofVersion.map(({ sha256 }) => sha256);
}

/** Who was sent to the version by a deprecation is sent there no more, unless some of it is left. */
async function takeBack(
	change: Change,
	rows: ReadonlyArray<Omit<VersionRow, 'key_id'>>,
	scope: ManifestRow['scope'],
	reason: string | undefined,
): Promise<void> {
	const [first] = rows;
	if (first === undefined) return;
	for (const row of rows) {
		await setState(change, row, { state: 'revoked', scope, successor: null, reason: reason ?? null });
		change.event('manifest.revoked', about(row));
	}
	const { kind, name, version } = first;
	const versions = await versionsOf(change.connection, kind, name);
	const left = bestOf(versions, version)?.state;
	if (left !== 'approved' && left !== 'deprecated')
		for (const one of versions.filter(({ state, successor }) => state === 'deprecated' && successor === version))
			await setState(change, one, { state: 'deprecated', successor: null });
	await decideRollouts(change, first);
}

/** Deprecates every approved version above `to`, with it as their successor; says its hash. */
export async function rollBack(change: Change, { kind, name, to, reason }: RollBackRequest): Promise<string> {
	const versions = await versionsOf(change.connection, kind, name);
	const approved = versions.filter(({ state }) => state === 'approved').sort((one, other) => rcompare(one.version, other.version));
	const target = to === undefined ? approved.find(({ version }) => compare(version, approved[0]!.version) < 0) : bestOf(versions, to);
	if (!target) throw nothingBelow(kind, name, to);
	if (target.state === 'revoked') throw revoked(target);
	if (target.state !== 'approved')
		throw conflict(`${name} ${target.version} is ${target.state}; one can go back only to an approved version`, {
			expected: 'approved',
			actual: target.state,
		});
	const above = approved.filter(({ version }) => compare(version, target.version) > 0);
	for (const row of above) {
		await setState(change, row, { state: 'deprecated', successor: target.version, reason: reason ?? null });
		change.event('manifest.deprecated', about(row));
	}
	await decideRollouts(change, { kind, name });
	if (above.length > 0) change.note({ to: target.version, deprecated: above.length });
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
	const versions = await versionsOf(connection, row.kind, row.name);
	return valid(successor) === null ? undefined : bestOf(versions, successor);
}

function refuseSuccessor(row: ManifestRow, successor: string, found: Successor | undefined): void {
	const problem = !found
		? 'is not published'
		: found.version === row.version
			? 'is itself'
			: found.state === 'approved'
				? undefined
				: `is ${found.state}`;
	if (problem !== undefined)
		throw conflict(
			`${row.name} ${row.version} cannot be succeeded by ${successor.slice(0, 100)}, which ${problem}; a successor is approved`,
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
