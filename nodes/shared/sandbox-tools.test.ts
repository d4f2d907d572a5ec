import { TroupeError } from '../../core/base/errors';
import { nameOtherHosts, type SandboxTools } from './sandbox-tools';

const failing = (error: Error): SandboxTools => {
	const fail = () => Promise.reject(error);
	return nameOtherHosts({ runScript: fail, requireLevel: fail, openShell: fail, openBrowser: fail, isolateProgram: fail });
};
const { signal } = new AbortController();
const script = { name: 'a.js', source: Buffer.from(''), input: '', level: 'L0+' as const, timeMs: 1 };
const limits = { owner: 'a/b', least: 'L1' as const, memoryMb: 512, timeMs: 1 };
const uses: Array<[string, (tools: SandboxTools) => Promise<unknown>]> = [
	['a script', ({ runScript }) => runScript(script, signal)],
	['the level of a script', ({ requireLevel }) => requireLevel('L0+')],
	['a shell', ({ openShell }) => openShell({ ...limits, programs: [], scratchMb: 1 }, signal)],
	['a program of an MCP server', ({ isolateProgram }) => isolateProgram({ file: '/bin/true', args: [], env: {}, folders: [] })],
	['a browser', ({ openBrowser }) => openBrowser({ ...limits, requests: [], allowPrivateNetworks: false }, signal)],
];

it.each(uses)('says where else %s runs if this machine does not isolate far enough', async (_what, use) => {
	const tooLow = new TroupeError({
		code: 'SANDBOX_LEVEL_TOO_LOW',
		message: 'This machine isolates code at level L0; the run demands L1. The program bwrap is not installed.',
		fix: 'Install bubblewrap.',
		details: { reached: 'L0', required: 'L1' },
	});
	await expect(use(failing(tooLow))).rejects.toMatchObject({
		...{ code: 'SANDBOX_LEVEL_TOO_LOW', message: tooLow.message, details: tooLow.details },
		fix: expect.stringMatching(/^Install bubblewrap\. Or run the agent with `troupe serve` on a machine .*MCP.*Troupe Process/) as string,
	});
});

it.each(uses)('passes on any other fault of %s', async (_what, use) => {
	const fault = new TroupeError({ code: 'TOOL_INVALID', message: 'The program jq is not installed.', fix: 'Install jq.' });
	await expect(use(failing(fault))).rejects.toBe(fault);
});
