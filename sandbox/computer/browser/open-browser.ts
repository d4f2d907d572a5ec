import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getErrorMessage } from '../../../core/base/errors';
import { parseRequestPattern } from '../../../core/ports/capabilities/request-pattern';
import type { ChangedFile, SandboxRequest, SandboxStep } from '../../../core/ports/sandbox/sandbox-step';
import type { Browser, BrowserAction, BrowserSettings } from '../../../core/ports/sandbox/tools';
import type { Level } from '../../levels/level';
import type { OutsideRequest, OutsideResponse } from '../../network/outlet';
import { toSandboxRequest } from '../../network/outlet';
import { openNetwork } from '../../run/run-network';
import type { RunNetwork } from '../../run/run-network';
import { createRunFolder } from '../../workers/run-folder';
import { requireProgramLevel } from '../program-level';
import { ProgramProcess } from '../program-process';
import { launchBrowser, pipeDescriptors } from './browser-launch';
import { DevTools } from './devtools';
import { findBrowser } from './find-browser';
import { Page } from './page';

const maxRequests = 500;
const maxAtOnce = 16;
const maxRequestMs = 30_000;

interface Paused {
	requestId: string;
	request: { url: string; method: string; headers: Record<string, string>; postData?: string; hasPostData?: boolean };
}

interface TrafficReports {
	answer(request: OutsideRequest, signal: AbortSignal): Promise<OutsideResponse>;
	reports: ReadonlyArray<{ method: string; host: string; path: string; action: string; status?: number }>;
}

/** Performs a page's requests outside the browser, which has no network, under the rules of all sandboxed code. */
class BrowserRequests {
	readonly #stop = new AbortController();
	#count = 0;
	#running = 0;
	#told = 0;

	constructor(
		private readonly tools: DevTools,
		private readonly traffic: TrafficReports,
	) {
		tools.on(
			'Fetch.requestPaused',
			(params, sessionId) => void this.#answer(params as unknown as Paused, sessionId).catch(() => undefined),
		);
	}

	get isBusy(): boolean {
		return this.#running > 0;
	}

	takeReports(): SandboxRequest[] {
		const reports = this.traffic.reports.slice(this.#told);
		this.#told = this.traffic.reports.length;
		return reports.map(toSandboxRequest);
	}

	close(): void {
		this.#stop.abort();
	}

	async #answer({ requestId, request }: Paused, sessionId: string | undefined): Promise<void> {
		this.#count += 1;
		this.#running += 1;
		try {
			if (this.#count > maxRequests || this.#running > maxAtOnce) throw new Error('There are too many requests.');
			const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(maxRequestMs)]);
			const { status, headers, body } = await this.traffic.answer(await this.#read(requestId, request, sessionId), signal);
			await this.tools.send('Fetch.fulfillRequest', { requestId, responseCode: status, ...describeBody(headers, body) }, sessionId);
		} catch {
			await this.tools.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }, sessionId);
		} finally {
			this.#running -= 1;
		}
	}

	async #read(
		requestId: string,
		{ url, method, headers, postData, hasPostData }: Paused['request'],
		sessionId?: string,
	): Promise<OutsideRequest> {
		const address = new URL(url);
		if (address.protocol !== 'http:' && address.protocol !== 'https:') throw new Error('Only http and https are asked.');
		const isLong = hasPostData === true && postData === undefined;
		const sent = isLong
			? await this.tools.send<{ postData: string }>('Fetch.getRequestPostData', { requestId }, sessionId).catch(() => undefined)
			: undefined;
		return {
			method,
			url: address,
			headers: Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
			body: Buffer.from(postData ?? sent?.postData ?? ''),
		};
	}
}

/** Dropped: the host has decoded the body. */
const decoded = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

const describeBody = (headers: OutsideResponse['headers'], body: Buffer) => ({
	responseHeaders: headers.filter(([name]) => !decoded.has(name.toLowerCase())).map(([name, value]) => ({ name, value })),
	body: body.toString('base64'),
});

