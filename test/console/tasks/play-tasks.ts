/** Plays the tasks of a reader in each of three ways, over a real service in a real browser. */
import type { Page } from 'playwright-core';
import { describeConsole, type Look, type openConsole } from '../open-console';
import { byKeyboard, byMouse, type Hands } from './hands';
import { play } from './play-steps';
import { fill, type Reader, type Values, type Words } from './task';
import { byTree } from './tree-hands';

/** The last one is in the other language, on a phone, in the dark. */
const ways: Record<string, { take: (page: Page) => Hands | Promise<Hands>; look: Look }> = {
	'by mouse': { take: byMouse, look: {} },
	'by keyboard alone': { take: byKeyboard, look: {} },
	'by the accessibility tree': { take: byTree, look: { language: 'pt', theme: 'dark', width: 320 } },
};

export type Console = Awaited<ReturnType<typeof openConsole>>;
/** By the id of a task: makes what it needs for each way, and returns the values of its steps. */
export type Seeds = Record<string, (way: string) => Values | Promise<Values>>;

/** @param start opens the console of the reader, and says how each task is prepared */
export function playTasks(reader: Reader, start: () => Promise<{ console: Console; seeds: Seeds }>): void {
	describeConsole(`the tasks of ${reader.title[0].toLowerCase()}`, () => {
		let console: Console;
		let seeds: Seeds;
		beforeAll(async () => void ({ console, seeds } = await start()));
		afterAll(() => console.close());

		const cases = reader.tasks.flatMap((task) => Object.keys(ways).map((way) => [task.title[0], way, task] as const));
		it.each(cases)('%s, %s', async (_, way, task) => {
			const { take, look } = ways[way]!;
			const values = (await seeds[task.id]?.(way)) ?? {};
			const { page, faults } = await console.signIn(reader.rights, 'inbox', look);
			const say = (words: Words) => fill(words[look.language === 'pt' ? 1 : 0], values);
			await play(await take(page), task.steps, say);
			expect(faults).toEqual([]);
			await page.context().close();
		});
	});
}
