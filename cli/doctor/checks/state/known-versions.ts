import { schemaVersion } from '../../../../engine-adapter/embedded/state/schema';
import { knowledgeMigrations } from '../../../../providers/knowledge/database/migrations';
import { memoryMigrations } from '../../../../providers/memory/memory-tables';
import { settingSchema } from '../../../../providers/state/setting-store';
import { usageSchema } from '../../../../providers/state/usage/usage-schema';
import { violationSchema } from '../../../../providers/state/violation-store';

const count = (migrations: object) => Object.keys(migrations).length;

/** The latest schema that this version of Troupe knows, by the file of the store. A test compares them with files that the stores create. */
export const knownVersions: Readonly<Record<string, number>> = {
	'conversation-states.db': 1,
	'conversations.db': 1,
	'engine.db': schemaVersion,
	'knowledge.db': count(knowledgeMigrations('sqlite').all),
	'memory.db': count(memoryMigrations('sqlite').all),
	'runs.db': 3,
	'settings.db': settingSchema.version,
	'tenants.db': 1,
	'usage.db': usageSchema.version,
	'vault.db': 1,
	'vectors.db': 1,
	'violations.db': violationSchema.version,
};
