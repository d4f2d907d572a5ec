/** Composes the browser of a definition as a tool: one page for the whole run. */
import { TroupeError } from '../../../../core/base/errors';
import type { Browser, BrowserOpener } from '../../../../core/ports/sandbox/tools';
import type { Tool, ToolContext, ToolResult, ToolSource } from '../../../../core/ports/tools/tools';
import { effectOfRequests } from '../../../../core/tools/effect';
import type { BrowserTool } from '../../../../core/tools/definition/sandbox-tools';
import { type BrowserCall, browserParameters, readAction } from './browser-parameters';
import { toolTimeLimit, withoutSandbox } from './computer-tool';
import { type Perform, tellGone } from './tell-gone';

interface BrowserToolParts {
	agent: string;
	isInline: boolean;
	openBrowser: BrowserOpener | undefined;
	allowPrivateNetworks: boolean | undefined;
	timeoutMs: number | undefined;
}

const usualMemoryMb = 1_024;
const usualCalls = 50;
const pageIsGone =
	'The browser began again: since the earlier calls, the run has waited for a person or gone on in another process, and its page and cookies are gone.';

/** The browser belongs to one run: it ends when the source is closed. */
export function composeBrowser(definition: BrowserTool, parts: BrowserToolParts): ToolSource {
	let opened: Promise<Browser> | undefined;
	return {
		name: definition.name,
		describe: () => [toTool(definition, () => Promise.reject(new Error('A tool that is only described was called.')))],
		async tools(signal) {
			opened ??= open(definition, parts, signal);
			const browser = await opened.catch((error: unknown) => {
				opened = undefined;
				throw error;
			});
			return [
				toTool(
					definition,
					tellGone(pageIsGone, (call, context) => perform(browser, call, context)),
				),
			];
		},
		async close() {
			const ended = opened;
			opened = undefined;
			await (await ended)?.close();
		},
	};
}

async function open(definition: BrowserTool, parts: BrowserToolParts, signal: AbortSignal): Promise<Browser> {
	const { name, requests, level = 'L1', memoryMb = usualMemoryMb } = definition;
	const { agent, isInline, openBrowser, allowPrivateNetworks = false, timeoutMs } = parts;
	if (!openBrowser) throw withoutSandbox(name, 'a browser');
	if (isInline) throw refusedInline(name);
	const limits = { least: level, memoryMb, timeMs: toolTimeLimit(timeoutMs) };
	return openBrowser({ owner: `${agent}/${name}`, requests, allowPrivateNetworks, ...limits }, signal);
}

/** Forms can order, pay and delete: without a rule, a person is asked, unless its requests only read. */
function toTool(definition: BrowserTool, call: Perform<BrowserCall>): Tool {
	const { name, description, requests, limits } = definition;
	return {
		...{ name, parameters: browserParameters, source: 'definition', effect: effectOfRequests(requests) },
		limits: { calls: usualCalls, ...limits },
		description: `${description}\nA browser with one page, which stays open for later calls. Allowed requests: ${requests.join(', ')}. At most ${limits?.calls ?? usualCalls} calls.`,
		call: (input, context) => call(input as unknown as BrowserCall, context),
	};
}

async function perform(browser: Browser, call: BrowserCall, { signal }: ToolContext): Promise<ToolResult> {
	const action = readAction(call);
	if (typeof action === 'string') return { kind: 'error', text: action };
	const { step, ...result } = await browser.act(action, signal);
	return { ...result, sandbox: step };
}

const refusedInline = (name: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `The tool ${name} is a browser, which a definition that comes with a request cannot have.`,
		fix: 'Name the agent by its file or id.',
	});
