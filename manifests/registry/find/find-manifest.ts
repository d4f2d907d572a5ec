import { TroupeError } from '../../../core/base/errors';
import type { ManifestKind } from '../../documents/document-words';
import type { Connection, Database, ManifestRow } from '../store/tables';

/** @throws TroupeError MANIFEST_NOT_FOUND */
export async function findManifest(connection: Database | Connection, sha256: string): Promise<ManifestRow> {
	const row = await connection.selectFrom('manifests').selectAll().where('sha256', '=', sha256).executeTakeFirst();
	if (row) return row;
	throw new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `Your tenant has no manifest with the hash ${sha256.slice(0, 64)}`,
		fix: 'List what was published: `troupe manifest list`.',
		details: { sha256: sha256.slice(0, 64) },
	});
}

export function listVersions(connection: Database | Connection, kind: ManifestKind, name: string) {
	return connection
		.selectFrom('manifests')
		.select(['sha256', 'kind', 'name', 'version', 'state', 'revision', 'successor', 'scope', 'key_id'])
		.where('kind', '=', kind)
		.where('name', '=', name)
		.orderBy('sequence')
		.execute();
}

export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number];

const states: Array<ManifestRow['state']> = ['approved', 'deprecated', 'draft', 'revoked'];

/** Returns the manifest that determines a version's state: runnable ones come first. */
export const pickBest = <Row extends Pick<ManifestRow, 'state' | 'version'>>(rows: readonly Row[], version: string): Row | undefined =>
	rows
		.filter((row) => row.version === version)
		.sort((one, other) => states.indexOf(one.state) - states.indexOf(other.state))
		.at(0);

/** @throws TroupeError STATE_CONFLICT when it changed since the caller read it */
export function refuseOtherRevision(row: Pick<ManifestRow, 'name' | 'version' | 'revision' | 'state'>, expected: number | undefined): void {
	if (expected === undefined || expected === row.revision) return;
	throw conflict(`${row.name} ${row.version} was changed in the meantime: its revision is ${row.revision}, expected ${expected}`, {
		expected,
		actual: row.revision,
	});
}

export function conflict(message: string, details: Record<string, unknown> = {}, fix = 'Read it again, and decide again.'): TroupeError {
	return new TroupeError({ code: 'STATE_CONFLICT', message, fix, details });
}

export function revoked(row: Pick<ManifestRow, 'name' | 'version'>): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_REVOKED',
		message: `${row.name} ${row.version} was revoked, and a revocation is final`,
		fix: 'Release a new version and have it approved.',
		details: { package: row.name, version: row.version },
	});
}

export const about = ({
	sha256,
	kind,
	name,
	version,
}: Pick<ManifestRow, 'sha256' | 'kind' | 'name' | 'version'>): Record<string, string> => ({
	kind,
	name,
	version,
	sha256,
});
