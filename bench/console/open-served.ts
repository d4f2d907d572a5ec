/** A `troupe serve` of a fresh home, and a browser in front of it, for measurements of the console. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Playwright from 'playwright-core';
import { findChromium } from '../../test/shared/find-chromium';
import { TroupeService } from '../../test/stories/troupe-service';
import { fromCheckout } from '../engines/from-checkout';

/** @param environment of the service, besides its home */
export async function openServed(environment: NodeJS.ProcessEnv = {}) {
	const home = mkdtempSync(join(tmpdir(), 'troupe-bench-console-'));
	const service = new TroupeService({ ...process.env, ...environment, TROUPE_HOME: home }, join(home, 'service.log'));
	const { chromium } = fromCheckout('playwright-core') as typeof Playwright;
	const browser = await chromium.launch({
		executablePath: findChromium(),
		args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
	});
	await service.serve();
	const token = readFileSync(join(home, 'api-token'), 'utf8').trim();
	return {
		service,
		browser,
		/** Makes a browser's context that is signed in. */
		signIn: async (options: Playwright.BrowserContextOptions = {}) => {
			const context = await browser.newContext(options);
			const answer = await context.request.post(`${service.url}/console/session`, { headers: { authorization: `Bearer ${token}` } });
			if (!answer.ok()) throw new Error(`The sign-in answered ${answer.status()}.`);
			return context;
		},
		close: async () => {
			await browser.close();
			await service.stop();
			rmSync(home, { recursive: true });
		},
	};
}
