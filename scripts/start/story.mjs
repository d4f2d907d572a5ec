/** `npm start -- --story NAME`: plays a story of test/stories with stand-ins of all outside services. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startService } from '../lib/processes.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { checkout, environment, node24 } from '../lib/setup.mjs';
import { choosePort } from './services.mjs';

/** @param {{ story: string, check: boolean, servePort?: number, language?: string, home: string, signal: AbortSignal }} context @throws {SetupError} when the story fails */
export async function playStory({ story, check, servePort, language, home, signal }) {
	if (servePort !== undefined) await choosePort('troupe serve', servePort);
	const args = ['--disable-warning=ExperimentalWarning', join(checkout, 'scripts/story.mjs'), story, join(home, 'stories', story)];
	const onOutput = (text) => process.stdout.write(text);
	const options = [
		...(check ? ['--check'] : []),
		...(servePort === undefined ? [] : ['--serve-port', String(servePort)]),
		...(language === undefined ? [] : ['--language', language]),
	];
	const playing = startService(node24, [...args, ...options], { cwd: checkout, env: environment(), onOutput });
	signal.addEventListener('abort', () => void playing.stop(), { once: true });
	const { code } = await playing.ended;
	if (code !== 0 && !signal.aborted) throw new SetupError(`The story "${story}" ended with an error.`, 'Read its last lines above.');
}

/** @throws {SetupError} */
export function assertStory(story) {
	const folder = join(checkout, 'test/stories');
	const stories = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'story.ts')));
	if (!stories.includes(story)) throw new SetupError(`There is no story "${story}".`, `Use --story with ${stories.join(' or ')}.`);
}
