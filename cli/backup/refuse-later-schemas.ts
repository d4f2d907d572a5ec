import { knownSchemas } from '../state/known-schemas';
import { homeFolder, laterBackup, type BackupManifest } from './manifest';

/** @throws TroupeError NOT_SUPPORTED */
export function refuseLaterSchemas({ files, product }: BackupManifest, archive: string): void {
	for (const { path, schema } of files) {
		const known = knownSchemas[path.slice(homeFolder.length + 1)];
		if (schema === undefined || known === undefined) continue;
		const later = schema.migrations.filter((name) => !known.migrations.includes(name));
		if (schema.version > known.version)
			throw laterBackup(archive, `Troupe ${product}; ${path} has schema ${schema.version}, and this version knows ${known.version}`);
		if (later.length > 0) throw laterBackup(archive, `Troupe ${product}; ${path} has schema ${later.join(', ')}`);
	}
}
