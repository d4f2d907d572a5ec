/** Walks through `npm start` as a new user: the two answers, the printed link, a question in the chat, and an agent on an empty canvas. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectors } from 'playwright-core';
import { comparePicture } from '../e2e/first-steps/pictures';
import { describeInBrowser } from '../e2e/first-steps/stage';
import { userAt, type User } from '../e2e/first-steps/user/user';
import { openPage } from '../shared/chromium';
import { findChromium } from '../shared/find-chromium';
import { type StartedProduct, startProduct } from '../support/npm-start';

let home: string;
let started: StartedProduct;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'troupe-main-job-'));
	started = startProduct(home);
	await started.said('Press Ctrl-C to stop.');
}, 600_000);
afterAll(async () => {
	await started?.stop();
	await rm(home, { recursive: true, force: true, maxRetries: 3 });
});

const link = () => /http:\S+\/start\/\S+/.exec(started.output())![0];

it('answers a customer in n8n and in a BPMN process, with a source, and says what allowed it', () => {
	const output = started.output();
	expect(output).toContain('the n8n workflow (webhook): reply');
	expect(output).toContain('the BPMN process (embedded engine): reply');
	expect(output).toContain('development root');
	expect(output.split('\n').filter((line) => line.includes('trocas-e-devolucoes.md'))).toHaveLength(2);
	expect(output).toContain('personal-data (input): rewrite BR_CPF, EMAIL_ADDRESS');
});

describeInBrowser('the printed link', () => {
	let user: Omit<User, 'leave'>;
	let close: () => Promise<void> = () => Promise.resolve();
	beforeAll(async () => {
		selectors.setTestIdAttribute('data-test-id');
		const opened = await openPage(findChromium() ?? 'chromium');
		close = opened.close;
		await opened.page.goto(link(), { waitUntil: 'commit' });
		await opened.page.waitForURL('**/workflow/troupeStartHere');
		user = userAt(opened.page, new URL(opened.page.url()).origin);
	});
	afterAll(() => close());

	it('opens a workflow whose chat answers from the handbook, with its source', async () => {
		await user.chat.open();
		const reply = await user.chat.ask('How long do I have to return a coffee machine?');
		expect(reply).toMatch(/30 days[\s\S]*\[1\]/);
		await user.chat.close();
	});

	it('adds Troupe Agent to an empty canvas, whose panel looks as in docs/images/panels', async () => {
		await user.canvas.startAnew();
		await user.canvas.beginByHand();
		await user.canvas.addApart({ search: 'agent', name: 'Troupe Agent' });
		expect(await user.panel.complaints()).toEqual([]);
		await comparePicture('troupe-agent', await user.panel.picture());
		await user.panel.close();
	});
});
