import { openTypedPage, type TypedPage } from '../support/typed-page';

jest.setTimeout(300_000);

/** The commands of the page, in order, with the real n8n. */
let page: TypedPage;
beforeAll(async () => {
	const { TROUPE_N8N = '', TROUPE_N8N_PROGRAM = '' } = process.env;
	page = await openTypedPage('docs/processes/first-process.md', { TROUPE_N8N, TROUPE_N8N_PROGRAM });
});
afterAll(() => page?.close());

it('finds the files in the package, and they pass', async () => {
	expect(await page.block('1. Get the files')).toMatch(/exit 0/);
	expect(await page.block('1. Get the files', 1)).toMatch(/element-templates\/troupe-agent\.json[^]*exit 0/);
	expect(await page.block('2. Check and test')).toMatch(/0 errors, 0 warnings[^]*Cases: 5 passed, 5 total[^]*Coverage: 100 %[^]*exit 0/);
});

it('runs once in memory: the node of n8n, the decision and the agent', async () => {
	const run = await page.block('3. Run it once');
	expect(run).toMatch(/order = \{"amount":20,"customer":"Ana"\}/);
	expect(run).toMatch(/within 30 days of delivery[^]*exit 0/);
});

it('stops on the service at the form, which a person completes', async () => {
	await page.block('4. Serve and operate');
	await page.printed('troupe serve is ready');
	const waiting = await page.block('4. Serve and operate', 1);
	expect(waiting).toMatch(/waiting for a person at 'Approve the refund'[^]*refund-request +1 +active/);
	const [, task] = /^(\d+) +Approve the refund/m.exec(waiting)!;
	const done = await page.block('4. Serve and operate', 2, (commands) => commands.replace('complete TASK', `complete ${task}`));
	expect(done).toMatch(/refund-request +1 +completed[^]*exit 0/);
	expect(await page.block('4. Serve and operate', 3)).toMatch(/"processDefinitionId":"refund-request"/);
});
