import { troupeHome } from '../../core/base/home';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { ToolHost } from '../../providers/compose/hosts/tool-host';
import { createComputerOpeners } from '../../sandbox/computer/computer-openers';
import { createLevelCheck, createScriptRunner } from '../../sandbox/run/script-runner';

export type SandboxTools = Required<Pick<ToolHost, 'runScript' | 'requireLevel' | 'openShell' | 'openBrowser' | 'isolateProgram'>>;

/** Returns what runs scripts, shells and browsers of definitions on the machine of this n8n, in the sandbox. Nothing of it is loaded before it is used. */
export const sandboxTools = (): SandboxTools =>
	nameOtherHosts({
		runScript: createScriptRunner(troupeHome()),
		requireLevel: createLevelCheck(troupeHome()),
		...createComputerOpeners(),
	});

/** Adds to a refusal of this machine, such as n8n's container without bubblewrap, how the agent runs on another one. */
export const nameOtherHosts = ({ runScript, requireLevel, openShell, openBrowser, isolateProgram }: SandboxTools): SandboxTools => ({
	runScript: (script, signal) => runScript(script, signal).catch(explain),
	requireLevel: (least) => requireLevel(least).catch(explain),
	openShell: (settings, signal) => openShell(settings, signal).catch(explain),
	openBrowser: (settings, signal) => openBrowser(settings, signal).catch(explain),
	isolateProgram: (program) => isolateProgram(program).catch(explain),
});

function explain(error: unknown): never {
	if (!isTroupeError(error) || error.code !== 'SANDBOX_LEVEL_TOO_LOW') throw error;
	const { code, message, fix = '', details } = error;
	throw new TroupeError({
		code,
		message,
		details,
		cause: error,
		fix: `${fix} Or run the agent with \`troupe serve\` on a machine that reaches the level (\`troupe sandbox check\`), and call it from n8n: with n8n's MCP Client Tool at /mcp of the service, or with Troupe Process, in a process with an agent task.`.trim(),
	});
}
