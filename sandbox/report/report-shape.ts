import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../core/base/shape';
import { sandboxLevels } from '../../core/ports/sandbox/levels';
import { changedFiles, sandboxStep, sha256 } from '../../core/ports/sandbox/sandbox-step';

const text = Type.String();
const count = Type.Integer();
const time = (description?: string) => Type.String({ ...(description && { description }), format: 'date-time' });
const level = (description?: string) => Type.Enum([...sandboxLevels], description ? { description } : {});
const nameOf = (description: string) => Type.String({ description });

const subject = closed(
	{
		kind: Type.Enum(['script', 'agent', 'process', 'workflow', 'node', 'package']),
		name: text,
		sha256: sha256("Of the definition's bytes, as manifests and approvals have it."),
		bytes: Type.Optional(count),
		dependencies: Type.Optional(
			Type.Array(closed({ name: text, version: text, sha256: sha256() }), {
				description:
					'Of a package: the packages outside its folder that its code loads, directly or through others, as its manifest lists them. `sha256` is that of the list of files. Missing if no manifest can list the package, such as one with links.',
			}),
		),
	},
	{ description: 'The code or the definition that ran. `name` has no folder; that of an agent has its version.' },
);

const container = closed(
	{
		engine: Type.Enum(['docker', 'podman']),
		version: text,
		runtime: Type.Optional(nameOf('The runtime that the operator chose, such as runsc.')),
		image: text,
		imageId: Type.String({
			description: "SHA-256 of the image's configuration, which names its layers by hash.",
			pattern: '^sha256:[0-9a-f]{64}$',
		}),
	},
	{ description: 'The container of a run at L3.' },
);
export type ContainerFacts = Static<typeof container>;

const request = closed(
	{
		method: text,
		host: nameOf('With the port, if it is not that of the scheme.'),
		path: text,
		action: Type.Enum(['mock', 'stand-in', 'refuse', 'forward'], {
			description: 'What answered it: a recording, a stand-in of ours, nobody, or the service itself.',
		}),
		rule: nameOf(
			'The rule that decided. `websocket`, `http/2`, `upgrade`, `tunnel`, `not http/1.1`, `address` and `size`: refused whatever the rules are.',
		),
		status: Type.Optional(
			Type.Integer({ description: 'Missing if it was not answered, or not to its end because of the service or a bound.' }),
		),
		requestBytes: count,
		responseBytes: Type.Integer({ description: 'Bytes that the code got. It may have closed the connection before the end.' }),
		sha256: sha256('Hash of method, address, bodies and status.'),
	},
	{ description: 'No value of its query, header or body.' },
);
/** A request in a report: no value of its query, header or body. */
export type RequestReport = Static<typeof request>;

const step = closed({
	kind: Type.Enum(['model', 'tool', 'tools', 'passages', 'http', 'job']),
	name: nameOf("The model, the tool, the source, the agent, or the job's type."),
	rule: Type.Enum(['replayed', 'scripted', 'stand-in', 'forwarded', 'host', 'refused'], {
		description:
			'Where the answer came from: a recording, the script of a case, a stand-in, the service itself, the host without a request, or nothing.',
	}),
	sha256: sha256('Of the canonical request, as recordings have it.'),
	durationMs: count,
	error: Type.Optional(nameOf('The code of what went wrong.')),
	sandbox: Type.Optional(sandboxStep),
});
/** A request of a definition's parts to a model, a tool, a collection or a worker, without its content. */
export type ReportedStep = Static<typeof step>;

const capabilities = closed(
	{
		listSha256: Type.Optional(sha256("Hash of the list's canonical JSON.")),
		files: Type.Array(closed({ path: text, access: Type.Enum(['read', 'write']) })),
		programs: Type.Array(text, { description: 'Absolute paths of programs that it could start.' }),
		environment: Type.Array(text, { description: 'Names of variables.' }),
		notGranted: Type.Array(closed({ kind: Type.Enum(['files', 'programs', 'environment']), value: text, reason: nameOf('A sentence.') }), {
			description: 'What the list has and this machine, this level or this person did not give.',
		}),
	},
	{ description: 'What of the machine the run was given, by a list of capabilities and by a person. Missing without both.' },
);
export type ReportedGrants = Static<typeof capabilities>;

const shape = closed({
	version: Type.Literal(1),
	subject,
	input: closed({ sha256: sha256(), bytes: count }, { description: 'The standard input of the run.' }),
	level: closed({
		reached: level(),
		required: level('The least level that was demanded.'),
		measuredAt: time('When the probes ran, on this start of this machine.'),
	}),
	container: Type.Optional(container),
	probes: Type.Array(closed({ id: text, stopped: Type.Boolean(), by: text }), {
		description: 'The probes that ran at this level, in order.',
	}),
	notStopped: Type.Array(closed({ id: text, attempt: text, stoppedBy: level() }), {
		description: 'What this level does not stop, and the level that would.',
	}),
	limits: closed({ memoryMb: count, timeMs: count, outputBytes: count }),
	requests: Type.Array(request, {
		description:
			"Requests to outside services, in the order in which their answers began. `path` has the names of the query's parameters, without values.",
	}),
	steps: Type.Optional(
		Type.Array(step, {
			description:
				'Requests of a definition to models, tools, collections and workers, in order, with what answered them. Scripts have none.',
		}),
	),
	files: changedFiles,
	capabilities: Type.Optional(capabilities),
	resources: closed({
		elapsedMs: count,
		peakMemoryMb: Type.Optional(Type.Integer({ description: 'The largest memory that was seen while it ran.' })),
		stdoutBytes: count,
		stderrBytes: count,
	}),
	outcome: closed({
		kind: Type.Enum(['completed', 'failed', 'limit', 'cancelled']),
		exitCode: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
		signal: Type.Optional(text),
		limit: Type.Optional(Type.Enum(['time', 'processor', 'memory', 'threads', 'output', 'disk'])),
		stdoutSha256: sha256(),
		stderrSha256: sha256(),
	}),
	startedAt: time(),
	versions: closed({
		troupe: text,
		node: nameOf('The Node that ran the code: at L3, that of the image.'),
		kernel: text,
		architecture: text,
		landlock: Type.Optional(Type.Integer({ description: "The version of the kernel's interface, from L0+ on." })),
	}),
});
export type SandboxReport = Static<typeof shape>;

/** JSON Schema draft 7. The build writes it to dist/schemas/. */
export const reportSchema = {
	$schema: 'http://json-schema.org/draft-07/schema#',
	title: 'Report of a sandboxed run',
	description:
		'What ran, how far it was isolated as the probes showed, what it used, and how it ended. Its hash is the SHA-256 of its canonical JSON (RFC 8785).',
	...shape,
};
