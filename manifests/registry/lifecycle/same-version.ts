import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { ManifestDocument } from '../../documents/documents';
import { canHaveSeveralManifests, maxManifestsPerVersion, revokesVersion } from '../../documents/several-manifests';
import { inspectDocument } from '../../token/inspect-document';
import { readToken, type VerifiedToken } from '../../token/read-token';
import { findOwner, personName } from '../../trust/count-approvals';
import type { Change } from '../changes/change';
import { selectKeys } from '../changes/root-keeper';
import { isSame } from '../rules/json-changes';
import type { ManifestRow } from '../store/tables';
import { revoked, listVersions, type VersionRow } from '../find/find-manifest';

/** The caller vouches for a manifest, or imports one published elsewhere. */
export type Origin = 'caller' | 'bundle';

type Published = VerifiedToken<'troupe-manifest+jwt'>;

/**
 * Finds the same bytes, or the same content re-signed by its author. Manifests of another registry are not merged: approvals apply to their
 * bytes. @throws TroupeError MANIFEST_REVOKED
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
		if (!hasSameOwner(change, row.key_id, manifest.keyId)) continue;
		if (!isSame(stripTimes(await readDocument(change, row.sha256)), stripTimes(manifest.document))) continue;
		if (row.state === 'revoked' && canHaveSeveralManifests(row)) throw revoked(row);
		if (row.state !== 'revoked' && (await stillHolds(change, row.sha256))) return row.sha256;
	}
	return undefined;
}

/** @throws TroupeError MANIFEST_EXISTS, MANIFEST_REVOKED, INPUT_TOO_LARGE when a version has too many manifests */
export function refuseTaken(of: Pick<ManifestRow, 'kind' | 'name' | 'version'>, ofVersion: readonly VersionRow[], actual: string): void {
	const [first] = ofVersion;
	if (first !== undefined && !canHaveSeveralManifests(of)) throw exists(first, actual);
	if (ofVersion.some(revokesVersion)) throw revoked(of);
	const count = ofVersion.filter(({ state }) => state !== 'revoked').length;
	if (count < maxManifestsPerVersion) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${of.name} ${of.version} has ${count} manifests; the max per version is ${maxManifestsPerVersion}`,
		fix: `Revoke one that no installation matches any longer: \`troupe manifest revoke ${of.name}@${of.version}#HASH\`.`,
		details: { expected: maxManifestsPerVersion, actual: count },
	});
}

/** The draft may be older than its version's revocation. @throws TroupeError MANIFEST_REVOKED */
export async function refuseRevokedVersion({ connection }: Change, row: ManifestRow): Promise<void> {
	const versions = await listVersions(connection, row.kind, row.name);
	if (versions.some((one) => one.version === row.version && revokesVersion(one))) throw revoked(row);
}

/** Finds manifests of a version with the same content, by any signer: revoking only one would have no effect. */
export async function findTwins(change: Change, row: ManifestRow, versions: readonly VersionRow[]): Promise<VersionRow[]> {
	const content = await readDocument(change, row.sha256);
	const twins: VersionRow[] = [];
	for (const one of versions) {
		if (one.version !== row.version || one.sha256 === row.sha256 || one.state === 'revoked') continue;
		if (isSameContent(await readDocument(change, one.sha256), content)) twins.push(one);
	}
	return twins;
}

/** Ignores the author's note, signing time and expiry. */
export const isSameContent = ({ notes: _one, ...one }: ManifestDocument, { notes: _other, ...other }: ManifestDocument): boolean =>
	isSame(stripTimes(one), stripTimes(other));

function stripTimes({ iat: _iat, exp: _exp, ...content }: { iat: unknown; exp: unknown }): object {
	return content;
}

function hasSameOwner({ root: { document } }: Change, one: string, other: string): boolean {
	const owner = findOwner(document, one);
	const another = findOwner(document, other);
	return one === other || (owner !== undefined && another !== undefined && personName(owner) === personName(another));
}

/** True if unexpired with its key in the root. Otherwise it is signed again. */
async function stillHolds(change: Change, sha256: string): Promise<boolean> {
	const name = 'The manifest';
	try {
		readToken(name, 'troupe-manifest+jwt', await readManifestToken(change, sha256), selectKeys(change.root, 'author', name), change.nowMs);
		return true;
	} catch (error) {
		if (isTroupeError(error) && error.code === 'TOKEN_INVALID') return false;
		throw error;
	}
}

export async function readDocument(change: Change, sha256: string): Promise<ManifestDocument> {
	return inspectDocument(`The manifest ${sha256}`, await readManifestToken(change, sha256)).claimed as ManifestDocument;
}

async function readManifestToken({ connection }: Change, sha256: string): Promise<Buffer> {
	const { token } = await connection.selectFrom('manifests').select('token').where('sha256', '=', sha256).executeTakeFirstOrThrow();
	return Buffer.from(token, 'latin1');
}

function exists({ sha256, name, version, state }: VersionRow, actual: string): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_EXISTS',
		message: `${name} ${version} is already published, as ${state}, with the hash ${sha256}; a published version cannot be changed, and this one has ${actual}`,
		fix:
			state === 'draft'
				? `Withdraw the draft first (\`troupe manifest withdraw ${sha256}\`), or publish this one under the next version.`
				: 'Publish it under the next version and have it approved.',
		details: { expected: sha256, actual, state },
	});
}
