import * as Type from 'typebox/type';
import type { TObject } from 'typebox/type';
import { measurements } from '../../../core/base/metrics/measurements';
import { TroupeError } from '../../../core/base/errors';
import { anyObject, closed, optional, orNull } from '../../../core/base/shape';
import { integer, open, string } from '../../../manifests/registry/api/answer-fields';
import { requestSchema } from '../../../sandbox/kinds/requests/check-request';
import { performRequest } from '../../../sandbox/kinds/requests/perform-request';
import { readRules } from '../../../sandbox/kinds/requests/request-rules';
import { requireShallow } from '../../../sandbox/kinds/requests/require-shallow';
import { maxBodyBytes } from '../../../sandbox/kinds/requests/run-bounds';
import { type RunFacts, toFacts } from '../../../sandbox/kinds/requests/run-facts';
import type { RunRequest } from '../../../sandbox/kinds/requests/run-request';
import { isAtLeast, type Level, levels } from '../../../sandbox/levels/level';
import type { SandboxReport } from '../../../sandbox/report/report-shape';
import { waiting } from '../background/background-operations';
import { operation, type OperationContext, type OperationHost } from '../operation';
import type { ServiceSandbox } from './open-sandbox';

type SandboxPlace = OperationHost & { sandbox: ServiceSandbox };

export interface SandboxAnswer extends RunFacts {
	stderr: string;
	report: SandboxReport;
	signedReport?: string;
}

export const tag = 'sandbox';
export const scope = 'sandbox:run';
export const path = 'sandbox/runs';

const described = (description: string, more: object = {}) => anyObject({ ...more, description, additionalProperties: true });
export const reported = {
	report: described('See sandbox-report.schema.json'),
	reportSha256: Type.String({ description: 'SHA-256 of its canonical JSON (RFC 8785)' }),
	...optional({ signedReport: Type.String({ description: 'The report as JWS, where the service has a key to sign with' }) }),
};
const ended = Type.Object({
	...reported,
	outcome: Type.Enum(['completed', 'failed', 'limit', 'cancelled']),
	exitCode: orNull(integer),
	signal: orNull(string),
	level: Type.Enum([...levels]),
	stderr: string,
	...optional({
		limit: Type.Enum(['time', 'processor', 'memory', 'output', 'threads', 'disk']),
		stdout: Type.String({ description: 'Of a script or a package' }),
		agent: described('The outcome of an agent'),
		process: described('The trace of a process, with its ending'),
		workflow: described('What the nodes of a workflow returned'),
		error: described('Why a definition has no result', { type: ['object', 'null'] }),
		steps: Type.Array(open(), { description: 'What answered each request of a definition' }),
	}),
});

export const startSandboxRun = operation({
	act: () => ({ action: 'sandbox_run.started' }),
	summary: 'Run untrusted code or a definition in the sandbox',
	tag,
	method: 'POST',
	path,
	scope,
	maxBodyBytes,
	input: { query: closed(optional(waiting)), body: requestSchema as unknown as TObject },
	output: ended,
	refusals: { 413: 'The body is too large' },
	// Its outside effects could happen twice.
	inBackground: 'once',
	isAlwaysInBackground: true,
	maxAtOnce: 2,
	about: (request) => (request as unknown as RunRequest).kind,
	kind: (request) => (request as unknown as RunRequest).kind,
	/** @throws TroupeError INPUT_INVALID for a level below the service's, ACCESS_DENIED for forbidden requests */
	async check(input, { sandbox }: SandboxPlace) {
		const { least, permitted, site } = sandbox.surroundings;
		const request = input as unknown as RunRequest;
		requireLevel(request.level, least);
		requireShallow(request);
		await readRules(request, permitted, site);
	},
	/** @throws TroupeError before anything of it runs, such as SANDBOX_LEVEL_TOO_LOW; RUN_STOPPED */
	async perform(input, { id, host: { tenant, sandbox }, by, signal }: OperationContext<SandboxPlace>): Promise<SandboxAnswer> {
		const request = input as unknown as RunRequest;
		const startedAt = performance.now();
		let outcome = 'refused';
		sandbox.running += 1;
		try {
			const run = await performRequest(request, { runId: id!, by, tenant }, sandbox.surroundings, signal);
			signal.throwIfAborted();
			const { report, result, fields } = run;
			({ outcome } = result);
			const signed = sandbox.sign && { signedReport: await sandbox.sign(report) };
			return { ...toFacts(run), ...fields, stderr: result.stderr.toString(), report, ...signed };
		} catch (error) {
			if (signal.aborted) outcome = 'cancelled';
			throw error;
		} finally {
			sandbox.running -= 1;
			measurements.count('troupe_sandbox_runs_total', { kind: request.kind, outcome });
			measurements.observe('troupe_sandbox_run_duration_seconds', { kind: request.kind }, (performance.now() - startedAt) / 1000);
		}
	},
});

function requireLevel(level: Level | undefined, least: Level): void {
	if (level === undefined || isAtLeast(level, least)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The run demands the level ${level}; the least level of this service is ${least}.`,
		fix: 'Leave out the level, or have the operator change TROUPE_SANDBOX_LEVEL.',
		details: { expected: least, actual: level },
	});
}
