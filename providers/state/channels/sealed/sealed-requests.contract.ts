import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import { TroupeError } from '../../../../core/base/errors';
import type { ReceivedRequest } from '../../../../core/ports/channels/receipts';
import { openStateDatabase, type StateConnection } from '../../../database/state-database';
import { channelSchema } from '../channel-schema';
import { openNames } from '../contacts/contact-rights.contract';
import { forgetRequests } from '../contacts/forget-requests';
import { type ChannelStores, openChannelStores } from '../open-channel-stores';
import { type OpenKeySeal, withOpenKeys } from './conversation-keys';

/** The key of a provider with a phone number, and a request that names the number. */
export const arrived = { key: 'false_5544988887777@c.us_3EB0', stored: '{"from":"5544988887777@c.us","body":"qzArrived – é"}' };
export const inRequest = ['5544988887777', 'qzArrived'];

const manyNumbers = Array.from({ length: 100 }, (_, index) => 1_000_000 + index);

const request = (changes: Partial<ReceivedRequest> = {}): ReceivedRequest => ({
	tenant: 'acme',
	channel: 'sales',
	receivedAt: 1_000,
	...arrived,
	...changes,
});

/** What every store promises of requests as they arrived. @param place of a store that is new for each test */
export function describeSealedRequests(place: () => string, openKeySeal: OpenKeySeal): void {
	let stores: ChannelStores;
	let opened: ChannelStores[];
	const open = (seal: OpenKeySeal | undefined = openKeySeal) => {
		const one = openChannelStores(place(), { openNames, ...(seal && { openKeySeal: seal }) });
		opened.push(one);
		return one;
	};
	beforeEach(() => {
		opened = [];
		stores = open();
	});
	afterEach(() => Promise.all(opened.map((one) => one.close())));

	async function inRows<Result>(work: (connection: StateConnection) => Promise<Result>): Promise<Result> {
		const database = openStateDatabase(place(), channelSchema);
		const seal = await openKeySeal();
		try {
			return await database.change('acme', (connection) => work(withOpenKeys(connection, seal)));
		} finally {
			await database.close();
		}
	}
	const run = (sql: string) => inRows((connection) => connection.run(sql));
	const read = async (from = stores) => (await from.receipts.list('acme', {}, 10)).map(({ stored }) => stored);
	const process = async () => {
		const work = (await takeReceipts(stores.receipts))!;
		await endReceipts(stores.receipts, work);
		return work.content;
	};

	describe('requests of providers', () => {
		it('are readable before and after they are processed, and in no row as they arrived (svix/svix-webhooks#2536)', async () => {
			await stores.receipts.accept(request());
			expect(await read()).toEqual([arrived.stored]);
			const [taken] = await process();
			expect(taken).toMatchObject({ stored: arrived.stored, attempts: 1 });
			expect(taken).not.toHaveProperty('name');
			expect(await read()).toEqual([arrived.stored]);
			expect(await stores.receipts.find('acme', taken!.id)).toMatchObject({ stored: arrived.stored, state: 'processed' });
			const rows = JSON.stringify(await inRows((connection) => connection.all('SELECT * FROM receipt')));
			const forms = inRequest.flatMap((one) => [one, Buffer.from(one).toString('base64').slice(0, -2)]);
			expect(forms.filter((one) => rows.includes(one))).toEqual([]);
		});

		it('count once when the provider repeats them', async () => {
			await stores.receipts.accept(request());
			await process();
			await stores.receipts.accept(request());
			expect(await takeReceipts(stores.receipts)).toBeUndefined();
			expect(await read()).toHaveLength(1);
		});

		it('are given up where they were changed or moved, and those after them go on', async () => {
			for (const key of ['one', 'two', 'three']) {
				await stores.receipts.accept(request({ key, stored: `{"n":"${key}"}` }));
				await process();
			}
			const [one, two, three] = (await stores.receipts.list('acme', {}, 10)).toReversed().map(({ id }) => id);
			await run(`UPDATE receipt SET stored = (SELECT stored FROM receipt AS other WHERE other.id = '${one}') WHERE id = '${two}'`);
			await stores.receipts.replay('acme', {});
			const taken = (await takeReceipts(stores.receipts))!;
			expect(taken.content.map(({ id, isUnreadable }) => [id, isUnreadable])).toEqual([
				[one, undefined],
				[two, true],
				[three, undefined],
			]);
			expect(await read()).toEqual(['{"n":"three"}', '[unreadable]', '{"n":"one"}']);
		});

		it('are read as they are where an earlier version stored them', async () => {
			await openChannelStores(place(), { openNames }).receipts.accept(request());
			await process();
			expect(await read()).toEqual([arrived.stored]);
		});

		it('are not acknowledged on a host that cannot seal them', async () => {
			const fault = new TroupeError({ code: 'VAULT_UNREADABLE', message: 'This machine has no key.', fix: 'Copy it.' });
			const fail = () => Promise.reject(fault);
			const hash = () => {
				throw fault;
			};
			const lacking = open(() => Promise.resolve({ newKey: fail, openKey: fail, seal: fail, open: fail, hash }));
			await expect(lacking.receipts.accept(request())).rejects.toBe(fault);
			expect(await read()).toEqual([]);
			await stores.receipts.accept(request());
			await process();
			await expect(read(lacking)).rejects.toBe(fault);
		});

		it.each([
			['a number', '5544988887777', '{"to":"+5544988887777"}', '{"to":"+55449888877771"}'],
			['a number before a host', '5544988887777', '{"chat":"5544988887777@c.us"}', '{"chat":"5544988887771@c.us"}'],
			['an address', 'ana-s@exemplo.com', '{"text":"mail to Ana-S@Exemplo.com."}', '{"text":"mail to ana-t@exemplo.com"}'],
			['an address with a number', 'ana@1234567.com', '{"text":"<ana@1234567.com>"}', '{"text":"<eva@1234567.com>"}'],
			['a name of its own', 'ana.souza', '{"login":"Ana.Souza"}', '{"login":"ana.souzas"}'],
			['one of very many numbers', '5544988887777', JSON.stringify([...manyNumbers, 5_544_988_887_777]), JSON.stringify(manyNumbers)],
		])('are found by %s', async (_, name, theirs, others) => {
			for (const [key, stored] of Object.entries({ theirs, others })) {
				await stores.receipts.accept(request({ key, stored }));
				await process();
			}
			await inRows((connection) => forgetRequests(connection, 'acme', [name]));
			expect(await read()).toEqual([others]);
		});

		it('are removed with a person also if they arrived after the search, and stay where they name somebody else', async () => {
			const store = async (key: string, receivedAt: number, phone = '5544988887777') => {
				await stores.receipts.accept(request({ key, receivedAt, stored: `{"from":"${phone}"}` }));
				return (await process())[0]!.id;
			};
			const first = await store('found', 1);
			await store('late', 5_000);
			const other = await store('other', 5_000, '95544988887777');
			await inRows((connection) => forgetRequests(connection, 'acme', ['5544988887777'], { ids: [first], until: 2_000 }));
			expect((await stores.receipts.list('acme', {}, 9)).map(({ id }) => id)).toEqual([other]);
		});
	});
}
