import { TroupeError } from '../../../core/base/errors';
import { hashRequest } from '../../../core/evaluation/traffic/canonical-request';
import type { EvaluationVault } from '../../../core/evaluation/traffic/evaluation-vault';
import { Player } from '../../../core/evaluation/traffic/player';
import type { Recorder } from '../../../core/evaluation/traffic/recorder';
import type { ExchangeKind } from '../../../core/evaluation/traffic/recording';
import type { Asked } from '../../../core/evaluation/traffic/traffic';
import type { PublishedAgents } from '../../../core/ports';
import type { HostCalls } from '../../../sandbox/network/outlet';
import type { PortAnswer, PortCalls, PortTask, VaultMethod } from './port-calls';
import { describePortError } from './port-error';

/** How a request at a port was answered: by the recording, by its service or a stand-in, or not at all. */
export type PortRule = 'replayed' | 'asked' | 'refused';

/** One request at a port, as reports list it: nothing that was asked or answered. */
export interface PortStep {
	kind: ExchangeKind;
	/** The model, the tool, the source or the agent. */
	name: string;
	rule: PortRule;
	/** SHA-256 of the canonical request, as recordings have it. */
	sha256: string;
	durationMs: number;
	/** The code of what went wrong. */
	error?: string;
}

export interface PortHostParts {
	/** Answers from a recording, or records what `ask` answers. */
	traffic: Player | Recorder;
	vault: EvaluationVault;
	ask: (asked: Asked, signal: AbortSignal) => Promise<unknown>;
	published?: PublishedAgents;
}

/** A run that asks without end is stopped here: its own limits come first. */
const maxSteps = 10_000;
const kinds: readonly ExchangeKind[] = ['model', 'tool', 'tools', 'passages'];
const vaultMethods: readonly VaultMethod[] = ['mask', 'restore', 'find', 'findUnknown', 'redact'];

/** Answers what a sandboxed program of ours asks at its ports. What it sends is read as what untrusted code wrote. */
export class PortHost {
	readonly steps: PortStep[] = [];

	constructor(private readonly parts: PortHostParts) {}

	/** The calls for one run, by name. */
	open(task: PortTask): HostCalls {
		return {
			task: async () => task,
			exchange: (input, signal) => this.#exchange(readAsked(input), signal),
			vault: (input) => this.#askVault(input as PortCalls['vault']),
			published: (input) => this.#findPublished(input as PortCalls['published']),
		};
	}

	async #exchange(asked: Asked, signal: AbortSignal): Promise<PortAnswer> {
		if (this.steps.length >= maxSteps) throw tooMany();
		const { traffic } = this.parts;
		const startedAt = performance.now();
		const playedAt = playedTime(traffic);
		const step: PortStep = {
			...{ kind: asked.kind, name: asked.name, rule: traffic instanceof Player ? 'replayed' : 'asked' },
			...{ sha256: hashRequest(asked.kind, asked.name, asked.request), durationMs: 0 },
		};
		this.steps.push(step);
		const live = () => this.parts.ask(asked, signal);
		const answered = await traffic.exchange(asked, live).then(
			(answer): Omit<PortAnswer, 'passedMs'> => ({ answer }),
			(error: unknown) => ({ error: describePortError(error) }),
		);
		const ends = traffic instanceof Player && traffic.miss !== undefined;
		if (answered.error) Object.assign(step, { error: answered.error.code, ...((ends || isRefusal(answered.error.code)) && { rule: 'refused' }) });
		step.durationMs = Math.round(performance.now() - startedAt);
		return { ...answered, ...(ends && { ends }), passedMs: playedTime(traffic) - playedAt };
	}

	async #askVault({ method, text }: PortCalls['vault']): Promise<unknown> {
		if (!vaultMethods.includes(method) || typeof text !== 'string') throw notUnderstood('vault');
		return this.parts.vault[method](text);
	}

	async #findPublished({ kind, name, range, options }: PortCalls['published']): Promise<unknown> {
		const found = await this.parts.published?.find(kind, String(name), range, options);
		// What the run makes of it is no outcome of a rollout.
		return found ? { ...found, rollout: undefined } : null;
	}
}

const playedTime = (traffic: Player | Recorder): number => (traffic instanceof Player ? traffic.clock.now() : 0);

const isRefusal = (code: string): boolean => code === 'NOT_SUPPORTED' || code === 'ADDRESS_REFUSED';

function readAsked(input: unknown): Asked {
	const { kind, name, request, beyond } = (input ?? {}) as Partial<Asked>;
	if (kind === undefined || !kinds.includes(kind) || typeof name !== 'string') throw notUnderstood('exchange');
	return { kind, name, request, beyond };
}

const notUnderstood = (call: string) => new TroupeError({ code: 'INPUT_INVALID', message: `The call ${call} of the sandbox is not understood.` });

const tooMany = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The run asked more than ${maxSteps} times outside.`,
		fix: 'Lower the limits of the agent, such as limits.modelCalls.',
	});
