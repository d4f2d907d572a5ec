import type { DatabaseSchema } from '../../database/back-up';
import { homeFolder, laterBackup, type BackupManifest } from './manifest';

/** The databases that Troupe opens in its home, with the schema of this version. A test compares it with what the stores create. */
export const knownSchemas: Record<string, DatabaseSchema> = {
	'conversation-states.db': { version: 1, migrations: [] },
	'conversations.db': { version: 1, migrations: [] },
	'engine.db': { version: 5, migrations: [] },
	'knowledge.db': { version: 2, migrations: ['0001-catalogue', '0002-vectors-elsewhere'] },
	'memory.db': { version: 1, migrations: ['0001-memory'] },
	'registry.db': { version: 0, migrations: ['0001-registry', '0002-webhooks', '0003-several-manifests', '0004-access-tokens'] },
	'runs.db': { version: 3, migrations: [] },
	'settings.db': { version: 1, migrations: [] },
	'tenants.db': { version: 1, migrations: [] },
	'usage.db': { version: 3, migrations: [] },
	'vault.db': { version: 1, migrations: [] },
	'vectors.db': { version: 1, migrations: [] },
	'violations.db': { version: 2, migrations: [] },
};

/** Refuses a backup of which this version could not open a database. @throws TroupeError NOT_SUPPORTED */
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
