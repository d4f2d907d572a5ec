import { hash } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import type { Origin } from '../../core/ports/memory';
import type { ImagePart } from '../../core/ports/models/image-shapes';
import type { Caller } from '../../manifests/registry/registry-api';
import type { Host } from '../../providers/compose/hosts/host';
import { openTaskDocuments } from '../../providers/compose/state/host-task-documents';
import type { InputFile } from './read-files';
import type { RunAnswer } from './run-answer';

export interface CallerRequest {
	message: string;
	conversationId?: string;
	images?: ImagePart[];
	files?: InputFile[];
	origins?: string[];
}

/** Sealed for its caller: the run's record has masked texts only. */
export interface KeptRun {
	agent: string;
	conversationId: string;
	message: string;
	origins?: Origin[];
	requestSha256: string;
	decidedSha256?: string;
	suspension?: string;
	/** Milliseconds since the epoch. */
	beganAt: number;
	answer?: RunAnswer;
}

const keptMs = 24 * 3_600_000;
const maxKept = 10_000;
const documentId = 'run';

export class KeptDocuments<Kept extends object> {
	constructor(
		private readonly host: Host,
		private readonly kind: 'run-answer' | 'run-decision',
	) {}

	/** @returns false if the caller keeps a run of this id, or too many */
	async add(runId: string, run: Kept, caller: Caller): Promise<boolean> {
		return (await this.#open(caller)).put(runId, documentId, run, true);
	}

	async put(runId: string, run: Kept, caller: Caller): Promise<void> {
		await (await this.#open(caller)).put(runId, documentId, run);
	}

	async read(runId: string, caller: Caller): Promise<Kept | undefined> {
		const [kept] = await (await this.#open(caller)).list<Kept>(runId);
		return kept?.document;
	}

	async #open(caller: Caller) {
		const rules = { kind: this.kind, ttlMs: keptMs, perTask: 1, perOwner: maxKept } as const;
		return (await openTaskDocuments({ ...this.host, tenant: caller.tenant }, JSON.stringify(caller), rules))!;
	}
}

export const nameByKey = (caller: Caller, key: string): string => hash('sha256', JSON.stringify([caller, key]), 'hex').slice(0, 32);

export const otherRequest = (runId: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: 'The Idempotency-Key, or the runId of AG-UI, was used within a day for another agent, message, conversation, image or file.',
		fix: 'Use a new key for each new request, and repeat a request as it was.',
		details: { runId },
	});

export const tooManyKept = () =>
	new TroupeError({
		code: 'RATE_LIMITED',
		message: `The service keeps ${maxKept} runs of this caller within a day, which is the max.`,
		fix: 'Begin more tomorrow, or with another key.',
		retryable: true,
		retryAfterMs: 3_600_000,
	});

export const notKept = (runId: string, agent?: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no run ${JSON.stringify(runId.slice(0, 200))} of this caller${agent === undefined ? '' : ` with the agent ${agent}`}.`,
		fix: 'List the runs of the tenant: GET /api/v1/runs.',
	});
