import type { Page } from 'playwright-core';
import { layoutProcess } from '../../bpmn/layout/layout-process';
import { jobType, moving } from '../support/processes/moving-process';
import { waitUntil } from '../support/wait-until';
import { describeConsole, openConsole } from './open-console';

interface Element {
	getAttribute(name: string): string;
}

/** From the uppermost to the lowest of the drawing. */
const branches = Array.from({ length: 25 }, (_, branch) => Array.from({ length: 20 }, (__, task) => `task-${24 - branch}-${task}`));
/** By flow, branch after branch. */
const inReadingOrder = ['start', 'fork', ...branches.flat(), 'join', 'end'];

describeConsole('the whole of a diagram of 500 tasks', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	let page: Page;
	let faults: string[];
	beforeAll(async () => {
		console = await openConsole();
		await console.engine.deploy([{ name: moving.name, content: await layoutProcess(moving.name, moving.content) }]);
		const { instanceKey } = await console.engine.start({ processId: 'moving', variables: {} });
		({ page, faults } = await console.signIn(['process:read', 'process:run'], `processes/instances/${instanceKey}`));
		await element('end').waitFor();
	});
	afterAll(() => console.close());
	afterEach(() => expect(faults).toEqual([]));

	const diagram = () => page.getByRole('region', { name: 'Diagram' });
	const element = (id: string) => diagram().locator(`.djs-element[data-element-id="${id}"]`);
	const focused = () => page.evaluate<string | null>("document.activeElement.getAttribute('data-element-id')");
	const press = async (key: string, times = 1) => {
		for (let count = 0; count < times; count += 1) await page.keyboard.press(key);
	};
	/** Whether all of the element that has the focus is in the part of the diagram that is shown. */
	const isInView = () =>
		page.evaluate<boolean>(`{
			const [shown, canvas] = [document.activeElement, document.querySelector('.canvas')].map((one) => one.getBoundingClientRect());
			shown.left >= canvas.left - 1 && shown.top >= canvas.top - 1 && shown.right <= canvas.right + 1 && shown.bottom <= canvas.bottom + 1;
		}`);

	it('is told to a reader of a screen in the order of its flow, each element once', async () => {
		const owned = await page.evaluate<string[]>(`document.querySelector('.diagram [role="application"]').getAttribute('aria-owns')
			.split(' ').map((id) => document.getElementById(id).getAttribute('data-element-id'))`);
		expect(owned).toEqual(inReadingOrder);
		const tops = await Promise.all(branches.map(async ([head]) => (await element(head!).boundingBox())!.y));
		expect(tops.toSorted((one, other) => one - other)).toEqual(tops);
		// One stop of the Tab key.
		expect(await diagram().locator('.djs-element[tabindex="0"]').count()).toBe(1);
	});

	it('is walked through by arrows alone: along each branch, and from branch to branch, always in view', async () => {
		await element('start').focus();
		await press('+', 12);
		await press('ArrowRight', 2);
		const heads: Array<string | null> = [];
		for (const [head] of branches) {
			heads.push(await focused());
			expect([head, await isInView()]).toEqual([head, true]);
			await press('ArrowDown');
		}
		expect(heads).toEqual(branches.map(([head]) => head));
		await press('Home');
		await press('ArrowRight', 2);
		for (const id of branches[0]!) {
			expect([await focused(), await isInView()]).toEqual([id, true]);
			await press('ArrowRight');
		}
		expect(await focused()).toBe('join');
		await press('ArrowRight');
		expect([await focused(), await isInView()]).toEqual(['end', true]);
		// Back where they came from.
		await press('ArrowLeft', 2);
		expect(await focused()).toBe(branches[0]!.at(-1));
	});

	it('has an outline of all of it, in step with the drawing', async () => {
		await diagram().getByText('Outline', { exact: true }).click();
		const items = diagram().getByRole('treeitem');
		expect(await items.count()).toBe(inReadingOrder.length);
		await items.first().focus();
		await press('Home');
		// Noted by the page itself: a question after each of 500 keys is most of the time.
		await page.evaluate(`{
			globalThis.seen = [];
			const note = () => seen.push(document.querySelector('.djs-element[aria-current="true"]').getAttribute('data-element-id'));
			note();
			addEventListener('keyup', note);
		}`);
		await press('ArrowDown', inReadingOrder.length - 1);
		const seen = await page.evaluate<string[]>('seen');
		expect(seen).toEqual(inReadingOrder);
		await press('End');
		await page.keyboard.press('Enter');
		await page.waitForURL(/element=end/);
	});

	it('has 25 tokens, which move in its names, its badges and its outline', async () => {
		const key = await console.createKey('worker', ['process:work']);
		const work = async (path: string, body: object) => {
			const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
			const answer = await fetch(`${console.url}/v2/jobs/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
			if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
			return answer.status === 204 ? {} : ((await answer.json()) as { jobs?: Array<{ jobKey: string }> });
		};
		const withToken = (role: 'button' | 'treeitem') =>
			diagram()
				.getByRole(role, { name: /1 token/ })
				.count();
		const expectAt = async (task: number) => {
			const names = branches.map((branch) => branch[task]!);
			const look = () =>
				diagram()
					.getByRole('button', { name: /1 token/ })
					.evaluateAll((all) => all.map((one) => (one as unknown as Element).getAttribute('data-element-id')));
			const expected = names.toSorted().join(' ');
			await waitUntil(`tokens at task ${task}`, async () => (await look()).toSorted().join(' ') === expected, { everyMs: 100 });
			await waitUntil('the outline', async () => (await withToken('treeitem')) === branches.length, { everyMs: 100 });
			expect(await page.locator('.abpmn-badge-tokens:not([hidden])').count()).toBe(branches.length);
		};
		await expectAt(0);
		for (const task of [1, 2]) {
			const { jobs } = await work('activation', { type: jobType, worker: 'test', timeout: 60_000, maxJobsToActivate: 100 });
			await Promise.all(jobs!.map(({ jobKey }) => work(`${jobKey}/completion`, { variables: {} })));
			await expectAt(task);
		}
	});
});
