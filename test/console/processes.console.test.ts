import type { Page } from 'playwright-core';
import { layoutProcess } from '../../bpmn/layout/layout-process';
import { chain, endEvent, messageCatch, processModel, serviceTask, startEvent, userTask } from '../contract/model-builder';
import { composeUsageStore } from '../../providers/compose/models/usage';
import { openRuns } from '../../providers/compose/state/host-runs';
import { describeConsole, findViolations, openConsole } from './open-console';

const hostile = '<img src=x onerror="document.title=1">\u202e\u05e9\u05dc\u05d5\u05dd';
const order = processModel('order', [
	startEvent(),
	serviceTask('consult', { type: 'crm' }),
	messageCatch('paid', 'payment', '=number'),
	userTask('approve', { native: true }),
	endEvent(),
	...chain('start', 'consult', 'paid', 'approve', 'end'),
]);
const operator = ['process:read', 'process:run', 'usage:read', 'run:read'];

describeConsole('the processes of a console', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => {
		console = await openConsole();
		await console.engine.deploy([{ name: 'order.bpmn', content: await layoutProcess('order.bpmn', order.content) }]);
		await console.engine.deploy([
			processModel('plain', [startEvent(), userTask('wait', { native: true }), endEvent(), ...chain('start', 'wait', 'end')]),
		]);
	});
	afterAll(() => console.close());

	const begin = async (variables: object = {}, processId = 'order') => {
		const { instanceKey } = await console.engine.start({ processId, variables: { number: '7', note: hostile, ...variables } });
		return instanceKey;
	};
	/** The calls of the engine that a worker makes. */
	const work = async (path: string, body: object) => {
		const key = await console.createKey('worker', ['process:work']);
		const answer = await fetch(`${console.url}/v2/jobs/${path}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
		return answer.status === 204 ? {} : ((await answer.json()) as { jobs?: Array<{ jobKey: string; processInstanceKey: string }> });
	};
	const takeJobs = async () => (await work('activation', { type: 'crm', maxJobsToActivate: 10, timeout: 60_000, worker: 'test' })).jobs!;
	const failJob = async (key: string) => {
		const job = (await takeJobs()).find(({ processInstanceKey }) => processInstanceKey === key)!;
		await work(`${job.jobKey}/failure`, { retries: 0, errorMessage: `The CRM is away. ${hostile}` });
	};
	const complete = async (key: string) => {
		const job = (await takeJobs()).find(({ processInstanceKey }) => processInstanceKey === key)!;
		await work(`${job.jobKey}/completion`, { variables: {} });
	};
	const open = async (page: Page, key: string) => {
		await page.goto(`${console.url}/console/processes/instances/${key}`);
		await page.getByRole('region', { name: 'History' }).waitFor();
	};
	const part = (page: Page, name: string) => page.getByRole('region', { name });
	const token = (page: Page, name: RegExp) => part(page, 'Diagram').getByRole('button', { name });

	it('lists what has incidents first to see, with true counts, and by process', async () => {
		const failed = await begin();
		await failJob(failed);
		await begin({}, 'plain');
		const { page, faults } = await console.signIn(operator, 'processes');
		await page.getByRole('link', { name: 'with incidents 1' }).click();
		const table = page.getByRole('table', { name: 'Instances' });
		await table.getByRole('row', { name: new RegExp(failed) }).waitFor();
		expect(await table.getByRole('row').count()).toBe(2);
		await page.getByRole('navigation', { name: 'Instances by state' }).getByRole('link', { name: 'All' }).click();
		await page.getByLabel('Process', { exact: true }).selectOption('plain');
		await table.getByRole('row', { name: /plain/ }).waitFor();
		await page.waitForURL(/process=plain/);
		await page.getByRole('link', { name: 'Definitions' }).click();
		await page.getByRole('link', { name: 'Its instances: order' }).click();
		await table.getByRole('row', { name: new RegExp(failed) }).waitFor();
		expect(faults).toEqual([]);
	});

	it('retries what failed, and leaves no empty panel of incidents (camunda/camunda#50002)', async () => {
		const key = await begin();
		await failJob(key);
		const { page, faults } = await console.signIn(operator, 'processes');
		await open(page, key);
		await token(page, /^Service task.*1 token, 1 incident/).waitFor();
		await part(page, 'Incidents').getByText('The CRM is away. <img src=x').waitFor();
		await part(page, 'Incidents').getByRole('button', { name: 'Retry' }).click();
		await page.getByText('1 incident is resolved.').waitFor();
		await part(page, 'Incidents').waitFor({ state: 'detached' });
		await token(page, /^Service task, 1 token, from/).waitFor();
		expect([await page.locator('main img').count(), await page.title()]).toEqual([0, `order ${key} · Troupe`]);
		expect(faults).toEqual([]);
	});

	it('moves tokens as the engine does, through a message that a person publishes, without a reload', async () => {
		const key = await begin({ number: '42' });
		const { page, faults } = await console.signIn(operator, 'processes');
		await open(page, key);
		await token(page, /^Service task, 1 token/).waitFor();
		await complete(key);
		await token(page, /^Intermediate catch event \(message\), 1 token/).waitFor();
		await part(page, 'Waits for').getByText('message payment').waitFor();
		await page.getByRole('button', { name: 'Publish a message' }).click();
		const dialog = page.getByRole('dialog');
		expect(await dialog.getByLabel('Correlation key').inputValue()).toBe('42');
		await dialog.getByLabel('Variables (JSON)').fill('{"paid": true');
		await dialog.getByRole('button', { name: 'Publish' }).click();
		await dialog.getByText('This is not JSON.').waitFor();
		await dialog.getByLabel('Variables (JSON)').fill('{"paid": true}');
		await dialog.getByRole('button', { name: 'Publish' }).click();
		await token(page, /^User task approve, 1 token/).waitFor();
		await part(page, 'Variables').getByText('paid', { exact: true }).waitFor();
		await part(page, 'Waits for').getByText('a person: approve').waitFor();
		expect(faults).toEqual([]);
	});

	it('changes a variable, and loses nothing of what was typed where it is refused (camunda/camunda#60856)', async () => {
		const key = await begin();
		const { page } = await console.signIn(operator, 'processes');
		await open(page, key);
		await page.getByRole('button', { name: 'Change: number' }).click();
		const dialog = page.getByRole('dialog');
		for (const [typed, refusal] of [
			['[1', 'This is not JSON.'],
			['12345678901234567890', 'more than 15 digits'],
		] as const) {
			await dialog.getByLabel('Value (JSON)').fill(typed);
			await dialog.getByRole('button', { name: 'Set' }).click();
			await dialog.getByText(refusal).waitFor();
			expect(await dialog.getByLabel('Value (JSON)').inputValue()).toBe(typed);
		}
		await dialog.getByLabel('Value (JSON)').fill('"8"');
		await dialog.getByRole('button', { name: 'Set' }).focus();
		await page.keyboard.press('Enter');
		await page.getByText('number is set.').waitFor();
		await part(page, 'Variables').getByText('"8"').waitFor();
	});

	it('shows the history and the variables of an element that is chosen on the diagram by keyboard (camunda/camunda#45710)', async () => {
		const key = await begin();
		const { page, faults } = await console.signIn(operator, 'processes');
		await open(page, key);
		await token(page, /^Start event/).focus();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Enter');
		await page.getByText('Only consult').waitFor();
		await page.waitForURL(/element=consult/);
		expect(await part(page, 'History').getByRole('row').count()).toBe(2);
		await part(page, 'Variables').getByText('number', { exact: true }).waitFor();
		await page.getByRole('button', { name: 'All elements' }).click();
		await part(page, 'History').getByRole('row').nth(2).waitFor();
		expect(faults).toEqual([]);
	});

	it('moves an instance, then cancels it from the list; without the right, shows neither', async () => {
		const key = await begin();
		const { page: reader } = await console.signIn(['process:read'], 'processes');
		await open(reader, key);
		for (const name of ['Move it', 'Cancel the instance', 'Add a variable'])
			expect(await reader.getByRole('button', { name }).count()).toBe(0);
		const { page, faults } = await console.signIn(operator, 'processes');
		await open(page, `${key}?element=approve`);
		await page.getByRole('button', { name: 'Move it' }).click();
		const dialog = page.getByRole('dialog');
		// The element that is chosen on the diagram.
		expect(await dialog.getByLabel('Begin at the element').inputValue()).toBe('approve');
		await dialog.getByLabel('Begin at the element').selectOption('');
		await dialog.getByRole('button', { name: 'Move it' }).click();
		await dialog.getByText('Choose an element to begin or to end.').waitFor();
		await dialog.getByLabel('Begin at the element').selectOption('approve');
		await dialog.getByLabel('consult').check();
		await dialog.getByRole('button', { name: 'Move it' }).click();
		await page.getByText('The instance was moved.').waitFor();
		await token(page, /^User task approve, 1 token/).waitFor();
		await page.getByRole('link', { name: 'All instances' }).click();
		await page.getByRole('checkbox', { name: `Choose order ${key}` }).check();
		await page.getByRole('button', { name: 'Cancel them' }).click();
		await dialog.getByRole('button', { name: 'Cancel them' }).click();
		await page.getByText('1 instance is cancelled.').waitFor();
		await open(reader, key);
		await part(reader, 'History')
			.getByRole('row', { name: /approve.*cancelled/ })
			.waitFor();
		expect(faults).toEqual([]);
	});

	it('shows what each element has cost as heat, of which the sum is that of the ledger', async () => {
		const key = await begin();
		const store = await composeUsageStore(console.host);
		for (const [element, costUsd] of [
			['consult', 0.25],
			['approve', 0.0625],
			['consult', 0.5],
			[null, 0.125],
		] as const) {
			const usage = { inputTokens: 100, outputTokens: 10, estimated: false };
			const scope = {
				...{ tenant: 'default', agent: 'clerk', host: 'process', process: 'order', instance: key },
				...(element && { element }),
			};
			const call = { provider: 'script', model: 'model', kind: 'chat', costUsd, priceTable: null } as const;
			const entry = await store.reserve({ ...call, usage, scope }, [], Date.now());
			await store.settle(entry, { state: 'ok', errorCode: null, usage, costUsd, durationMs: 1 });
		}
		const { page } = await console.signIn(operator, 'processes');
		await open(page, key);
		await page.getByLabel('Show cost').check();
		await token(page, /Service task.*\$0\.75/).waitFor();
		await part(page, 'Diagram').getByText('Sum: $0.94 (without an element: $0.13)').waitFor();
		const values = await part(page, 'Cost by element')
			.locator('tbody data')
			.evaluateAll((shown) => shown.map((one) => one.getAttribute('value')));
		// What is written is rounded; its values are those of the ledger.
		expect(values).toEqual(['0.75', '0.125', '0.0625']);
		const rows = await part(page, 'Cost by element').getByRole('row').allTextContents();
		expect(rows.slice(1)).toEqual(['consult220$0.75', 'without an element110$0.13', 'approve110$0.063', 'Sum440$0.94']);
	});

	it('leads to the runs of its agents, and back', async () => {
		const key = await begin();
		const runs = await openRuns(console.host, console.host.stateFolder);
		const agent = { id: 'clerk', version: '1.0.0', sha256: 'x' };
		await runs.begin({
			runId: 'of-process',
			agent,
			host: 'process',
			of: { process: 'order', instance: key, element: 'consult' },
			withinMs: 60_000,
		});
		const { page } = await console.signIn(operator, 'processes');
		await open(page, key);
		await part(page, 'Agents').getByRole('link', { name: 'clerk · consult' }).click();
		await page.getByRole('heading', { name: 'clerk', level: 1 }).waitFor();
		await page.getByRole('link', { name: key, exact: true }).click();
		await part(page, 'History').waitFor();
	});

	it('says of a model without a drawing that it has none, and shows all else', async () => {
		const key = await begin({}, 'plain');
		const { page } = await console.signIn(operator, 'processes');
		await open(page, key);
		await page.getByText(/^The model cannot be drawn: /).waitFor();
		await part(page, 'Waits for').getByText('a person: wait').waitFor();
	});

	it('names elements in the language of the page, and shows a narrow diagram larger by keyboard', async () => {
		const key = await begin();
		const { page } = await console.signIn(operator, 'processes', { language: 'pt', width: 320 });
		await page.goto(`${console.url}/console/processes/instances/${key}`);
		await page.getByRole('region', { name: 'Histórico' }).getByText('tarefa de serviço').waitFor();
		const scale = () =>
			page
				.locator('.viewport')
				.first()
				.evaluate((drawing) => (drawing as unknown as { getCTM(): { a: number } }).getCTM().a);
		const whole = await scale();
		await page.getByRole('button', { name: 'Maior' }).focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Enter');
		expect((await scale()) / whole).toBeGreaterThan(1.9);
		await page.getByRole('button', { name: 'Menor' }).click();
		await page.getByRole('button', { name: 'Diagrama inteiro' }).click();
		expect((await scale()) / whole).toBeCloseTo(1);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const key = await begin({ long: hostile.repeat(300) });
		await failJob(key);
		const { page } = await console.signIn(operator, 'processes', { language, theme, width });
		for (const path of ['', '/definitions', `/instances/${key}?element=consult`]) {
			await page.goto(`${console.url}/console/processes${path}`);
			if (path.includes('instances')) await page.locator('.djs-element').first().waitFor();
			else await page.getByRole('table').waitFor();
			expect(await findViolations(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
		}
	});
});
