/**
 * `npm start`: sets everything up, starts n8n and `troupe serve`, asks both a real customer's question, and waits for Ctrl-C.
 *   --check          stop after the two answers; the last line is `main-job ok`
 *   --message TEXT   ask another question
 *   --story NAME     play a story instead, with stand-ins of all outside services: sdr
 *   --language L     of the story: pt or en; by default, that of the machine
 *   --n8n-port N, --serve-port N, --host ADDRESS   default 5678, 8600, 127.0.0.1
 * State is stored in .troupe/ of the checkout, or in TROUPE_HOME. Runs on Node 20 with nothing installed.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { explain, printFailure } from './lib/explain-failure.mjs';
import { withLock } from './lib/folder-lock.mjs';
import { ensureN8nHost } from './lib/n8n-host.mjs';
import { elapsed, step } from './lib/progress.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { checkout, setUp } from './lib/setup.mjs';
import { assertAnswered, askProcess, askWorkflow } from './start/ask.mjs';
import { whileAllRun } from './start/while-all-run.mjs';
import { exampleTemplates } from './start/example-templates.mjs';
import { startLocalPages } from './start/local-pages.mjs';
import { furnishN8n, installTroupe, readNodeTypes, startN8nWithTroupe } from './start/n8n.mjs';
import { assertLoadable, parseOptions } from './start/options.mjs';
import { printAnswer, printFirstSteps, printPlaces } from './start/print.mjs';
import { createConsoleLink, startServe } from './start/serve.mjs';
import { forgetServices, stopLeftovers } from './start/services.mjs';
import { createSignInLink } from './start/sign-in.mjs';
import { playStory } from './start/story.mjs';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopped.abort());
// A closed terminal or pipe also stops everything in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stopped.abort());
const running = [];

try {
	const options = parseOptions(process.argv.slice(2));
	// n8n and `troupe serve` run in other folders than this one.
	const home = resolve(process.env.TROUPE_HOME || join(checkout, '.troupe'));
	assertLoadable(home);
	mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
	await withLock(join(home, 'start.lock'), { onWait: refuseSecondStart }, () => start({ ...options, home }));
} catch (error) {
	if (stopped.signal.aborted) console.log('Stopped.');
	else fail(error);
}
// Handles that a library left open must not block the terminal.
process.exit();

async function start(options) {
	const context = { ...options, startedAt: Date.now(), signal: stopped.signal, progress: console.log };
	try {
		await stopLeftovers(context);
		await setUp(context);
		if (context.story) return await playStory(context);
		const n8nHost = await ensureN8nHost(context);
		const installed = await installTroupe({ ...context, n8nHost });
		const pages = await begin(startLocalPages());
		const serve = await begin(startServe({ ...context, installed }));
		const n8n = await begin(
			startN8nWithTroupe({ ...context, n8nHost, installed, serve, templatesUrl: showsExamples(options) && pages.url }),
		);
		await whileAllRun(running, () => serveVisitor({ pages, serve, n8n }, context));
	} finally {
		await stopAll(context);
	}
	if (options.check) console.log('main-job ok');
}

async function serveVisitor({ pages, serve, n8n }, context) {
	const furnished = await furnishN8n(n8n, context);
	console.log(`\nReady after ${elapsed(Date.now() - context.startedAt)}. A customer asks: ${context.message}`);
	const answers = [
		{ path: 'the n8n workflow (webhook)', ...(await askWorkflow(n8n, furnished.support, context)) },
		{ path: 'the BPMN process (embedded engine)', ...(await askProcess(serve, context)) },
	];
	answers.forEach(printAnswer);
	printPlaces({ n8n, serve, ...furnished, home: context.home });
	if (context.check) return assertAnswered(answers);

	const examples = showsExamples(context);
	if (examples) pages.add(exampleTemplates(join(checkout, 'examples'), () => readNodeTypes(n8n, furnished.cookie)));
	const signIn = createSignInLink({ ...n8n, ...furnished, opens: `/workflow/${furnished.startHere.id}` });
	pages.add(signIn.handle);
	const consoleLink = await createConsoleLink(serve);
	printFirstSteps({ link: pages.url + signIn.path, consoleLink, examples, host: context.host });
	stopped.signal.throwIfAborted();
	await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve, { once: true }));
}

/** n8n's page "Templates" reads them from the loopback address, which browsers on other machines cannot reach. */
function showsExamples({ host }) {
	return host === '127.0.0.1';
}

/** Registers a service to be stopped at the end, in reverse order. */
async function begin(starting) {
	const service = await starting;
	running.unshift(service);
	stopped.signal.throwIfAborted();
	return service;
}

async function stopAll({ home, progress }) {
	if (running.length > 0)
		await step(progress, 'Stopping n8n and troupe serve', () => Promise.all(running.map((service) => service.stop())));
	forgetServices(home);
}

function refuseSecondStart(owner) {
	const process = /"pid":(\d+)/.exec(owner)?.[1] ?? 'unknown';
	throw new SetupError(
		`\`npm start\` is already running in this checkout (process ${process}).`,
		'Use the addresses that it printed, stop it with Ctrl-C, or set TROUPE_HOME to another folder to run a second one.',
	);
}

function fail(error) {
	const explained = error instanceof SetupError || !error?.code ? error : explain('npm start', error.message, error);
	printFailure(explained);
	process.exitCode = 1;
}
