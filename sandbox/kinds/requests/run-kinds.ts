import { leastMemoryMb, type SandboxLimits } from '../../levels/limits';
import { list, text } from '../../../manifests/registry/http/routes/fields';
import type { RunHost, EndedRun } from './run-host';
import { runBounds, tarballCharacters } from './run-bounds';
import type {
	AgentRunRequest,
	NodeRunRequest,
	PackageRunRequest,
	ProcessRunRequest,
	RunRequest,
	ScriptRequest,
	WorkflowRunRequest,
} from './run-request';

export type RunKind = RunRequest['kind'];

interface Kind<Request extends RunRequest> {
	/** JSON Schemas of its own fields. */
	fields: Record<string, object>;
	required: string[];
	/** What a run may use, if the request does not name it. */
	limits: SandboxLimits;
	/** @throws TroupeError before anything of it runs, such as SANDBOX_LEVEL_TOO_LOW */
	run(request: Request, host: RunHost): Promise<EndedRun>;
}

interface Requests {
	script: ScriptRequest;
	agent: AgentRunRequest;
	process: ProcessRunRequest;
	workflow: WorkflowRunRequest;
	node: NodeRunRequest;
	package: PackageRunRequest;
}

const { outputBytes: codeBytes, programOutputBytes: programBytes } = runBounds;
const object = { type: 'object' } as const;
const longText = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;
const document = { anyOf: [longText(runBounds.sourceBytes), object] };
const items = { items: list(object, runBounds.items), credentials: { type: 'object', additionalProperties: object } };

/** What a service and a node run in the sandbox: the same as `troupe sandbox run`. A further kind is a further entry. */
export const runKinds: { [Name in RunKind]: Kind<Requests[Name]> } = {
	script: {
		fields: {
			source: longText(runBounds.sourceBytes),
			name: { type: 'string', pattern: '^[\\w.-]{1,100}\\.[cm]?js$' },
			input: { type: 'string', maxLength: runBounds.inputBytes },
		},
		required: ['source'],
		limits: { memoryMb: 256, timeMs: 10_000, outputBytes: codeBytes },
		run: async (request, host) => (await import('./code-runs')).runScriptOf(request, host),
	},
	agent: {
		fields: {
			...{ agent: text(200), definition: document, message: longText(100_000) },
			...{ conversation: text(200), person: text(200), facts: object, approve: { type: 'boolean' } },
			origins: list({ enum: ['tool', 'document'] }, 2),
		},
		required: ['message'],
		limits: { memoryMb: 512, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runAgentOf(request, host),
	},
	process: {
		fields: {
			files: list(
				{ type: 'object', properties: { name: text(200), content: longText(runBounds.sourceBytes) }, required: ['name', 'content'] },
				runBounds.files,
				1,
			),
			...{ variables: object, script: object, process: text(200), target: { enum: ['8.6', '8.8'] } },
		},
		required: ['files'],
		limits: { memoryMb: 512, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runProcessOf(request, host),
	},
	workflow: {
		fields: { workflow: document, start: text(200), ...items },
		required: ['workflow'],
		limits: { memoryMb: 1024, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runWorkflowOf(request, host),
	},
	node: {
		fields: { node: text(200), parameters: object, ...items },
		required: ['node'],
		limits: { memoryMb: 1024, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runNodeOf(request, host),
	},
	package: {
		fields: {
			package: { type: 'string', pattern: '^(@[a-z0-9][\\w.-]{0,100}/)?[a-z0-9][\\w.-]{0,200}$' },
			tarball: { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: tarballCharacters },
		},
		required: [],
		limits: { memoryMb: 512, timeMs: 60_000, outputBytes: codeBytes },
		run: async (request, host) => (await import('./code-runs')).runPackageOf(request, host),
	},
};

/** Runs what a request names; its schema was checked. @throws TroupeError before anything of it runs */
export const runKind = (request: RunRequest, host: RunHost): Promise<EndedRun> =>
	(runKinds[request.kind] as Kind<RunRequest>).run(request, host);

/** The JSON Schemas of the fields that all kinds share. */
export const commonFields = (kind: RunKind) => ({
	memoryMb: { type: 'integer', minimum: leastMemoryMb, maximum: runBounds.memoryMb },
	timeMs: { type: 'integer', minimum: 10, maximum: kind === 'script' ? runBounds.timeMs : runBounds.programTimeMs },
	allow: list(text(400), runBounds.rules),
	standIn: list(text(400), runBounds.rules),
	...{ recordings: object, case: text(200), capabilities: object },
});
