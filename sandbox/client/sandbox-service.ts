import { TroupeError } from '../../core/base/errors';
import { HttpConnection } from '../../manifests/registry-over-http/http-connection';
import type { OperationState } from '../../providers/state/operations/operations';
import type { Level } from '../levels/level';
import type { SandboxReport } from '../report/report-shape';

/** A sandbox request; fields by kind in docs/sandbox/service.md. */
interface ServiceRequest extends Record<string, unknown> {
	kind: 'script' | 'agent' | 'process' | 'workflow' | 'node' | 'package';
	level?: Level;
	memoryMb?: number;
	timeMs?: number;
}

export interface ServiceRun {
	id: string;
	outcome?: string;
	exitCode?: number | null;
	signal?: string | null;
	limit?: string;
	level?: Level;
	stdout?: string;
	stderr?: string;
	reportSha256?: string;
	agent?: object;
	process?: object;
	workflow?: object;
	error?: object | null;
	steps?: object[];
}

interface Operation {
	id: string;
	state: OperationState;
	answer?: Omit<ServiceRun, 'id'>;
	error?: Refusal;
}

type Refusal = Record<'code' | 'message', string> & { fix?: string };

interface ServiceReport {
	report: SandboxReport;
	reportSha256: string;
	signedReport?: string;
}

/** For an answer with report. */
const maxAnswerBytes = 64 * 1024 * 1024;
/** Long poll time of the service. */
const waitSeconds = 20;
/** Max wait, including the service's queue. */
const maxWaitMs = 600_000;
const cancelMs = 5_000;

/** The sandbox of a `troupe serve`, over HTTP. */
export class SandboxService {
	readonly #connection: HttpConnection;

	/** @throws TroupeError INPUT_INVALID for an invalid address */
	constructor(private readonly parts: { url: string; token: string; signal?: AbortSignal }) {
		this.#connection = new HttpConnection({ ...parts, timeoutMs: (waitSeconds + 10) * 1000 });
	}

	/** Runs a request to its end. @throws TroupeError of the service; SANDBOX_* if nothing ran; REGISTRY_UNREACHABLE */
	async run(request: ServiceRequest): Promise<ServiceRun> {
		// The id comes at once, so that the run can be cancelled.
		const { id } = await this.#send<Operation>('POST', 'sandbox/runs', request);
		const { answer, error } = await this.#follow(id);
		if (error !== undefined) throw refused(error, this.#connection.address);
		return { id, ...answer };
	}

	async #follow(id: string): Promise<Operation> {
		const deadline = performance.now() + maxWaitMs;
		try {
			for (;;) {
				const run = await this.#send<Operation>('GET', `sandbox/runs/${id}?waitSeconds=${waitSeconds}`);
				if (run.state !== 'queued' && run.state !== 'running') return run;
				if (performance.now() > deadline) throw late(run.id);
			}
		} catch (error) {
			if (this.parts.signal?.aborted) await this.#cancel(id);
			throw error;
		}
	}

	async #cancel(id: string): Promise<void> {
		const connection = new HttpConnection({ url: this.parts.url, token: this.parts.token, timeoutMs: cancelMs });
		await connection.send('DELETE', `sandbox/runs/${id}`, { maxBytes: maxAnswerBytes }).catch(() => undefined);
	}

	/** @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT */
	report(id: string): Promise<ServiceReport> {
		return this.#send('GET', `sandbox/runs/${encodeURIComponent(id)}/report`);
	}

	async #send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const { text } = await this.#connection.send(method, path, { body, maxBytes: maxAnswerBytes });
		try {
			return JSON.parse(text) as Answer;
		} catch (cause) {
			throw new TroupeError({
				code: 'REGISTRY_UNREACHABLE',
				message: `The service at ${this.#connection.address} did not answer with JSON.`,
				fix: 'Use the address that `troupe serve` prints.',
				cause,
			});
		}
	}
}

const passedCodes = [
	...(['SANDBOX_LEVEL_TOO_LOW', 'INPUT_INVALID', 'INPUT_TOO_LARGE', 'AGENT_NOT_FOUND', 'AGENT_INVALID', 'POLICY_INVALID'] as const),
	...(['DEPENDENCY_MISSING', 'ACCESS_DENIED', 'CANCELLED', 'STORAGE_FULL'] as const),
];

/** Errors about the service's machine, where "this machine" would mislead. */
const ofMachine: ReadonlySet<string> = new Set(['SANDBOX_LEVEL_TOO_LOW', 'DEPENDENCY_MISSING']);

/** The service's own error: the run did not begin or end. */
function refused({ code: told, message, fix }: Refusal, address: string): TroupeError {
	const code = passedCodes.find((one) => one === told) ?? 'NOT_SUPPORTED';
	if (!ofMachine.has(told)) return new TroupeError({ code, message, fix });
	return new TroupeError({ code, message: `The service at ${address}: ${message}`, fix: fix && `On the machine of the service: ${fix}` });
}

function late(id: string): TroupeError {
	return new TroupeError({
		code: 'RATE_LIMITED',
		message: `The run ${id} did not end within ${maxWaitMs / 60_000} minutes: other runs wait before it.`,
		fix: 'Get its report later, with this ID.',
		retryable: true,
	});
}
