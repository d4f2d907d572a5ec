import type { Page } from 'playwright-core';
import { layoutProcess } from '../../bpmn/layout/layout-process';
import { chain, endEvent, processModel, startEvent, userTask } from '../contract/model-builder';
import { moves, moving } from '../support/processes/moving-process';
import { describeConsole, openConsole } from './open-console';

const instances = 10_000;
const atOnce = 500;
const rights = ['process:read', 'process:run'];
const plain = processModel('plain', [startEvent(), userTask('wait', { native: true }), endEvent(), ...chain('start', 'wait', 'end')]);

describeConsole('a console with 10,000 instances and a diagram of 500 elements', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	let key: string;
	beforeAll(async () => {
		console = await openConsole();
		const { engine } = console;
		await engine.deploy([plain, { name: moving.name, content: await layoutProcess(moving.name, moving.content) }]);
		for (let begun = 0; begun < instances - 1; begun += atOnce)
			await Promise.all(
				Array.from({ length: Math.min(atOnce, instances - 1 - begun) }, () => engine.start({ processId: 'plain', variables: {} })),
			);
		key = (await engine.start({ processId: 'moving', variables: {} })).instanceKey;
	});
	afterAll(() => console.close());

	const diagram = (page: Page) => page.getByRole('region', { name: 'Diagram' });
	const element = (page: Page, id: string) => diagram(page).locator(`.djs-element[data-element-id="${id}"]`);
	/** Whether all of the element is in the part of the diagram that is shown. */
	const isInView = async (page: Page, id: string) => {
		const [shown, canvas] = [await element(page, id).boundingBox(), await diagram(page).locator('.canvas').boundingBox()];
		const [left, top] = [shown!.x - canvas!.x, shown!.y - canvas!.y];
		return left >= 0 && top >= 0 && left + shown!.width <= canvas!.width && top + shown!.height <= canvas!.height;
	};

	it('lists them page by page, with true counts and a filter', async () => {
		const { page, faults } = await console.signIn(rights, 'processes');
		const table = page.getByRole('table', { name: 'Instances' });
		await page.getByText(`50 of ${instances.toLocaleString('en')} entries`).waitFor();
		await page.getByRole('link', { name: `active ${instances.toLocaleString('en')}` }).waitFor();
		for (const shown of [100, 150]) {
			await page.getByRole('button', { name: 'Show more' }).click();
			await page.getByText(`${shown} of ${instances.toLocaleString('en')} entries`).waitFor();
		}
		const keys = await table.locator('tbody code').allTextContents();
		expect([keys.length, new Set(keys).size]).toEqual([150, 150]);
		await page.getByLabel('Process', { exact: true }).selectOption('moving');
		await table.getByRole('row', { name: new RegExp(key) }).waitFor();
		expect(await table.getByRole('row').count()).toBe(2);
		await console.engine.start({ processId: 'plain', variables: {} });
		await page.goto(`${console.url}/console/processes`);
		// The engine counts so far, and the page does not say more than it knows.
		await page.getByRole('link', { name: `active ${instances.toLocaleString('en')} or more` }).waitFor();
		expect(faults).toEqual([]);
	});

	it('draws 500 elements, and pans to the last of them by keyboard', async () => {
		const { page, faults } = await console.signIn(rights, `processes/instances/${key}`);
		await element(page, 'task-24-0')
			.and(page.getByRole('button', { name: /1 token/ }))
			.waitFor();
		expect(await diagram(page).locator('.djs-shape.djs-element[role=button]').count()).toBe(moves + 4);
		await element(page, 'start').focus();
		// Closer, so that most of it is out of view.
		for (let step = 0; step < 12; step += 1) await page.keyboard.press('+');
		expect(await isInView(page, 'end')).toBe(false);
		await page.keyboard.press('End');
		expect([await isInView(page, 'end'), await isInView(page, 'start')]).toEqual([true, false]);
		for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
		const id = await page.evaluate<string>("document.activeElement.getAttribute('data-element-id')");
		expect(id).toMatch(/^task-\d+-18$/);
		expect(faults).toEqual([]);
	});
});
