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

/** Runs of agents in one run of the sandbox; one that begins again counts again. */
const maxRuns = 1_000;
const maxSteps = 10_000;
/** All steps of these runs, as JSON. */
const maxStepsLength = 32 * 1024 * 1024;

const text = (maxLength: number) => Type.String({ maxLength, pattern: storableText });
const orNull = (maxLength: number) => Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength, pattern: storableText });
const amount = Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const runId = text(maxRunId);
const about = {
	...{ runId, agent: closed({ id: text(200), version: text(200), ...optional({ sha256: text(64) }) }) },
	...optional({ conversationId: text(1_000), person: text(1_000), by: text(200), manifest: text(64) }),
	of: closed(optional({ process: text(255), instance: text(40), element: text(255), caller: runId })),
};
const usage = closed({
	...{ durationMs: amount, inputTokens: amount, outputTokens: amount, modelCalls: amount, toolCalls: amount },
	costUsd: Type.Unsafe<number | null>({ type: ['number', 'null'], minimum: 0, maximum: 1_000_000 }),
	model: orNull(200),
});
const searched = closed({ collection: text(200), isUnanswered: Type.Boolean() });
/** A field that is missing here would refuse every end: the compiler compares them. */
const end = {
	...{ runId, state: Type.Enum(['waiting', 'completed', 'failed', 'cancelled']), tools: Type.Array(text(200), { maxItems: 200 }) },
	...{ outcome: orNull(80), reason: orNull(200), errorCode: orNull(80), error: orNull(500) },
	...optional({ fix: orNull(500), searches: Type.Array(searched, { maxItems: 200 }) }),
	...optional({ attempt: amount, repeats: Type.Boolean(), usage, steps: Type.Array(Type.Object({}), { maxItems: maxSteps }) }),
} satisfies Record<keyof Extract<RunCall, { of: 'end' }>['run'], unknown>;
const shapes = {
	begin: closed({ ...about, ...optional({ isCalled: Type.Literal(true), withinMs: amount }) }),
	refuse: closed({ ...about, errorCode: text(80), error: orNull(500), ...optional({ fix: orNull(500) }) }),
	end: closed(end),
};
const validators = { begin: createOwnSchema(shapes.begin), refuse: createOwnSchema(shapes.refuse), end: createOwnSchema(shapes.end) };

/** What the host itself knows of the agents in a run. */
export interface KnownOfRuns extends Pick<RunBegin, 'person' | 'conversationId'> {
	/** SHA-256 of the signed manifest that allowed them. */
	manifest: string;
}

/**
 * Records the runs of agents in a run of the sandbox. What it is told is read as what untrusted code wrote: each run is named after that of the sandbox,
 * and whoever asked for that one, its time and its manifest are theirs. A person and a conversation are those of the request, or nobody's; an instance of
 * a process in the sandbox is not one of the engine.
 */
export class PortRecords {
	#begun = 0;
	#stepsLength = 0;
	/** The attempts of those that have not ended. */
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
		const [name, { of }] = [this.#name(call.run.runId), call.run];
		const { process, element } = of ?? {};
		const run = { ...this.#whose(call.run), runId: name, host: 'sandbox', by };
		if (call.of === 'refuse') return records.refuse({ ...call.run, ...run, of: { process, element, caller: job } });
		const caller = call.run.isCalled ? this.#name(of?.caller ?? '') : job;
		const withinMs = Math.max(0, Math.ceil(endsBy - performance.now()));
		const attempt = await records.begin({ ...call.run, ...run, manifest: this.known.manifest, withinMs, of: { process, element, caller } });
		if (attempt !== 'cancelled') this.#open.set(name, attempt);
		return attempt;
	}

	/** Ends what the run of the sandbox left open. */
	async close(): Promise<void> {
		const cut = { state: 'cancelled' as const, outcome: null, reason: null, errorCode: null, error: null, tools: [] };
		for (const [id, attempt] of this.#open) await this.recording.records.end(id, { ...cut, attempt });
		this.#open.clear();
	}

	/** Nobody else's runs are found by the words of the sandbox. */
	#whose({ person, conversationId }: Pick<RunBegin, 'person' | 'conversationId'>): Pick<RunBegin, 'person' | 'conversationId'> {
		const { known } = this;
		return {
			person: person === known.person ? person : undefined,
			conversationId: conversationId === known.conversationId ? conversationId : undefined,
		};
	}

	/** A run that waits is over: nothing outside the sandbox can continue it. What it searched was a trial, and no customer's question. */
	async #end({ runId: id, steps, searches: _, ...end }: Extract<RunCall, { of: 'end' }>['run']): Promise<void> {
		const name = this.#name(id);
		if (!this.#open.has(name)) throw notUnderstood();
		const attempt = this.#open.get(name);
		this.#open.delete(name);
		const over = end.state === 'waiting' && { state: 'completed' as const, outcome: 'needs-human' };
		await this.recording.records.end(name, { ...end, ...over, attempt, ...(steps && this.#canKeep(name, steps) && { steps }) });
	}

	/** Steps that cannot be told again are left out: nobody could read their run. */
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
