import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { hashRequest } from '../../../core/evaluation/traffic/canonical-request';
import type { EvaluationVault } from '../../../core/evaluation/traffic/evaluation-vault';
import { Player } from '../../../core/evaluation/traffic/player';
import type { Recorder } from '../../../core/evaluation/traffic/recorder';
import type { ExchangeKind } from '../../../core/evaluation/traffic/recording';
import type { Asked } from '../../../core/evaluation/traffic/traffic';
import type { PublishedAgents } from '../../../core/ports/manifests';
import type { ToolResult } from '../../../core/ports/tools/tools';
import { maskStep } from '../../../core/tools/mask-step';
import type { HostCalls, TrafficAction } from '../../network/outlet';
import type { ReportedStep } from '../../report/report-shape';
import { notListed, privateNetwork } from '../../traffic/traffic-rules';
import type { PortAnswer, PortCalls, PortTask, RunCall, VaultMethod } from './port-calls';
import { noteRequests, type StepRequests } from './outside-fetch';
import { describePortError } from './port-error';
import type { PortRecords } from './port-records';

interface PortHostParts {
	traffic: Player | Recorder;
	vault: EvaluationVault;
	ask: (asked: Asked, signal: AbortSignal) => Promise<unknown>;
	published?: PublishedAgents;
	/** The only callable tools. Undefined: all of the run's. */
	tools?: readonly string[];
	records?: PortRecords;
}

const maxSteps = 10_000;
const kinds: readonly ExchangeKind[] = ['model', 'tool', 'tools', 'passages'];
const vaultMethods: readonly VaultMethod[] = ['mask', 'restore', 'find', 'findUnknown', 'redact'];

/** Answers our sandboxed program at its ports. Its messages are read as those of untrusted code. */
export class PortHost {
	readonly steps: ReportedStep[] = [];

	constructor(private readonly parts: PortHostParts) {}

	open(task: PortTask): HostCalls {
		return {
			task: async () => task,
			exchange: (input, signal) => this.#exchange(readAsked(input), signal),
			vault: (input) => this.#askVault(input as PortCalls['vault']),
			job: async (input) => this.#noteJob(input as PortCalls['job']),
			record: async (input) => (await this.parts.records?.record((input ?? {}) as RunCall)) ?? null,
			published: (input) => this.#findPublished(input as PortCalls['published']),
		};
	}

