import { type Field, isAboutPersons, listFields, type TableData, type Tables } from '../../core/base/privacy/personal-data';
import { engineData } from '../../engine-adapter/embedded/state/engine-data';
import { registryData } from '../../manifests/registry/store/registry-data';
import { knowledgeData } from '../../providers/knowledge/database/knowledge-tables';
import { memoryData } from '../../providers/memory/memory-tables';
import { stateFile } from '../../providers/database/state-database';
import { inboxFile } from '../../providers/state/channels/receipts/file-inbox';
import { inboxSchema } from '../../providers/state/channels/receipts/inbox-schema';
import { stateSubjects } from '../../providers/state/subjects';

/** A table of a database of Troupe, as it is declared beside its SQL. */
export interface RegisteredTable {
	/** The file in Troupe's home that holds it where no other database does. */
	store: string;
	/** The subject of the state: `usage`. For other stores, the store. */
	subject: string;
	name: string;
	data: TableData;
	fields: Field[];
}

const ofStore = (store: string, subject: string, tables: Tables): RegisteredTable[] =>
	Object.entries(tables).map(([name, data]) => ({ store, subject, name, data, fields: listFields(data) }));

/** The register of personal data: every table of every database that Troupe opens, with what each field tells of a person. */
export const registeredTables: readonly RegisteredTable[] = [
	...stateSubjects.flatMap(({ name, tables }) => ofStore(stateFile, name, tables)),
	...ofStore(inboxFile, inboxSchema.name, inboxSchema.tables),
	...ofStore('memory.db', 'memory', memoryData),
	...ofStore('knowledge.db', 'knowledge', knowledgeData),
	...ofStore('registry.db', 'registry', registryData),
	...ofStore('engine.db', 'processes', engineData),
];

/** The tables that hold something of contacts. */
export const personalTables: readonly RegisteredTable[] = registeredTables.filter(({ data }) => isAboutPersons(data));

/** Returns why rows of a table stay when a person is forgotten; undefined where they go. */
export const findStayReason = ({ store, table }: { store: string; table: string }): TableData['stays'] =>
	registeredTables.find((one) => one.store === store && one.name === table)?.data.stays;

/** Tells whether a forgetting leaves the rows of a table, without whose they are: what says it is in the row itself. */
export const isAnonymised = ({ store, table }: { store: string; table: string }): boolean =>
	registeredTables.some(
		(one) => one.store === store && one.name === table && one.data.stays === 'rights' && one.data.whose?.contact !== undefined,
	);

/** Tells whether rows of a table are found by a name in a text. */
export const isFoundByText = ({ store, table }: { store: string; table: string }): boolean =>
	registeredTables.some((one) => one.store === store && one.name === table && one.data.whose?.text !== undefined);