interface BrowserParts {
	level: Level;
	file: string;
	stateFolder: string;
	keepIn?: string;
}

const maxThreads = 600;
const maxOutputBytes = 4_000_000;
const maxListedRequests = 100;
const maxScreenshots = 20;

interface Opened {
	folder: string;
	process: ProgramProcess;
	tools: DevTools;
	page: Page;
	network: RunNetwork;
	requests: BrowserRequests;
}

class BrowserSession implements Browser {
	readonly #settings: BrowserSettings;
	readonly #parts: BrowserParts;
	readonly #screenshots: Array<ChangedFile & { bytes: number; content: Buffer }> = [];
	#opened: Promise<Opened> | undefined;
	#last: Promise<unknown> = Promise.resolve();

	constructor(settings: BrowserSettings, parts: BrowserParts) {
		this.#settings = settings;
		this.#parts = parts;
	}

	act(action: BrowserAction, signal: AbortSignal): ReturnType<Browser['act']> {
		const result = this.#last.then(() => this.#perform(action, signal));
		this.#last = result.catch(() => undefined);
		return result;
	}

	async close(): Promise<void> {
		await this.#last;
		const opened = await this.#opened?.catch(() => undefined);
		this.#opened = undefined;
		if (opened) await end(opened);
		if (this.#parts.keepIn === undefined || this.#screenshots.length === 0) return;
		await mkdir(this.#parts.keepIn, { recursive: true, mode: 0o700 });
		for (const { path, content } of this.#screenshots.splice(0)) await writeFile(join(this.#parts.keepIn, path), content, { mode: 0o600 });
	}

	async #perform(action: BrowserAction, signal: AbortSignal): ReturnType<Browser['act']> {
		signal.throwIfAborted();
		const startedAt = performance.now();
		const opened = await (this.#opened ??= this.#start().catch((error: unknown) => {
			this.#opened = undefined;
			throw error;
		}));
		const stop = new AbortController();
		const clock = setTimeout(
			() => stop.abort(new Error(`the browser took longer than ${this.#settings.timeMs} ms`)),
			this.#settings.timeMs,
		);
		try {
			const ending = AbortSignal.any([signal, stop.signal]);
			const { text, files = [] } = await until(this.#act(opened, action, ending), ending);
			return { kind: 'ok', text, step: this.#describe(action, opened, startedAt, text, files) };
		} catch (error) {
			signal.throwIfAborted();
			// A hung page would block the next step too.
			const limit = stop.signal.aborted ? ('time' as const) : undefined;
			const isOver = limit !== undefined || opened.tools.isOver;
			const text = `The page could not do this: ${getErrorMessage(error)}.${isOver ? ' The browser was ended; the next step begins with a new one.' : ''}`;
			const step = this.#describe(action, opened, startedAt, text, [], limit);
			if (isOver) await this.#discard(opened);
			return { kind: 'error', text, step };
		} finally {
			clearTimeout(clock);
		}
	}

	async #act({ page, requests }: Opened, action: BrowserAction, signal: AbortSignal): Promise<{ text: string; files?: ChangedFile[] }> {
		switch (action.operation) {
			case 'open':
				await page.open(action.url);
				break;
			case 'list':
				return { text: await page.list() };
			case 'click':
				await page.click(action.element);
				break;
			case 'type':
				await page.type(action.element, action.text, action.submit);
				break;
			case 'screenshot':
				return this.#keepScreenshot(await page.takeScreenshot());
			case 'read':
				return { text: await page.read() };
		}
		await page.settle(() => requests.isBusy, signal);
		return { text: await page.read() };
	}

	#keepScreenshot(content: Buffer): { text: string; files: ChangedFile[] } {
		if (this.#screenshots.length >= maxScreenshots) throw new Error(`there are ${maxScreenshots} screenshots, which is the max`);
		const sha256 = createHash('sha256').update(content).digest('hex');
		const path = `screenshot-${sha256.slice(0, 12)}.png`;
		const file = { path, change: 'created' as const, bytes: content.length, sha256 };
		this.#screenshots.push({ ...file, content });
		return { text: `${path} was taken, for the person who reviews the run.`, files: [file] };
	}

	async #start(): Promise<Opened> {
		const { level, file, stateFolder } = this.#parts;
		const { memoryMb, allowPrivateNetworks } = this.#settings;
		const folder = createRunFolder();
		const rules = this.#settings.requests.map((text) => ({ action: 'forward' as const, pattern: parseRequestPattern(text) }));
		const network = openNetwork({ rules, secrets: [], allowPrivateNetworks });
		try {
			const process = await ProgramProcess.start({
				level,
				folder,
				descriptors: pipeDescriptors,
				limits: { memoryMb, threads: maxThreads, outputBytes: maxOutputBytes },
				launch: (group) => launchBrowser({ file, memoryMb, stateFolder, ...(group && { group }) }),
			});
			const [commands, answers] = pipeDescriptors.map((descriptor) => process.descriptor(descriptor));
			const tools = new DevTools(commands!, answers!, () => process.kill('output'));
			const requests = new BrowserRequests(tools, network.traffic);
			const clock = setTimeout(() => process.kill('time'), startMs);
			try {
				return { folder, process, tools, network, requests, page: await Page.open(tools) };
			} catch (error) {
				process.kill('cancelled');
				const { stderr } = await process.end();
				throw new Error(`The browser did not start: ${getErrorMessage(error)} ${stderr.toString().slice(-300)}`, { cause: error });
			} finally {
				clearTimeout(clock);
			}
		} catch (error) {
			await network.close();
			await rm(folder, { recursive: true, force: true });
			throw error;
		}
	}

