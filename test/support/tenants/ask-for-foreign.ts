/** Asks as one tenant for things of another, in every store on PostgreSQL. */
import pg from 'pg';
import { openTenantStores, secretOf, type StoreOfTenants } from './stores';

const controls = 500;
export const tenants = ['acme', 'globex', 'initech'];
/** Things that each tenant has in each store, under the same names. */
const things = 5;

/** Answers of each store that held something foreign. */
export interface ForeignAnswers {
	store: string;
	asIs: number;
	/** With each condition on the tenant taken out of the statements. */
	withoutFilters: number;
	/** Without conditions and without row-level security: 0 would mean that the measurement sees nothing. */
	control: number;
}

/** @param address of an empty database; its row-level security is off afterwards @returns the answers, and how many statements lost a condition */
export async function askForForeign(address: string, requests: number): Promise<{ answers: ForeignAnswers[]; changed: number }> {
	const stores = await openTenantStores(address);
	const filters = removableFilters();
	try {
		for (const store of stores)
			for (const tenant of tenants) for (let thing = 0; thing < things; thing += 1) await store.put(tenant, thing);
		const asIs = await ask(stores, requests / 2);
		filters.remove();
		const withoutFilters = await ask(stores, requests / 2);
		await disableRowSecurity(address);
		const control = await ask(stores, controls);
		const count = (counts: Map<string, number>, { name }: StoreOfTenants) => counts.get(name) ?? 0;
		const answers = stores.map((store) => ({
			store: store.name,
			...{ asIs: count(asIs, store), withoutFilters: count(withoutFilters, store), control: count(control, store) },
		}));
		return { answers, changed: filters.changed() };
	} finally {
		filters.restore();
		await Promise.all(stores.map((store) => store.close()));
	}
}

/** @returns how many answers of each store held something of another tenant */
async function ask(stores: StoreOfTenants[], count: number): Promise<Map<string, number>> {
	const foreign = new Map<string, number>();
	for (let request = 0; request < count; request += 1) {
		const store = stores[request % stores.length]!;
		const asking = pick(tenants);
		const answer = await store.ask(asking, Math.floor(Math.random() * things)).then((found) => JSON.stringify(found) ?? '', noticeRows);
		const others = tenants.filter((tenant) => tenant !== asking);
		if (answer === foreignRows || others.some((other) => answer.includes(secretOf(other))))
			foreign.set(store.name, (foreign.get(store.name) ?? 0) + 1);
	}
	return foreign;
}

const foreignRows = 'rows of another';

/** A store whose rows are sealed, and an audit log that is signed, notice those of another tenant, once they have read them. */
function noticeRows(error: unknown): string {
	if (['VAULT_UNREADABLE', 'STORAGE_DAMAGED'].includes(String((error as { code?: unknown }).code))) return foreignRows;
	throw error;
}

const pick = <Item>(items: Item[]): Item => items[Math.floor(Math.random() * items.length)]!;

/** Statements of this process that compare a column `tenant` with a parameter can be sent without the comparison. */
function removableFilters() {
	const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
	let changed = 0;
	const bare = (text: string) => {
		const without = text.replace(/(?:\w+\.)?"?\btenant"? = \$(\d+)/g, '$$$1::text is not null');
		if (without !== text) changed += 1;
		return without;
	};
	return {
		changed: () => changed,
		remove() {
			pg.Client.prototype.query = function (this: pg.Client, first: unknown, ...rest: unknown[]) {
				if (typeof first === 'string') return original.call(this, bare(first), ...rest);
				const query = first as { text?: string };
				return original.call(this, query.text === undefined ? first : { ...query, text: bare(query.text) }, ...rest);
			} as typeof pg.Client.prototype.query;
		},
		restore() {
			pg.Client.prototype.query = original as typeof pg.Client.prototype.query;
		},
	};
}

async function disableRowSecurity(address: string): Promise<void> {
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	const { rows } = await client.query<{ place: string }>(
		'select oid::regclass::text as place from pg_class where relrowsecurity and relkind = $1',
		['r'],
	);
	for (const { place } of rows) await client.query(`alter table ${place} disable row level security`);
	await client.end();
}
