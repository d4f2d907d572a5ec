import { TroupeError } from '../../core/base/errors';
import type { DatabaseSchema } from '../../providers/database/back-up';
import type { LeftOut } from './home-contents';

export const manifestFile = 'manifest.json';
/** The folder of the archive that holds Troupe's home, and that of the dumps of PostgreSQL. */
export const homeFolder = 'home';
export const postgresFolder = 'postgres';

export interface BackupFile {
	/** In the archive. */
	path: string;
	bytes: number;
	/** Hex. */
	sha256: string;
	schema?: DatabaseSchema;
}

export interface BackupManifest {
	format: 'troupe-backup';
	version: 1;
	/** A UUID. */
	id: string;
	product: string;
	/** ISO 8601. What was acknowledged before it is in the backup. */
	startedAt: string;
	/** In the order of the archive. */
	files: BackupFile[];
	/** The keys that were encrypted and stored beside the archive, by their path in the home. */
	keys: string[];
	/** PostgreSQL databases that hold state, without user and password. */
	postgres: PostgresState[];
	leftOut: LeftOut[];
}

export interface PostgresState {
	where: string;
	/** The settings that name it. */
	settings: string[];
	/** Its dump in the archive, by `pg_dump --format=custom`; undefined if there is none. */
	file?: string;
	why?: string;
}

const formatVersion = 1;

/** @throws TroupeError STORAGE_DAMAGED; NOT_SUPPORTED for a later format */
export function parseManifest(bytes: Uint8Array, archive: string): BackupManifest {
	let manifest: Partial<BackupManifest>;
	try {
		manifest = JSON.parse(Buffer.from(bytes).toString()) as Partial<BackupManifest>;
	} catch (cause) {
		throw damagedArchive(archive, 'its manifest is not JSON', cause);
	}
	if (manifest?.format !== 'troupe-backup') throw damagedArchive(archive, 'it has no manifest of a Troupe backup');
	if (typeof manifest.version === 'number' && manifest.version > formatVersion)
		throw laterBackup(archive, `its format is ${manifest.version}; this version reads ${formatVersion}`);
	const lists = [manifest.files, manifest.keys, manifest.postgres, manifest.leftOut];
	if (!lists.every(Array.isArray) || !manifest.files!.every(isBackupFile) || !manifest.keys!.every(isSafePath))
		throw damagedArchive(archive, 'its manifest is incomplete');
	return manifest as BackupManifest;
}

export const totalBytes = ({ files }: BackupManifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Returns true if a path stays in the folder that it begins in. */
const isSafePath = (path: unknown): path is string =>
	typeof path === 'string' && path.split('/').every((part) => !['', '.', '..'].includes(part)) && !/[\\\0]/.test(path);

function isBackupFile({ path, bytes, sha256, schema }: Partial<BackupFile>): boolean {
	const isSafe = isSafePath(path) && [homeFolder, postgresFolder].includes(path.split('/')[0]!) && path.includes('/');
	const hasSchema = schema === undefined || (Number.isInteger(schema.version) && Array.isArray(schema.migrations));
	return isSafe && hasSchema && Number.isSafeInteger(bytes) && /^[0-9a-f]{64}$/.test(sha256 ?? '');
}

export function damagedArchive(archive: string, what: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The backup ${archive} is not whole: ${what}.`,
		fix: 'Copy it again from where it is stored, or use another backup. `troupe verify-backup` checks one without restoring it.',
		details: { file: archive },
		cause,
	});
}

export function laterBackup(archive: string, what: string): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The backup ${archive} was made by a later version of Troupe: ${what}.`,
		fix: 'Restore it with the version of Troupe that made it, or a later one. The backup is intact.',
		details: { file: archive },
	});
}
