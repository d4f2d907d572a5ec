import { onPostgres, postgresDatabases } from '../support/servers/databases';
import { askForForeign } from '../support/tenants/ask-for-foreign';

const requests = 10_000;

onPostgres('the tenants of one database', () => {
	let server: Awaited<ReturnType<typeof postgresDatabases>>;
	beforeAll(async () => {
		server = await postgresDatabases();
	});
	afterAll(() => server.remove());

	it('get nothing of each other in any store, also if every condition on the tenant is missing in the statements', async () => {
		const { answers, changed } = await askForForeign(await server.create(), requests);
		expect(changed).toBeGreaterThan(requests / 2);
		for (const answer of answers) {
			expect(answer).toMatchObject({ asIs: 0, withoutFilters: 0 });
			// The same requests find foreign things where the database does not protect them.
			expect(answer.control).toBeGreaterThan(0);
		}
		expect(answers.map(({ store }) => store)).toEqual(
			expect.arrayContaining(['vault', 'runs', 'usage', 'memory', 'knowledge', 'registry']),
		);
	}, 600_000);
});
