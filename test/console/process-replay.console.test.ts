import type { Page } from 'playwright-core';
import { layoutProcess } from '../../bpmn/layout/layout-process';
import { chain, endEvent, processModel, startEvent, userTask } from '../contract/model-builder';
import { describeConsole, findViolations, openConsole } from './open-console';

const model = processModel('visit', [startEvent(), userTask('approve', { native: true }), endEvent(), ...chain('start', 'approve', 'end')]);

describeConsole('the replay of an instance in a console', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	let path: string;
	beforeAll(async () => {
		console = await openConsole();
		await console.engine.deploy([{ name: 'visit.bpmn', content: await layoutProcess('visit.bpmn', model.content) }]);
		const { instanceKey } = await console.engine.start({ processId: 'visit', variables: {} });
		path = `processes/instances/${instanceKey}`;
	});
	afterAll(() => console.close());

	const element = (page: Page, name: RegExp) => page.getByRole('region', { name: 'Diagram' }).getByRole('button', { name });
	const waits = /approve.*1 token/i;

	it('goes through the history by keyboard alone: step by step, to both ends, by itself, and back to now', async () => {
		const { page, faults } = await console.signIn(['process:read'], path);
		await element(page, waits).waitFor();
		await page.getByRole('button', { name: 'Replay the history' }).focus();
		await page.keyboard.press('Enter');
		const slider = page.getByRole('slider', { name: 'Moment' });
		const said = () => slider.getAttribute('aria-valuetext');
		expect(await said()).toBe('Before its first moment, of 3 moments');
		await element(page, waits).waitFor({ state: 'detached' });
		await page.keyboard.press('ArrowRight');
		expect(await said()).toMatch(/^1\/3 · start began · /);
		await page.keyboard.press('End');
		expect(await said()).toMatch(/^3\/3 · approve began · /);
		await element(page, waits).waitFor();
		await page.keyboard.press('Home');
		await page.clock.install();
		await page.keyboard.press('Space');
		await page.getByRole('button', { name: 'Pause' }).waitFor();
		await page.clock.runFor(2_600);
		await page.getByText(/^1\/3 · start began/).waitFor();
		await page.keyboard.press('Space');
		await page.getByRole('button', { name: 'Play' }).waitFor();
		await page.clock.runFor(10_000);
		expect(await said()).toMatch(/^1\/3/);
		await page.keyboard.press('Space');
		for (let moment = 0; moment < 4; moment++) await page.clock.runFor(2_600);
		await page.getByText(/^3\/3/).waitFor();
		await page.getByRole('button', { name: 'Play' }).waitFor();
		expect(await findViolations(page)).toEqual([]);
		await page.getByRole('button', { name: 'Show it as it is now' }).click();
		await element(page, waits).waitFor();
		expect([await slider.count(), faults]).toEqual([0, []]);
	});

	it('fits a phone, in Portuguese and dark', async () => {
		const { page, faults } = await console.signIn(['process:read'], path, { language: 'pt', theme: 'dark', width: 320 });
		await page.getByRole('button', { name: 'Reproduzir o histórico' }).click();
		await page.getByRole('button', { name: 'Avançar' }).click();
		await page.getByText(/^1\/3 · start começou/).waitFor();
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		expect(faults).toEqual([]);
	});
});
