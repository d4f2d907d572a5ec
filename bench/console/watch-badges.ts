import type { Page } from 'playwright-core';
import { waitUntil } from '../../test/support/wait-until';

/** When the token of an element was painted for the first time, and when it was gone, in milliseconds since the epoch. */
export type SeenBadges = Map<string, { came?: number; went?: number }>;

const quietMs = 3_000;

/** Notes the frames in which badges of a diagram come and go. @returns what reads the notes, once nothing changes any more */
export async function watchBadges(page: Page): Promise<() => Promise<SeenBadges>> {
	await page.locator('.abpmn-badge').first().waitFor();
	await page.evaluate(watching);
	return async () => {
		const isQuiet = () => page.evaluate<boolean>(`performance.now() - globalThis.badges.last > ${quietMs}`);
		await waitUntil('badges to come and go no more', isQuiet, { everyMs: 500, forMs: 120_000 });
		const seen = await page.evaluate<Array<[string, { came?: number; went?: number }]>>('[...globalThis.badges.seen]');
		const gaps = await page.evaluate<number[]>('globalThis.badges.gaps');
		console.log(`frames of the page that took more than 50 ms: ${gaps.length}, the longest ${Math.round(Math.max(0, ...gaps))} ms`);
		return new Map(seen);
	};
}

/** Runs in the page. A change counts when the frame that has it is over: a task after the frame's callbacks runs after it was painted. */
const watching = `
	const badges = (globalThis.badges = { seen: new Map(), last: performance.now(), gaps: [] });
	const pending = new Map();
	const note = (changes) => {
		for (const [id, change] of changes) badges.seen.set(id, { ...badges.seen.get(id), [change]: badges.seen.get(id)?.[change] ?? performance.timeOrigin + performance.now() });
		badges.last = performance.now();
	};
	const look = () => {
		const shown = new Set();
		for (const one of document.querySelectorAll('.abpmn-badge-tokens:not([hidden])')) shown.add(one.closest('.djs-overlays').dataset.containerId);
		const changes = [];
		for (const id of shown) if (!pending.has(id)) { pending.set(id, true); changes.push([id, 'came']); }
		for (const id of pending.keys()) if (!shown.has(id)) { pending.delete(id); changes.push([id, 'went']); }
		if (changes.length > 0) requestAnimationFrame(() => { const port = new MessageChannel(); port.port1.onmessage = () => note(changes); port.port2.postMessage(0); });
	};
	new MutationObserver(look).observe(document.querySelector('.djs-overlay-container'), { subtree: true, childList: true, attributes: true, characterData: true });
	look();
	let before = performance.now();
	const frame = (now) => { if (now - before > 50) badges.gaps.push(now - before); before = now; requestAnimationFrame(frame); };
	requestAnimationFrame(frame);
`;