	async #discard(opened: Opened): Promise<void> {
		this.#opened = undefined;
		await end(opened);
	}

	#describe(
		{ operation }: BrowserAction,
		{ requests }: Opened,
		startedAt: number,
		text: string,
		files: ChangedFile[],
		limit?: SandboxStep['limit'],
	): SandboxStep {
		const made = requests.takeReports();
		return {
			level: this.#parts.level,
			operation,
			...(limit && { limit }),
			durationMs: Math.round(performance.now() - startedAt),
			outputBytes: Buffer.byteLength(text),
			outputSha256: createHash('sha256').update(text).digest('hex'),
			files,
			...(made.length > 0 && { requests: made.slice(0, maxListedRequests) }),
			...(made.length > maxListedRequests && { moreRequests: made.length - maxListedRequests }),
		};
	}
}

const startMs = 60_000;

async function end({ process, tools, requests, network, folder }: Opened): Promise<void> {
	requests.close();
	tools.end();
	process.kill('cancelled');
	await process.end();
	await network.close();
	await rm(folder, { recursive: true, force: true });
}

/** Stops waiting on the signal, whatever the browser does. */
async function until<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
	const { promise, reject } = Promise.withResolvers<never>();
	const stop = () => reject(signal.reason as Error);
	signal.addEventListener('abort', stop, { once: true });
	if (signal.aborted) stop();
	work.catch(() => undefined);
	try {
		return await Promise.race([work, promise]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** Uses the highest program level. @throws TroupeError SANDBOX_LEVEL_TOO_LOW, TOOL_INVALID before anything runs */
export async function openBrowser(
	settings: BrowserSettings,
	{ stateFolder, chromium, keepIn }: Pick<BrowserParts, 'stateFolder' | 'keepIn'> & { chromium?: string },
): Promise<Browser> {
	const file = findBrowser(chromium);
	return new BrowserSession(settings, {
		file,
		level: await requireProgramLevel(settings.least, stateFolder),
		stateFolder,
		...(keepIn !== undefined && { keepIn }),
	});
}
