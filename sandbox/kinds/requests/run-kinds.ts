import type { SandboxLimits } from '../../levels/limits';
import { runBounds } from './run-bounds';
import type { EndedRun, RunHost } from './run-host';
import type { RequestOfKind, RunKind, RunRequest } from './run-request';

interface Kind<Request extends RunRequest> {
	limits: SandboxLimits;
	/** @throws TroupeError before anything of it runs, such as SANDBOX_LEVEL_TOO_LOW */
	run(request: Request, host: RunHost): Promise<EndedRun>;
}

const { outputBytes: codeBytes, programOutputBytes: programBytes } = runBounds;

/** Run kinds of a service and a node, the same as in `troupe sandbox run`. */
export const runKinds: { [Name in RunKind]: Kind<RequestOfKind<Name>> } = {
	script: {
		limits: { memoryMb: 256, timeMs: 10_000, outputBytes: codeBytes },
		run: async (request, host) => (await import('./code-runs')).runScriptOf(request, host),
	},
	agent: {
		limits: { memoryMb: 512, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runAgentOf(request, host),
	},
	process: {
		limits: { memoryMb: 512, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runProcessOf(request, host),
	},
	workflow: {
		limits: { memoryMb: 1024, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runWorkflowOf(request, host),
	},
	node: {
		limits: { memoryMb: 1024, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runNodeOf(request, host),
	},
	package: {
		limits: { memoryMb: 512, timeMs: 60_000, outputBytes: codeBytes },
		run: async (request, host) => (await import('./code-runs')).runPackageOf(request, host),
	},
};

/** @throws TroupeError before anything of it runs */
export const runKind = (request: RunRequest, host: RunHost): Promise<EndedRun> =>
	(runKinds[request.kind] as Kind<RunRequest>).run(request, host);
