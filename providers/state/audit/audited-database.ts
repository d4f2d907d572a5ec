import { defaultTenant, everyTenant } from '../../../core/base/tenant';
import type { AuditEntry, AuditPart } from '../../../core/audit/audit-leaf';
import { describeActor } from '../../../core/audit/actor';
import {
	type ChangeOptions,
	openStateDatabase,
	type StateConnection,
	type StateDatabase,
	type StateDatabaseOptions,
	type StateSchema,
} from '../../database/state-database';
import { appendAudit } from './append-audit';
import type { AuditKeys } from './audit-keys';
import { auditSchema } from './audit-schema';

/** Something that is done, for the audit log. */
export interface Act {
	/** A name of the field, such as `api_key.created`. */
	action: string;
	/** Default `success`. */
	outcome?: string;
	/** Default: who makes the request, or the system. */
	by?: string;
	/** Milliseconds since the epoch. Default: now. */
	at?: number;
	object?: AuditPart;
	details?: AuditPart;
}

/** Writes what a change does into the audit log of a tenant, in the transaction of the change. */
export type NoteAct = (tenant: string, act: Act) => Promise<void>;

/** The state of a subject whose changes are in the audit log. */
export interface AuditedDatabase extends StateDatabase {
	/** Changes something, and notes it, or neither. */
	act<Result>(
		tenant: string,
		work: (connection: StateConnection, note: NoteAct) => Promise<Result>,
		options?: ChangeOptions,
	): Promise<Result>;
}

export type OpenAuditKeys = () => Promise<AuditKeys | undefined>;

/** Opens no keys, so that nothing is noted: for stores that no installation has, such as those of tests. */
export const noAudit: OpenAuditKeys = () => Promise.resolve(undefined);

/** @param openKeys called before a change: within its transaction, the store of the keys would wait for it */
export function openAuditedDatabase(
	place: string,
	schemas: readonly StateSchema[],
	openKeys: OpenAuditKeys,
	options?: StateDatabaseOptions,
): AuditedDatabase {
	const database = openStateDatabase(place, [auditSchema, ...schemas], options);
	return {
		...database,
		async act(tenant, work, changeOptions) {
			// A change that notes nothing does not need them.
			const keys = await openKeys().then(
				(opened) => () => opened,
				(fault: unknown) => () => {
					throw fault;
				},
			);
			return database.change(tenant, (connection) => work(connection, noteOn(connection, keys)), changeOptions);
		},
	};
}

const noteOn =
	(connection: StateConnection, keys: () => AuditKeys | undefined): NoteAct =>
	async (tenant, act) => {
		const opened = keys();
		if (opened) await appendAudit(connection, [toEntry(tenant, act)], opened);
	};

/** Makes an entry of an act. One for all tenants goes into the log of the default one: the operator's. */
export const toEntry = (tenant: string, { action, outcome = 'success', by, at = Date.now(), object, details }: Act): AuditEntry => ({
	...{ tenant: tenant === everyTenant ? defaultTenant : tenant, at, action, outcome },
	...{ who: describeActor(by), object, details },
});
