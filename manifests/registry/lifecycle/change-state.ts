import { compare, rcompare, valid } from 'semver';
import { TroupeError } from '../../../core/errors';
import type { Change } from '../changes/change';
import type { DeprecateRequest, ReasonRequest, RollBackRequest } from '../registry-api';
import type { ManifestRow } from '../store/tables';
import { decideRollouts } from '../settings/rollout-changes';
import { about, conflict, findManifest, refuseOtherRevision, revoked, versionsOf } from '../find/find-manifest';
import type { Origin } from './publish';
import { refuseTooMany } from './snapshot-room';

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

/** For good, and of a draft too. Who was sent to it by a deprecation is sent there no more. */
export async function revoke(change: Change, sha256: string, { reason, revision }: ReasonRequest): Promise<void> {
	const row = await findManifest(change.connection, sha256);
	if (row.state === 'revoked') return;
	refuseOtherRevision(row, revision);
	if (row.state === 'draft') await refuseTooMany(change, 'revoke');
	await setState(change, row, { state: 'revoked', successor: null, reason: reason ?? null });
	const versions = await versionsOf(change.connection, row.kind, row.name);
	for (const one of versions.filter(({ state, successor }) => state === 'deprecated' && successor === row.version))
		await setState(change, one, { state: 'deprecated', successor: null });
	change.event('manifest.revoked', about(row));
	await decideRollouts(change, row);
}

/** Deprecates every approved version above `to`, with it as their successor; says its hash. */
export async function rollBack(change: Change, { kind, name, to, reason }: RollBackRequest): Promise<string> {
	const versions = await versionsOf(change.connection, kind, name);
	const approved = versions.filter(({ state }) => state === 'approved').sort((one, other) => rcompare(one.version, other.version));
	const target = to === undefined ? approved[1] : versions.find(({ version }) => version === to);
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
	state: Pick<ManifestRow, 'state' | 'successor'> & { reason?: string | null },
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
	return valid(successor) === null ? undefined : versions.find(({ version }) => version === successor);
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

function nothingBelow(kind: string, name: string, to: string | undefined): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The ${kind} ${name.slice(0, 200)} has no ${to === undefined ? 'approved version below its newest' : `version ${to.slice(0, 100)}`} to go back to`,
		fix: 'List its versions: `troupe manifest list`.',
	});
}
