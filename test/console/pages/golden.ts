/** What a page is for a reader of a screen, and where its parts are, as a file that is the same each time and on every machine. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { waitUntil } from '../../support/wait-until';

const folder = join(__dirname, '..', 'golden');

/** Values that differ from one time to another, the longer ones first. */
const masks: Array<[what: string, pattern: RegExp]> = [
	['ID', /\b(?:[a-z]+-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:\.\w+)?\b/g],
	['HASH', /\b[0-9a-f]{12,64}\b/g],
	['ID', /(?<![0-9a-z])(?=[a-z]*\d)[0-9a-z]{20,}\b/g],
	['KEY', /\btrp_[\w-]+/g],
	['PLAN', /\bplan-[\w-]{12}(?![\w-])/g],
	['PROTOCOL', /\b\d{4}-?\d{0,2}-[0-9A-Z]{4,}(?:-[0-9A-Z]+)*\b/g],
	['NUMBER', /\b\d{10,}\b/g],
	['ADDRESS', /127\.0\.0\.1:\d+/g],
	['TIME', /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?/g],
	['MONTH', /\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b/g],
	['DAY', /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}(?:, \d{4})?/g],
	['DAY', /\b\d{1,2}(?: de|º de)? (?:jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez)[a-zç]*\.?(?: de \d{4})?/g],
	['MONTH', /\b(?:jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez)[a-zç]* de \d{4}\b/g],
	['CLOCK', /\b\d{1,2}:\d{2}(?::\d{2})?(?:\s[AP]M)?\b/g],
	['AGO', /\b(?:in )?\d+ (?:second|minute|hour|day|week|month|year)s?(?: ago)?\b|\b(?:now|today|yesterday|tomorrow)\b/gi],
	['AGO', /(?:há|em) \d+ (?:segundo|minuto|hora|dia|semana|mês|mese|ano)s?|\b(?:agora|hoje|ontem|amanhã)\b/gi],
	['TOOK', /\b\d+(?:[.,]\d+)? (?:ms|s|min|h)\b(?: \d+ (?:s|min)\b)?/g],
];

export const mask = (text: string): string =>
	masks.reduce((masked, [what, pattern]) => masked.replaceAll(pattern, `‹${what}›`), text.replaceAll(/[\u00A0\u202F]/g, ' '));

/** Left edge and width of each landmark: they follow from the layout, heights from fonts, and tables of charts from the day. */
const readBoxes = `[...document.querySelectorAll('header, nav, main, main section, main table')]
	.filter((one) => one.checkVisibility() && !one.closest('figure'))
	.map((one) => {
		const { left, width } = one.getBoundingClientRect();
		const label = document.getElementById(one.getAttribute('aria-labelledby'));
		const name = one.getAttribute('aria-label') ?? label?.firstChild?.textContent ?? '';
		return [one.localName, name.trim(), Math.round(left), Math.round(width)].filter((part) => part !== '').join(' ');
	})`;

export async function describePage(page: Page): Promise<string> {
	const snapshot = await page.locator('body').ariaSnapshot();
	const boxes = await page.evaluate<string[]>(readBoxes);
	const lines = mask(snapshot).split('\n');
	return [...lines, ...boxes.map((line) => `# ${mask(line)}`), ''].join('\n');
}

/** Waits until the page is as its golden says, or writes a new one. */
export async function expectGolden(page: Page, name: string): Promise<void> {
	const path = join(folder, `${name}.txt`);
	if (process.env.TROUPE_ACCEPT_GOLDEN) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, await settle(page));
		return;
	}
	if (!existsSync(path)) throw new Error(`The page has no golden "${path}". Run npm run console:golden, and look at what it wrote.`);
	const golden = readFileSync(path, 'utf8');
	let last = '';
	try {
		await waitUntil('the golden', async () => (last = await describePage(page)) === golden, { everyMs: 200, forMs: 20_000 });
	} catch {
		expect(last).toBe(golden);
	}
}

/** Reads the page until it is the same twice. */
async function settle(page: Page): Promise<string> {
	let before = '';
	return waitUntil(
		'a page that does not change',
		async () => {
			const now = await describePage(page);
			const isSame = now === before;
			before = now;
			return isSame && now;
		},
		{ everyMs: 700 },
	);
}
