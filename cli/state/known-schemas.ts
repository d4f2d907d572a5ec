import type { DatabaseSchema } from '../../providers/database/back-up';
import { stateFile, stateLayout, type StateSchema } from '../../providers/database/state-database';
import { schemaVersion } from '../../engine-adapter/embedded/state/schema';
import { inboxFile } from '../../providers/state/channels/receipts/file-inbox';
import { inboxSchema } from '../../providers/state/channels/receipts/inbox-schema';
import { stateSubjects } from '../../providers/state/subjects';

const ofSubjects = (subjects: readonly StateSchema[]): DatabaseSchema => ({
	version: stateLayout,
	migrations: subjects.map(({ name, version }) => `${name} ${version}`).sort(),
});

/** The databases that Troupe opens in its home, with the schema of this version. A test compares it with what the stores create. */
export const knownSchemas: Record<string, DatabaseSchema> = {
	[stateFile]: ofSubjects(stateSubjects),
	[inboxFile]: ofSubjects([inboxSchema]),
	'engine.db': { version: schemaVersion, migrations: [] },
	'knowledge.db': { version: 1, migrations: ['0001-catalogue'] },
	'memory.db': { version: 1, migrations: ['0001-memory'] },
	'registry.db': { version: 1, migrations: ['0001-registry'] },
};
