import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A real small language model behind OpenAI's API. */
export interface SmallModel {
	name: string;
	baseUrl: string;
	close(): void;
}

/** Installs and starts it in a separate process. @throws Error when it cannot be had; the process has said why */
export async function startSmallModel(): Promise<SmallModel> {
	const child = spawn(process.execPath, ['scripts/small-model.mjs'], { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`scripts/small-model.mjs ended with ${String(code)}. See its output above.`);
	});
	ended.catch(() => undefined);
	const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
	const [name, baseUrl] = line.split(' ') as [string, string];
	return { name, baseUrl, close: () => child.stdin.end() };
}
