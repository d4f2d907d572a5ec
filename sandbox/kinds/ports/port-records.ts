import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import { storableText } from '../../../core/base/text/storable-text';
import { createOwnSchema } from '../../../core/json-schema/own-schema';
import { maxRunId, type RunBegin } from '../../../core/ports/runs/run-records';
import { readTrail } from '../../../providers/compose/runs/read-run';
import type { JobRecording } from '../record-job';
import type { RunCall } from './port-calls';

/** Max runs of agents in one sandbox run; a restarted one counts again. */
const maxRuns = 1_000;
const maxSteps = 10_000;
const maxStepsLength = 32 * 1024 * 1024;

const text = (maxLength: number) => Type.String({ maxLength, pattern: storableText });
const orNull = (maxLength: number) => Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength, pattern: storableText });
const amount = Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const runId = text(maxRunId);
const about = {
	runId,
	agent: closed({ id: text(200), version: text(200), ...optional({ sha256: text(64) }) }),
	...optional({ conversationId: text(1_000), person: text(1_000), by: text(200), manifest: text(64) }),
	of: closed(optional({ process: text(255), instance: text(40), element: text(255), caller: runId })),
};
const usage = closed({
	durationMs: amount,
	inputTokens: amount,
	outputTokens: amount,
	modelCalls: amount,
	toolCalls: amount,
	costUsd: Type.Unsafe<number | null>({ type: ['number', 'null'], minimum: 0, maximum: 1_000_000 }),
	model: orNull(200),
});
const searched = closed({ collection: text(200), isUnanswered: Type.Boolean() });
/** A missing field would refuse every end: the compiler compares them. */
const end = {
	runId,
	state: Type.Enum(['waiting', 'completed', 'failed', 'cancelled']),
	tools: Type.Array(text(200), { maxItems: 200 }),
	outcome: orNull(80),
	reason: orNull(200),
	errorCode: orNull(80),
	error: orNull(500),
	...optional({ fix: orNull(500), searches: Type.Array(searched, { maxItems: 200 }) }),
	...optional({ attempt: amount, repeats: Type.Boolean(), usage, steps: Type.Array(Type.Object({}), { maxItems: maxSteps }) }),
} satisfies Record<keyof Extract<RunCall, { of: 'end' }>['run'], unknown>;
const shapes = {
	begin: closed({ ...about, ...optional({ isCalled: Type.Literal(true), withinMs: amount }) }),
	refuse: closed({ ...about, errorCode: text(80), error: orNull(500), ...optional({ fix: orNull(500) }) }),
	end: closed(end),
};
const validators = { begin: createOwnSchema(shapes.begin), refuse: createOwnSchema(shapes.refuse), end: createOwnSchema(shapes.end) };

interface KnownOfRuns extends Pick<RunBegin, 'person' | 'conversationId'> {
	/** SHA-256 of the signed manifest that allowed them. */
	manifest: string;
}

/**
 * Records the runs of agents in a sandbox run. The sandbox's messages are untrusted: names, requester, time and manifest come from the sandbox run. A
 * person and a conversation are those of the request or nobody's; a sandboxed process instance is not one of the engine.
 */
export class PortRecords {
	#begun = 0;
	#stepsLength = 0;
	readonly #open = new Map<string, number | undefined>();

	constructor(
		private readonly recording: JobRecording,
		private readonly known: KnownOfRuns,
	) {}

	/** @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
	async record(call: RunCall): Promise<unknown> {
		const isValid = Object.hasOwn(validators, call.of) && (await validators[call.of]());
		if (!isValid || !isValid(call.run)) throw notUnderstood();
		if (call.of === 'end') return this.#end(call.run);
		const { records, runId: job, by, endsBy } = this.recording;
		if (this.#begun >= maxRuns) throw tooMany();
		this.#begun += 1;
		const name = this.#name(call.run.runId);
		const { of } = call.run;
		const { process, element } = of ?? {};
		const run = { ...this.#whose(call.run), runId: name, host: 'sandbox', by };
		if (call.of === 'refuse') return records.refuse({ ...call.run, ...run, of: { process, element, caller: job } });
		const caller = call.run.isCalled ? this.#name(of?.caller ?? '') : job;
		const withinMs = Math.max(0, Math.ceil(endsBy - performance.now()));
		const attempt = await records.begin({ ...call.run, ...run, manifest: this.known.manifest, withinMs, of: { process, element, caller } });
		if (attempt !== 'cancelled') this.#open.set(name, attempt);
		return attempt;
	}

	async close(): Promise<void> {
		const cut = { state: 'cancelled' as const, outcome: null, reason: null, errorCode: null, error: null, tools: [] };
		for (const [id, attempt] of this.#open) await this.recording.records.end(id, { ...cut, attempt });
		this.#open.clear();
	}

	/** The sandbox's words find no other person's runs. */
	#whose({ person, conversationId }: Pick<RunBegin, 'person' | 'conversationId'>): Pick<RunBegin, 'person' | 'conversationId'> {
		const { known } = this;
		return {
			person: person === known.person ? person : undefined,
			conversationId: conversationId === known.conversationId ? conversationId : undefined,
		};
	}

	/** A waiting run is over: nothing outside the sandbox can continue it. Its searches are trials, not customers' questions. */
	async #end({ runId: id, steps, searches: _, ...end }: Extract<RunCall, { of: 'end' }>['run']): Promise<void> {
		const name = this.#name(id);
		if (!this.#open.has(name)) throw notUnderstood();
		const attempt = this.#open.get(name);
		this.#open.delete(name);
		const over = end.state === 'waiting' && { state: 'completed' as const, outcome: 'needs-human' };
		await this.recording.records.end(name, { ...end, ...over, attempt, ...(steps && this.#canKeep(name, steps) && { steps }) });
	}

	#canKeep(name: string, steps: readonly unknown[]): boolean {
		try {
			this.#stepsLength += JSON.stringify(steps).length;
			if (this.#stepsLength > maxStepsLength) return false;
			readTrail(name, steps as TrailEntry[]);
			return true;
		} catch {
			return false;
		}
	}

	#name(id: string): string {
		const prefix = `${this.recording.runId}/`;
		return id.startsWith(prefix) ? id : `${prefix}${id}`;
	}
}

const notUnderstood = () => new TroupeError({ code: 'INPUT_INVALID', message: 'The call record of the sandbox is not understood.' });

const tooMany = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `More than ${maxRuns} runs of agents began in one run of the sandbox: the others are not recorded.`,
		fix: 'Lower the number of agent tasks of the process.',
	});
