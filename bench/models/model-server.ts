import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAiFaults } from '../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';

/** The variable that marks the process of the model server. */
const mark = 'TROUPE_BENCH_MODEL_SERVER';

export const apiKey = 'sk-fake';
export const model = 'gpt-4.1-mini';
/** Always answers 429, with a retry after one second. */
export const busyModel = 'gpt-busy';
/** Answers after as long as a fast model takes. */
export const slowModel = 'gpt-slow';
export const slowMs = 200;
export const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };

/** Runs a measurement against a model server in a separate process, so that its work does not count. Passes the base URL for clients. */
export async function withModelServer<Result>(measure: (baseUrl: string) => Promise<Result>): Promise<Result> {
	const server = spawn(process.execPath, [__filename], { env: { ...process.env, [mark]: '1' }, stdio: ['pipe', 'pipe', 'inherit'] });
	try {
		const [url] = (await once(server.stdout, 'data')) as [Buffer];
		return await measure(`${url.toString().trim()}/v1`);
	} finally {
		server.kill();
	}
}

/** Runs the model server in the child process until the parent ends. */
async function serve(): Promise<void> {
	const server = await startOpenAiServer({
		models: [model, busyModel, slowModel],
		async respond(request) {
			if (request.model === busyModel) return openAiFaults.rateLimited();
			if (request.model === slowModel) await sleep(slowMs);
			return { text: 'You may return it within thirty days.' };
		},
	});
	// Otherwise recorded calls would accumulate.
	setInterval(() => server.calls.splice(0), 200).unref();
	process.stdin.resume().on('close', () => process.exit());
	process.stdout.write(`${server.url}\n`);
}

if (process.env[mark]) void serve();
