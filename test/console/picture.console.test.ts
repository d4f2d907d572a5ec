/** The picture of the console in the README. `npm run console:picture` takes it again: look at it before you commit. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { calling } from '../fakes/tool-agent';
import { handOver, startTask } from '../support/fill-inbox';
import { describeConsole, openConsole } from './open-console';

const pays = { text: '', ...calling(['pay', { amount: 129.9, order: 'A-1042', to: 'Maria' }, 'p']), finish: 'tool-calls' } as const;
const rights = [
	...['agent:decide', 'agent:run', 'run:read', 'process:read', 'process:run', 'conversation:read', 'conversation:manage'],
	...['channel:manage', 'usage:read', 'audit:read', 'tenant:manage', 'events:manage', 'work:manage'],
];
const folder = mkdtempSync(join(tmpdir(), 'troupe-picture-'));
const picture = process.env.TAKE_PICTURES ? resolve('docs/images/console.png') : join(folder, 'console.png');

describeConsole('the picture of the console', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => void (console = await openConsole([pays])));
	afterAll(async () => {
		await console.close();
		rmSync(folder, { recursive: true });
	});

	it('shows a call that waits for a decision, among all that waits', async () => {
		await startTask(console.engine, 'refund', 'Check the refund', { customer: 'Maria', amount: 129.9 });
		await startTask(console.engine, 'invoice', 'Approve the invoice', { customer: 'Casa Aurora', amount: 480 });
		await handOver(console.host, '+5544999991111');
		const headers = {
			authorization: `Bearer ${await console.createKey('shop', ['agent:run'])}`,
			'content-type': 'application/json',
		};
		const body = JSON.stringify({ message: 'Refund order A-1042: it came broken.' });
		expect((await fetch(`${console.url}/api/v1/agents/clerk/runs`, { method: 'POST', headers, body })).ok).toBe(true);
		const { page, faults } = await console.signIn(rights);
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.getByRole('button', { name: 'Not now' }).click();
		await page.getByRole('link', { name: 'pay' }).click();
		await page.getByText('order: "A-1042"').waitFor();
		await page.getByRole('link', { name: 'Check the refund' }).waitFor();
		await page.screenshot({ path: picture });
		expect(statSync(picture).size).toBeGreaterThan(20_000);
		expect(faults).toEqual([]);
	});
});
