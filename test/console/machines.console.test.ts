import { join } from 'node:path';
import { openMachines } from '../../providers/compose/state/host-machines';
import { describeConsole, findViolations, openConsole } from './open-console';

const everything = ['doctor:read', 'agent:run', 'registry:read', 'usage:read'];
const hostile = '<img src=x onerror=alert(1)> \u202Eevil ' + 'x'.repeat(300);

describeConsole('machines', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => {
		console = await openConsole();
		const store = (await openMachines(console.host))!;
		const tell = (id: string, said: object, isStopping = false) => {
			const about = { hostname: 'host', pid: 7, version: '1.0.0', node: 'v24.0.0', agents: [], ran: [], workers: [] };
			return store.report({
				...{ id, machine: id, program: 'worker', uptimeMs: 60_000, isStopping },
				report: JSON.stringify({ ...about, gate: { state: 'admitted', package: 'n8n-nodes-troupe', version: '1.0.0' }, ...said }),
			});
		};
		const now = Date.now();
		const worker = { running: 1, taken: 12, failed: 3, troubles: 0, isRefused: false, lastPolledAt: now };
		const agents = [{ id: 'clerk', version: '1.0.0', from: 'registry', state: 'approved' }];
		const ran = [{ tenant: 'default', agent: 'clerk', version: '0.9.0', runs: 4, failed: 1, lastAt: now }];
		const calm = { ...worker, type: 'troupe:model', failed: 0 };
		await tell('calm', { agents, ran, engine: 'open', workers: [calm, { ...worker, type: 'troupe:agent' }] });
		await tell('old', { ran }, true);
		await tell(hostile, {
			gate: { state: 'refused', code: 'MANIFEST_REVOKED' },
			agents: [{ id: hostile, version: '1.1.0', from: 'registry', state: 'refused', code: 'MANIFEST_NOT_APPROVED' }],
		});
	});
	afterAll(() => console.close());

	it('shows what is wrong first, what each machine works on, and from when on it counts as gone', async () => {
		const { page, faults } = await console.signIn(everything, 'health');
		const rows = page.getByRole('table', { name: 'Machines' }).getByRole('row');
		await rows.nth(3).waitFor();
		expect(await rows.nth(1).textContent()).toContain('refused: MANIFEST_REVOKED');
		await page.getByRole('row', { name: /^calm worker on host, process 7.*works.*counts as gone from/ }).waitFor();
		await page.getByRole('row', { name: /^old.*stopped/ }).waitFor();
		const workers = page.getByRole('table', { name: 'Workers' }).getByRole('row');
		expect(await workers.nth(1).textContent()).toMatch(/^troupe:agent.*1123/);
		expect(await workers.count()).toBe(3);
		expect(await page.locator('img').count()).toBe(0);
		expect(faults).toEqual([]);
	});

	it('shows what the gate of each machine says of its package and agents', async () => {
		const { page } = await console.signIn(everything, 'trust/machines');
		const row = page.getByRole('row').filter({ hasText: 'calm' });
		await row.getByText('n8n-nodes-troupe 1.0.0').waitFor();
		await page.getByText('refused: MANIFEST_NOT_APPROVED').waitFor();
		await row.getByText('1 agent').click();
		await row.getByRole('listitem').filter({ hasText: 'clerk 1.0.0' }).getByText('approved').waitFor();
	});

	it('shows which version of an agent is on which machine, and which ran there in the last day', async () => {
		const { page } = await console.signIn(everything, 'agents/list/clerk');
		await page.getByRole('row', { name: /^calm.*works.*1\.0\.0.*approved.*0.*0/ }).waitFor();
		await page.getByRole('row', { name: /^calm.*0\.9\.0.*not any more.*4.*1/ }).waitFor();
		await page.getByRole('row', { name: /^old.*stopped.*0\.9\.0/ }).waitFor();
	});

	it('shows what a process that stopped had said in no colour of health', async () => {
		const { page } = await console.signIn(everything, 'health');
		const old = page.getByRole('row', { name: /^old/ });
		await old.getByText('admitted').waitFor();
		expect(await old.locator('.status.good').count()).toBe(0);
	});

	it('is not shown without the right to it', async () => {
		const { page } = await console.signIn(['agent:run', 'registry:read'], 'health');
		await page.getByText('The service is').waitFor();
		expect(await page.getByRole('heading', { name: 'Machines' }).count()).toBe(0);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		for (const path of ['health', 'trust/machines', 'agents/list/clerk']) {
			const { page } = await console.signIn(everything, path, { language, theme, width });
			await page.getByText('calm').first().waitFor();
			if (process.env.CONSOLE_PICTURES)
				await page.screenshot({
					path: join(process.env.CONSOLE_PICTURES, `${path.split('/')[0]}-machines-${language}.png`),
					fullPage: true,
				});
			expect(await findViolations(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
		}
	});
});
