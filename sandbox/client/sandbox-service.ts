import { TroupeError } from '../../core/base/errors';
import { RegistryConnection } from '../../manifests/registry-over-http/registry-connection';
import type { Level } from '../levels/level';
import type { SandboxReport } from '../report/report';

/** A script for the sandbox of a service. */
export interface ServiceScript {
	source: string;
	input?: string;
	level: Level;
	memoryMb: number;
	timeMs: number;
}

/** A run as `POST /api/v1/sandbox/runs` describes it, when it is over. */
export interface ServiceRun {
	id: string;
	state: 'queued' | 'running' | 'ended' | 'refused';
	outcome?: string;
	exitCode?: number | null;
	signal?: string | null;
	limit?: string;
	level?: Level;
	stdout?: string;
	stderr?: string;
	reportSha256?: string;
	problem?: { code: string; message: string; fix?: string };
}

export interface ServiceReport {
	report: SandboxReport;
	reportSha256: string;
	signedReport?: string;
}

const maxAnswerBytes = 8 * 1024 * 1024;
/** How long the service holds a request. */
const waitSeconds = 20;
/** What waits in the queue of the service comes first. */
const maxWaitMs = 600_000;

/** The sandbox of a `troupe serve`, over HTTP. */
export class SandboxService {
	readonly #connection: RegistryConnection;

	/** @throws TroupeError INPUT_INVALID for an invalid address */
	constructor(parts: { url: string; token: string; signal?: AbortSignal }) {
		this.#connection = new RegistryConnection({ ...parts, timeoutMs: (waitSeconds + 10) * 1000 });
	}

	/** Runs a script and waits for its end. @throws TroupeError of the service; SANDBOX_* where nothing of it ran; REGISTRY_UNREACHABLE */
	async run(script: ServiceScript): Promise<ServiceRun> {
		const deadline = performance.now() + maxWaitMs;
		let run = await this.#send<ServiceRun>('POST', `sandbox/runs?waitSeconds=${waitSeconds}`, { kind: 'script', ...script });
		while (run.state === 'queued' || run.state === 'running') {
			if (performance.now() > deadline) throw late(run.id);
			run = await this.#send<ServiceRun>('GET', `sandbox/runs/${run.id}?waitSeconds=${waitSeconds}`);
		}
		if (run.state === 'refused') throw refused(run);
		return run;
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

/** The service's own words: the run did not begin. */
function refused({ problem }: ServiceRun): TroupeError {
	const { code, message = 'The sandbox of the service refused the run.', fix } = problem ?? {};
	return new TroupeError({ code: code === 'SANDBOX_LEVEL_TOO_LOW' ? code : 'NOT_SUPPORTED', message, fix });
}

function late(id: string): TroupeError {
	return new TroupeError({
		code: 'RATE_LIMITED',
		message: `The run ${id} did not end within ${maxWaitMs / 60_000} minutes: other runs wait before it.`,
		fix: 'Get its report later, with this ID.',
		retryable: true,
	});
}
