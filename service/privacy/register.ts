import { type Field, listFields, type TableData, type Tables } from '../../core/base/privacy/personal-data';
import { engineData } from '../../engine-adapter/embedded/state/engine-data';
import { registryData } from '../../manifests/registry/store/registry-data';
import { knowledgeData } from '../../providers/knowledge/database/knowledge-tables';
import { memoryData } from '../../providers/memory/memory-tables';
import { stateFile } from '../../providers/database/state-database';
import { inboxFile } from '../../providers/state/channels/receipts/file-inbox';
import { inboxSchema } from '../../providers/state/channels/receipts/inbox-schema';
import { stateSubjects } from '../../providers/state/subjects';

export interface RegisteredTable {
	store: string;
	/** The state's subject: `usage`. In other stores, the store. */
	subject: string;
	name: string;
	data: TableData;
	fields: Field[];
}

const ofStore = (store: string, subject: string, tables: Tables): RegisteredTable[] =>
	Object.entries(tables).map(([name, data]) => ({ store, subject, name, data, fields: listFields(data) }));

/** The register of personal data: every table of Troupe's databases, with each field's facts about a person. */
export const registeredTables: readonly RegisteredTable[] = [
	...stateSubjects.flatMap(({ name, tables }) => ofStore(stateFile, name, tables)),
	...ofStore(inboxFile, inboxSchema.name, inboxSchema.tables),
	...ofStore('memory.db', 'memory', memoryData),
	...ofStore('knowledge.db', 'knowledge', knowledgeData),
	...ofStore('registry.db', 'registry', registryData),
	...ofStore('engine.db', 'processes', engineData),
];

/** Why a table's rows survive a forgetting; undefined if they go. */
export const findStayReason = ({ store, table }: { store: string; table: string }): TableData['stays'] =>
	registeredTables.find((one) => one.store === store && one.name === table)?.data.stays;

/** True if a forgetting keeps the rows without their person, whom the row itself names. */
export const isAnonymised = ({ store, table }: { store: string; table: string }): boolean =>
	registeredTables.some(
		(one) => one.store === store && one.name === table && one.data.stays === 'rights' && one.data.whose?.contact !== undefined,
	);

export const isFoundByText = ({ store, table }: { store: string; table: string }): boolean =>
	registeredTables.some((one) => one.store === store && one.name === table && one.data.whose?.text !== undefined);
