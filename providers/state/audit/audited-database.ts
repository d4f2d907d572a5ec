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

export interface Act {
	/** A name of the field, such as `api_key.created`. */
	action: string;
	/** Default `success`. */
	outcome?: string;
	/** Default: the requester, or the system. */
	by?: string;
	/** Milliseconds since the epoch. Default: now. */
	at?: number;
	object?: AuditPart;
	details?: AuditPart;
}

export type NoteAct = (tenant: string, act: Act) => Promise<void>;

export interface AuditedDatabase extends StateDatabase {
	/** Applies a change and its audit entry, or neither. */
	act<Result>(
		tenant: string,
		work: (connection: StateConnection, note: NoteAct) => Promise<Result>,
		options?: ChangeOptions,
	): Promise<Result>;
}

export type OpenAuditKeys = () => Promise<AuditKeys | undefined>;

/** Notes nothing: for stores outside an installation, such as in tests. */
export const noAudit: OpenAuditKeys = () => Promise.resolve(undefined);

/** @param openKeys called before a change: inside its transaction the key store would wait for it */
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
			// Changes that note nothing do not need keys.
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

/** Entries for all tenants go into the default tenant's log, the operator's. */
export const toEntry = (tenant: string, { action, outcome = 'success', by, at = Date.now(), object, details }: Act): AuditEntry => ({
	tenant: tenant === everyTenant ? defaultTenant : tenant,
	at,
	action,
	outcome,
	who: describeActor(by),
	object,
	details,
});
