/** The console of a service in this process, in a real browser. */
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startTestService } from '../support/offering-service';
import { findChromium } from '../shared/find-chromium';

export const executablePath = findChromium();
/** Skips where there is no browser, and says so. */
export const describeConsole = (title: string, tests: () => void) =>
	executablePath === undefined ? describe.skip(`${title} (no Chromium on this machine)`, tests) : describe(title, tests);

export interface Look {
	language?: 'en' | 'pt';
	theme?: 'light' | 'dark';
	width?: number;
}

type ServiceOptions = Parameters<typeof startTestService>;

export const openBrowser = () => chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

/** Starts a service, and opens browsers at its console. */
export async function openConsole(steps: ServiceOptions[0] = [], ...more: [ServiceOptions[1]?, ServiceOptions[2]?, ServiceOptions[3]?]) {
	const service = await startTestService(steps, ...more);
	const browser = await openBrowser();
	return {
		...service,
		/** Opens a page, and signs it in with a key of these scopes. @param path below `/console` */
		signIn: async (scopes: string[], path = 'inbox', look: Look = {}) => {
			const page = await openPage(browser, look);
			const key = await service.createKey('browser', scopes);
			const answer = await page.request.post(`${service.url}/console/session`, { headers: { authorization: `Bearer ${key}` } });
			if (!answer.ok()) throw new Error(`The sign-in answered ${answer.status()}: ${await answer.text()}`);
			await page.goto(`${service.url}/console/${path}`);
			await page.getByRole('heading', { level: 1 }).waitFor();
			return { page, key, faults: page.faults };
		},
		open: (look: Look = {}) => openPage(browser, look),
		close: async () => {
			await browser.close();
			await service.close();
		},
	};
}

/** A page that notes what its console and its scripts complain of. */
export interface WatchedPage extends Page {
	faults: string[];
}

export async function openPage(browser: Browser, { language = 'en', theme = 'light', width = 1280 }: Look = {}): Promise<WatchedPage> {
	const context = await browser.newContext({
		viewport: { width, height: 900 },
		colorScheme: theme,
		locale: { en: 'en-US', pt: 'pt-BR' }[language],
		reducedMotion: 'reduce',
	});
	const faults: string[] = [];
	const page = Object.assign(await context.newPage(), { faults });
	page.setDefaultTimeout(30_000);
	page.on('pageerror', ({ message }) => faults.push(message));
	page.on('console', (line) => void (line.type() === 'error' && faults.push(line.text())));
	return page;
}

/** Returns what axe finds on the page: rule, and where. */
export async function findViolations(page: Page): Promise<string[]> {
	// The policy of the page lets no script in: it is evaluated by the browser's own protocol.
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
	return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}