	async #exchange(asked: Asked, signal: AbortSignal): Promise<PortAnswer> {
		if (this.steps.length >= maxSteps) throw tooMany();
		const { traffic } = this.parts;
		const startedAt = performance.now();
		const playedAt = playedTime(traffic);
		const { kind, name, request } = asked;
		const step: ReportedStep = { kind, name, rule: 'replayed', sha256: hashRequest(kind, name, request), durationMs: 0 };
		this.steps.push(step);
		const answered = await this.#answer(asked, step, signal);
		const ends = traffic instanceof Player && traffic.miss !== undefined;
		if (ends) step.rule = 'refused';
		if (answered.error) step.error = answered.error.code;
		if (kind === 'tool') await this.#noteSandbox(step, answered.answer as ToolResult | undefined);
		step.durationMs = Math.round(performance.now() - startedAt);
		return { ...answered, ...(ends && { ends }), passedMs: playedTime(traffic) - playedAt };
	}

	async #answer(asked: Asked, step: ReportedStep, signal: AbortSignal): Promise<Pick<PortAnswer, 'answer' | 'error'>> {
		const requests: StepRequests = { actions: new Set() };
		const ask = async () => {
			try {
				return await noteRequests(requests, () => this.parts.ask(asked, signal));
			} catch (error) {
				throw requests.refusal === undefined ? error : refused(requests.refusal, error);
			} finally {
				step.rule = chooseRule(requests.actions);
			}
		};
		try {
			if (asked.kind === 'tool') this.#requireListed(asked.name);
			return { answer: this.#select(asked, await this.parts.traffic.exchange(asked, ask)) };
		} catch (error) {
			if (isTroupeError(error) && refusals.has(error.code)) step.rule = 'refused';
			return { error: describePortError(error) };
		}
	}

	/** Names of files can be personal data. */
	async #noteSandbox(step: ReportedStep, result: ToolResult | undefined): Promise<void> {
		if (result?.sandbox) step.sandbox = await maskStep(result.sandbox, this.parts.vault);
	}

	/** @throws TroupeError CAPABILITY_MISSING */
	#requireListed(name: string): void {
		if (this.parts.tools?.includes(name) !== false) return;
		throw new TroupeError({
			code: 'CAPABILITY_MISSING',
			message: `The tool ${name.slice(0, 200)} was called, which the list of capabilities does not contain.`,
			fix: 'Add it to "tools" of the list, or remove it from the agent.',
			details: { capability: 'tools', actual: name.slice(0, 200) },
		});
	}

	#select({ kind }: Asked, answer: unknown): unknown {
		const { tools } = this.parts;
		if (kind !== 'tools' || tools === undefined || !Array.isArray(answer)) return answer;
		return (answer as Array<{ name: string }>).filter(({ name }) => tools.includes(name));
	}

	async #askVault({ method, text }: PortCalls['vault']): Promise<unknown> {
		if (!vaultMethods.includes(method) || typeof text !== 'string') throw notUnderstood('vault');
		return this.parts.vault[method](text);
	}

	#noteJob({ type, elementId, rule }: PortCalls['job']): void {
		if (typeof type !== 'string' || (rule !== 'scripted' && rule !== 'refused')) throw notUnderstood('job');
		if (this.steps.length >= maxSteps) throw tooMany();
		this.steps.push({ kind: 'job', name: type, rule, sha256: hashRequest('job', type, { elementId: String(elementId) }), durationMs: 0 });
	}

	async #findPublished({ kind, name, range, options }: PortCalls['published']): Promise<unknown> {
		const found = await this.parts.published?.find(kind, String(name), range, options);
		// A sandboxed run does not count in a rollout.
		return found ? { ...found, rollout: undefined } : null;
	}
}

const playedTime = (traffic: Player | Recorder): number => (traffic instanceof Player ? traffic.clock.now() : 0);

/** The strictest decision about its requests; without requests, this process answered. */
function chooseRule(actions: ReadonlySet<TrafficAction>): ReportedStep['rule'] {
	const decided = (['refuse', 'forward', 'stand-in', 'mock'] as const).find((action) => actions.has(action));
	return decided === undefined ? 'host' : rules[decided];
}

const refusals: ReadonlySet<string> = new Set(['NOT_SUPPORTED', 'CAPABILITY_MISSING']);
const rules = { refuse: 'refused', forward: 'forwarded', 'stand-in': 'stand-in', mock: 'replayed' } as const;

const fixes = {
	private:
		'Answer the request with a stand-in (--stand-in, standIn) or a recording (--replay, recordings). On the command line, --allow-private-networks allows it.',
	unruled: 'Allow the request (--allow, allow), or answer it with a stand-in (--stand-in, standIn) or a recording (--replay, recordings).',
};

const refused = ({ message, rule }: NonNullable<StepRequests['refusal']>, cause: unknown) =>
	rule === notListed
		? new TroupeError({
				code: 'CAPABILITY_MISSING',
				message,
				fix: 'Add it to "requests" of the list.',
				details: { capability: 'requests' },
				cause,
			})
		: new TroupeError({
				code: 'ADDRESS_REFUSED',
				message,
				fix: rule === privateNetwork ? fixes.private : fixes.unruled,
				cause,
			});

function readAsked(input: unknown): Asked {
	const { kind, name, request, beyond } = (input ?? {}) as Partial<Asked>;
	if (kind === undefined || !kinds.includes(kind) || typeof name !== 'string') throw notUnderstood('exchange');
	return { kind, name, request, beyond };
}

const notUnderstood = (call: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `The call ${call} of the sandbox is not understood.` });

const tooMany = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The run asked more than ${maxSteps} times outside.`,
		fix: 'Lower the limits of the agent, such as limits.modelCalls.',
	});
