import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { ManifestDocument } from '../../documents/documents';
import { mayHaveSeveral, mostManifestsOfVersion, revokesVersion } from '../../documents/several-manifests';
import { inspectDocument } from '../../token/inspect-document';
import { readToken, type VerifiedToken } from '../../token/read-token';
import { ownerOf, personName } from '../../trust/count-approvals';
import type { Change } from '../changes/change';
import { ringOf } from '../changes/root-keeper';
import { isSame } from '../rules/json-changes';
import type { ManifestRow } from '../store/tables';
import { revoked, versionsOf, type VersionRow } from '../find/find-manifest';

/** Whether the caller vouches for it, or hands on what was published elsewhere. */
export type Origin = 'caller' | 'bundle';

type Published = VerifiedToken<'troupe-manifest+jwt'>;

/**
 * The manifest of the version that is there already: the same bytes, or the same content that its author signed again, as people do who
 * run a command twice. What another registry hands on stays as it is: approvals are of its bytes.
 * @throws TroupeError MANIFEST_REVOKED
 */
export async function findSame(
	change: Change,
	manifest: Published,
	ofVersion: readonly VersionRow[],
	origin: Origin,
): Promise<string | undefined> {
	if (ofVersion.some(({ sha256 }) => sha256 === manifest.sha256)) return manifest.sha256;
	if (origin === 'bundle') return undefined;
	for (const row of ofVersion) {
		if (!isOfSamePerson(change, row.key_id, manifest.keyId)) continue;
		if (!isSame(contentOf(await readDocument(change, row.sha256)), contentOf(manifest.document))) continue;
		if (row.state === 'revoked' && mayHaveSeveral(row)) throw revoked(row);
		if (row.state !== 'revoked' && (await stillHolds(change, row.sha256))) return row.sha256;
	}
	return undefined;
}

/** @throws TroupeError MANIFEST_EXISTS, MANIFEST_REVOKED, INPUT_TOO_LARGE when there is no place for one more manifest of a version */
export function refuseTaken(of: Pick<ManifestRow, 'kind' | 'name' | 'version'>, ofVersion: readonly VersionRow[], actual: string): void {
	const [first] = ofVersion;
	if (first !== undefined && !mayHaveSeveral(of)) throw exists(first, actual);
	if (ofVersion.some(revokesVersion)) throw revoked(of);
	const count = ofVersion.filter(({ state }) => state !== 'revoked').length;
	if (count < mostManifestsOfVersion) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${of.name} ${of.version} has ${count} manifests, at most ${mostManifestsOfVersion} of a version are compared with what is installed`,
		fix: `Revoke one that no installation is as any more: \`troupe manifest revoke ${of.name}@${of.version}#HASH\`.`,
		details: { expected: mostManifestsOfVersion, actual: count },
	});
}

/** A draft that was published before its version was revoked, and came here after. @throws TroupeError MANIFEST_REVOKED */
export async function refuseRevokedVersion({ connection }: Change, row: ManifestRow): Promise<void> {
	const versions = await versionsOf(connection, row.kind, row.name);
	if (versions.some((one) => one.version === row.version && revokesVersion(one))) throw revoked(row);
}

/** Others of a version that say the same of the same files, whoever signed them: to take one back and leave them would take back nothing. */
export async function twinsOf(change: Change, row: ManifestRow, versions: readonly VersionRow[]): Promise<VersionRow[]> {
	const content = contentOf(await readDocument(change, row.sha256));
	const twins: VersionRow[] = [];
	for (const one of versions) {
		if (one.version !== row.version || one.sha256 === row.sha256 || one.state === 'revoked') continue;
		if (isSame(contentOf(await readDocument(change, one.sha256)), content)) twins.push(one);
	}
	return twins;
}

/** What it says, without when it was signed and until when it is good. */
function contentOf({ iat: _iat, exp: _exp, ...content }: ManifestDocument): object {
	return content;
}

function isOfSamePerson({ root: { document } }: Change, one: string, other: string): boolean {
	const [owner, another] = [ownerOf(document, one), ownerOf(document, other)];
	return one === other || (owner !== undefined && another !== undefined && personName(owner) === personName(another));
}

/** Neither expired, nor of a key that the root names no more: else it is signed anew. */
async function stillHolds(change: Change, sha256: string): Promise<boolean> {
	const name = 'The manifest';
	try {
		readToken(name, 'troupe-manifest+jwt', await tokenOf(change, sha256), ringOf(change.root, 'author', name), change.nowMs);
		return true;
	} catch (error) {
		if (isTroupeError(error) && error.code === 'TOKEN_INVALID') return false;
		throw error;
	}
}

/** One that was verified when it came in. */
export async function readDocument(change: Change, sha256: string): Promise<ManifestDocument> {
	return inspectDocument(`The manifest ${sha256}`, await tokenOf(change, sha256)).claimed as ManifestDocument;
}

async function tokenOf({ connection }: Change, sha256: string): Promise<Buffer> {
	const { token } = await connection.selectFrom('manifests').select('token').where('sha256', '=', sha256).executeTakeFirstOrThrow();
	return Buffer.from(token, 'latin1');
}

function exists({ sha256, name, version, state }: VersionRow, actual: string): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_EXISTS',
		message: `${name} ${version} is published already, as ${state}, with the hash ${sha256}; what was published cannot be changed, this one has ${actual}`,
		fix: 'Publish it under the next version, and have that approved.',
		details: { expected: sha256, actual, state },
	});
}
