/** Conversation keys seal texts, so that destroying a key makes all copies unreadable. */
import type { OwnKey, OwnKeys, StateConnection, StateDatabase } from '../../../database/state-database';
import { textsOf } from '../../../database/in-list';
import type { AuditedDatabase } from '../../audit/audited-database';

export interface KeySeal {
	newKey(bound: string): Promise<{ key: OwnKey; sealed: Uint8Array }>;
	/** @throws TroupeError VAULT_UNREADABLE */
	openKey(sealed: Uint8Array, bound: string): Promise<OwnKey>;
	seal(text: string, bound: string): Promise<Uint8Array>;
	/** @throws TroupeError VAULT_UNREADABLE */
	open(sealed: Uint8Array, bound: string): Promise<string>;
	/** Hashes a tenant's text under a permanent installation key. */
	hash(tenant: string, text: string): string;
}

/** Never rejects: a missing master key fails on the first seal or open. */
export type OpenKeySeal = () => Promise<KeySeal>;

export const conversationKeyBound = (tenant: string, conversation: string): string =>
	JSON.stringify(['conversation key', tenant, conversation]);

export const readsWithKeys = (database: StateDatabase, openSeal: OpenKeySeal): StateDatabase => ({
	...database,
	async read(tenant, work) {
		const seal = await openSeal();
		return database.read(tenant, (connection) => work(withOpenKeys(connection, seal)));
	},
});

export function withKeys(database: AuditedDatabase, openSeal: OpenKeySeal): AuditedDatabase {
	const reading = readsWithKeys(database, openSeal);
	// Before the transaction, because the master key can be in the same database.
	return {
		...database,
		async read(tenant, work) {
			return reading.read(tenant, work);
		},
		async change(tenant, work, options) {
			const seal = await openSeal();
			return database.change(tenant, (connection) => work(withOpenKeys(connection, seal)), options);
		},
		async act(tenant, work, options) {
			const seal = await openSeal();
			return database.act(tenant, (connection, note) => work(withOpenKeys(connection, seal), note), options);
		},
	};
}

export const withOpenKeys = (connection: StateConnection, seal: KeySeal): StateConnection => ({
	...connection,
	keys: openConversationKeys(connection, seal),
});

export function openConversationKeys(connection: StateConnection, seal: KeySeal): OwnKeys {
	const opened = new Map<string, OwnKey>();
	const loaded = new Map<string, Uint8Array>();
	const find = async (tenant: string, conversation: string): Promise<OwnKey | undefined> => {
		const bound = conversationKeyBound(tenant, conversation);
		const known = opened.get(bound);
		if (known) return known;
		const sealed = loaded.get(bound) ?? (await readKey(connection, tenant, conversation));
		if (sealed === undefined) return undefined;
		const key = await seal.openKey(sealed, bound);
		opened.set(bound, key);
		return key;
	};
	return {
		find,
		openValue: (sealed, bound) => seal.open(sealed, bound),
		hash: (tenant, text) => seal.hash(tenant, text),
		async load(tenant, conversations) {
			const missing = new Set(conversations.filter((one) => !opened.has(conversationKeyBound(tenant, one))));
			if (missing.size < 2) return;
			const rows = await connection.all<{ conversation: string; sealed: Uint8Array }>(
				`SELECT conversation, sealed FROM conversation_key WHERE tenant = ? AND conversation IN ${textsOf(connection)}`,
				tenant,
				JSON.stringify([...missing]),
			);
			for (const { conversation, sealed } of rows) loaded.set(conversationKeyBound(tenant, conversation), sealed);
		},
		async open(tenant, conversation) {
			const there = await find(tenant, conversation);
			if (there) return there;
			const bound = conversationKeyBound(tenant, conversation);
			const { key, sealed } = await seal.newKey(bound);
			const isNew = await connection.run(
				'INSERT INTO conversation_key (tenant, conversation, sealed) VALUES (?, ?, ?) ON CONFLICT (tenant, conversation) DO NOTHING',
				tenant,
				conversation,
				sealed,
			);
			if (isNew === 0) return (await find(tenant, conversation))!;
			opened.set(bound, key);
			return key;
		},
	};
}

async function readKey(connection: StateConnection, tenant: string, conversation: string): Promise<Uint8Array | undefined> {
	const row = await connection.get<{ sealed: Uint8Array }>(
		'SELECT sealed FROM conversation_key WHERE tenant = ? AND conversation = ?',
		tenant,
		conversation,
	);
	return row?.sealed;
}
