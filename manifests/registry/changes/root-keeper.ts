import { TroupeError } from '../../../core/base/errors';
import { listActiveKeys, selectRoleKeys, type KeyRing } from '../../token/key-ring';
import type { Role } from '../../documents/documents';
import type { RootDocument } from '../../documents/root-document';
import { listPresentPeople, personName } from '../../trust/count-approvals';
import { inspectDocument } from '../../token/inspect-document';
import { refusedToken } from '../../token/refused-token';
import { verifyRootChain } from '../../trust/root/root-chain';
import type { RootEdition } from '../registry-api';
import type { Connection, Database } from '../store/tables';
import type { TrustedRoot } from './change';

export class RootKeeper {
	#editions: RootEdition[] = [];
	#trusted: TrustedRoot | undefined;

	constructor(private readonly clock: () => number) {}

	/** @throws TroupeError REGISTRY_NOT_READY when there is none, TOKEN_INVALID */
	async current(connection: Database | Connection): Promise<TrustedRoot> {
		const { version } = await connection
			.selectFrom('roots')
			.select((expression) => expression.fn.max('version').as('version'))
			.executeTakeFirstOrThrow();
		if (!this.#trusted || this.#trusted.document.ver !== Number(version)) await this.#load(connection);
		if (!this.#trusted) throw noRoot();
		return this.#trusted;
	}

	async editions(database: Database | Connection, from: number): Promise<RootEdition[]> {
		await this.current(database);
		return this.#editions.filter(({ version }) => version >= from);
	}

	/** Adding the same edition again changes nothing. @throws TroupeError TOKEN_INVALID, STATE_CONFLICT for different bytes of an existing edition */
	async add(connection: Connection, tokens: string): Promise<{ edition: RootEdition; isNew: boolean }> {
		await this.#load(connection);
		const text = tokens.trim();
		const existing = this.#editions.find((edition) => edition.tokens === text);
		if (existing) return { edition: existing, isNew: false };
		const chain = [...this.#editions.map((edition) => edition.tokens), text];
		const { document } = verifyEditions(chain, this.clock());
		const edition = { version: document.ver, tokens: text };
		const { numInsertedOrUpdatedRows } = await connection
			.insertInto('roots')
			.values({ ...edition, added_at: new Date(this.clock()).toISOString() })
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirst();
		// Another process added an edition: the same one, or a conflicting one.
		if (numInsertedOrUpdatedRows === 0n) return this.add(connection, tokens);
		await this.#load(connection);
		return { edition, isNew: true };
	}

	/** Adds the first edition to an empty database; otherwise the database must contain it. */
	async pin(connection: Connection, tokens: string): Promise<void> {
		await this.#load(connection);
		if (this.#editions.length === 0) return void (await this.add(connection, tokens));
		if (this.#editions.some((edition) => edition.tokens === tokens.trim())) return;
		const version = readClaims(tokens).ver;
		const last = this.#editions.at(-1)!.version;
		if (version === last + 1) return void (await this.add(connection, tokens));
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The registry's database has another root than the specified one: it does not contain edition ${version}`,
			fix: 'Start it with the root of its database, or with another database. Add later editions one by one: `troupe manifest keys publish`.',
			details: { expected: last, actual: version },
		});
	}

	async #load(connection: Database | Connection): Promise<void> {
		const rows = await connection.selectFrom('roots').select(['version', 'tokens']).orderBy('version').execute();
		if (rows.length === 0) return;
		this.#trusted = verifyEditions(
			rows.map(({ tokens }) => tokens),
			this.clock(),
		);
		this.#editions = rows;
	}
}

export function selectKeys({ document, keys }: TrustedRoot, role: Role, name: string): KeyRing {
	return selectRoleKeys(keys, document, role, name);
}

/** Refuses a retired key's signature at any stated time: only earlier registries can prove it. @throws TroupeError TOKEN_INVALID */
export function refuseRetired({ document }: TrustedRoot, role: Role, keyId: string, name: string): void {
	if (listActiveKeys(document, role).includes(keyId)) return;
	const details = { expected: listActiveKeys(document, role), actual: keyId };
	const fix = 'Have it signed by a person whose key is not retired.';
	throw refusedToken(name, 'key', `the key ${keyId} is retired, and signs nothing new`, details, fix);
}

function verifyEditions(editions: string[], nowMs: number): TrustedRoot {
	const [first, ...later] = editions.map((tokens, index) => ({
		name: `Edition ${index + 1} of the root`,
		bytes: Buffer.from(tokens, 'latin1'),
	}));
	if (first === undefined) throw noRoot();
	const { root, keys } = verifyRootChain(first, later, nowMs);
	const owners = editions.flatMap((tokens) => Object.values(readClaims(tokens).owners ?? {}));
	const present = listPresentPeople(root.document);
	return { document: root.document, keys, departed: new Set(owners.map(personName).filter((name) => !present.has(name))) };
}

function readClaims(tokens: string): RootDocument {
	return inspectDocument('The root', Buffer.from(tokens.trim().split('\n')[0]!, 'latin1')).claimed as RootDocument;
}

function noRoot(): TroupeError {
	return new TroupeError({
		code: 'REGISTRY_NOT_READY',
		message: 'The registry has no root of trust yet',
		fix: 'Specify the root of your keys: `troupe manifest keys create`, then `troupe serve --root FILE`.',
	});
}
