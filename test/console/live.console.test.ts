import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { layoutProcess } from '../../bpmn/layout/layout-process';
import { chain, endEvent, processModel, startEvent, userTask } from '../contract/model-builder';
import { startTestService } from '../support/offering-service';
import { CuttableProxy } from '../support/servers/cuttable-proxy';
import { waitUntil } from '../support/wait-until';
import { describeConsole, openBrowser, openPage } from './open-console';

const steps = ['one', 'two', 'three', 'four', 'five'];
const model = processModel('steps', [
	startEvent(),
	...steps.map((id) => userTask(id, { native: true })),
	endEvent(),
	...chain('start', ...steps, 'end'),
]);
const rights = ['process:read', 'process:run'];

/** A service behind a line that can break. */
describeConsole('an instance whose line is lost', () => {
	const home = mkdtempSync(join(tmpdir(), 'troupe-live-'));
	const proxy = new CuttableProxy('');
	let browser: Browser;
	let service: Awaited<ReturnType<typeof startTestService>>;
	const start = async () => {
		service = await startTestService([], {}, {}, { home });
		proxy.target = new URL(service.url).host;
	};
	beforeAll(async () => {
		await Promise.all([start(), proxy.open()]);
		browser = await openBrowser();
		await service.engine.deploy([{ name: model.name, content: await layoutProcess(model.name, model.content) }]);
	});
	afterAll(async () => {
		await browser.close();
		await proxy.cut();
		await service.close();
		rmSync(home, { recursive: true });
	});

	afterEach(async () => {
		for (const context of browser.contexts()) await context.close();
	});

	/** Begins an instance and opens its page. */
	async function follow(prepare: (page: Page) => Promise<unknown> = async () => undefined) {
		const page = await openPage(browser);
		await prepare(page);
		const key = await service.createKey('browser', rights);
		const base = `http://${proxy.address}`;
		const answer = await page.request.post(`${base}/console/session`, { headers: { authorization: `Bearer ${key}` } });
		expect(answer.status()).toBe(200);
		const { instanceKey } = await service.engine.start({ processId: 'steps' });
		const asked: Array<string | undefined> = [];
		page.on('request', (request) => {
			if (request.url().includes('/v2/events')) asked.push(request.headers()['last-event-id']);
		});
		await page.goto(`${base}/console/processes/instances/${instanceKey}`);
		await standsAt(page, 'one');
		await page.evaluate(noteBadges);
		return { page, asked, instanceKey };
	}
	/** Completes the task that the instance waits at, past the page. */
	async function move(instanceKey: string): Promise<void> {
		const [task] = await waitUntil('a task', async () => {
			const tasks = await service.engine.searchUserTasks({ instanceKey });
			return tasks.length > 0 && tasks;
		});
		await service.engine.completeUserTask(task!.key, {});
	}
	let last: string[] = [];
	const notLive = (page: Page) => page.locator('.not-live');
	const tokensAt = (page: Page) =>
		page
			.getByRole('region', { name: 'Diagram' })
			.getByRole('button', { name: /\d tokens?/ })
			.evaluateAll((shown) => shown.map((one) => one.getAttribute('aria-label')!));
	const standsAt = (page: Page, step: string) =>
		waitUntil(
			`one token, at ${step}`,
			async () => {
				const tokens = (last = await tokensAt(page));
				return tokens.length === 1 && tokens[0]!.startsWith(`User task ${step}, 1 token`);
			},
			{ everyMs: 100, forMs: 120_000, seen: () => last },
		);
	/** All that badges ever showed: an element has a token or none, never two. */
	const expectSingle = async (page: Page) => expect(await page.evaluate('[...globalThis.shownBadges]')).toEqual(['● 1']);

	it('goes on where it was when a proxy cut it, says since when it is not live, and reads again (samtecspg/articulate#589)', async () => {
		const { page, asked, instanceKey } = await follow();
		await move(instanceKey);
		await standsAt(page, 'two');
		await proxy.cut();
		await move(instanceKey);
		await move(instanceKey);
		await notLive(page)
			.getByText(/^!?Not live since \d+:\d+:\d+ [AP]M: the service is not heard/)
			.waitFor();
		await standsAt(page, 'two');
		await proxy.open();
		await standsAt(page, 'four');
		await notLive(page).waitFor({ state: 'detached' });
		await page.getByRole('status').getByText('Live again.').waitFor({ state: 'attached' });
		await move(instanceKey);
		await standsAt(page, 'five');
		await expectSingle(page);
		// The last one says where it goes on; the refused ones between do, too.
		expect([asked[0], /^\d+$/.test(asked.at(-1)!)]).toEqual([undefined, true]);
		expect(await page.getByRole('alert').count()).toBe(0);
	});

	it('goes on after the service was restarted (home-assistant/ui-schema#14)', async () => {
		const { page, instanceKey } = await follow();
		await service.close();
		await notLive(page).waitFor();
		await start();
		await move(instanceKey);
		await standsAt(page, 'two');
		await notLive(page).waitFor({ state: 'detached' });
		await move(instanceKey);
		await standsAt(page, 'three');
		await expectSingle(page);
	});

	it('notices a line that is silent, as after a laptop slept (EventSource/eventsource#134)', async () => {
		const { page, instanceKey } = await follow((opened) => opened.clock.install());
		proxy.fallSilent();
		await move(instanceKey);
		proxy.speak();
		// The lid was closed for an hour.
		await page.clock.fastForward('01:00:00');
		await standsAt(page, 'two');
		await move(instanceKey);
		await standsAt(page, 'three');
		await notLive(page).waitFor({ state: 'detached' });
		await expectSingle(page);
	});

	it('goes on after the browser was offline, and after errors of a gateway, of which a browser gives up by itself', async () => {
		const { page, instanceKey } = await follow();
		await page.context().setOffline(true);
		await proxy.cut();
		await proxy.open();
		await move(instanceKey);
		await notLive(page).waitFor();
		let failures = 0;
		await page.route('**/v2/events?*', (route) =>
			(failures += 1) < 3 ? route.fulfill({ status: 502, body: 'Bad gateway' }) : route.continue(),
		);
		await page.context().setOffline(false);
		await standsAt(page, 'two');
		await notLive(page).waitFor({ state: 'detached' });
		expect(failures).toBe(3);
		await expectSingle(page);
	});
});

/** Runs in the page: notes all texts that badges have. */
const noteBadges = `
	globalThis.shownBadges = new Set();
	const look = () => { for (const one of document.querySelectorAll('.abpmn-badge-tokens:not([hidden])')) globalThis.shownBadges.add(one.textContent); };
	new MutationObserver(look).observe(document.querySelector('.djs-overlay-container'), { subtree: true, childList: true, attributes: true, characterData: true });
	look();
`;
