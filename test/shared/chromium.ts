import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

/** The timeout of a page on a busy machine. */
const timeoutMs = 45_000;
/** The variable with a folder where the browsers of a run, which follow each other, find what earlier ones have loaded and compiled. */
export const browserCache = 'TROUPE_TEST_BROWSER_CACHE';

/** Opens a page of a headless browser with its own profile. */
export async function openPage(executablePath: string): Promise<{ page: Page; close: () => Promise<void> }> {
	const profile = await mkdtemp(join(tmpdir(), 'troupe-browser-'));
	const cache = process.env[browserCache];
	const context = await chromium.launchPersistentContext(profile, {
		executablePath,
		// A container has 64 MB of shared memory, which is too little for the editor.
		args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...(cache ? [`--disk-cache-dir=${cache}`] : [])],
		viewport: { width: 1400, height: 900 },
		timeout: timeoutMs,
	});
	context.setDefaultTimeout(timeoutMs);
	return {
		page: context.pages()[0] ?? (await context.newPage()),
		close: async () => {
			await context.close();
			await rm(profile, { recursive: true, force: true, maxRetries: 3 });
		},
	};
}
