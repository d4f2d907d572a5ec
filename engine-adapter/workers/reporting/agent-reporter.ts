import type { AgentEvent } from '../../../core/agents/agent-event';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { TokenUsage } from '../../../core/ports/models/models';
import type { AgentReport } from '../../agent-report';
import type { AgentItem } from '../../embedded/agents/agent-instance';
import type { Job } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import { readElementId } from '../toolbox/element-tools';

interface ReportTarget extends Pick<Required<ProcessEngine>, 'reportAgent'> {
	onTrouble?: (error: unknown) => void;
}

type Event<Kind extends AgentEvent['kind']> = Extract<AgentEvent, { kind: Kind }>;

interface Reported {
	job: Job;
	parts: Pick<AgentParts, 'definition' | 'tools'>;
	onTrouble?: (error: unknown) => void;
}

export function openReporter(engine: Pick<ProcessEngine, 'reportAgent'>, { job, parts, onTrouble }: Reported): AgentReporter | undefined {
	if (!engine.reportAgent) return undefined;
	const reportAgent: ReportTarget['reportAgent'] = (one, report) => engine.reportAgent!(one, report);
	return new AgentReporter({ reportAgent, onTrouble }, job, parts);
}

/** Reports what clients of the engine may see: models, tools, tokens and times. The texts are in the masked trail of the run. */
class AgentReporter {
	#waiting: AgentReport | undefined;
	#sending: Promise<void> | undefined;
	readonly #atWork = new Set<string>();

	constructor(
		private readonly target: ReportTarget,
		private readonly job: Job,
		private readonly parts: Pick<AgentParts, 'definition' | 'tools'>,
	) {}

	readonly observe = (event: AgentEvent): void => {
		const report = this.#describe(event);
		if (!report) return;
		this.#waiting = this.#waiting ? join(this.#waiting, report) : report;
		this.#sending ??= this.#send();
	};

	/** Resolves when the engine has all reports: call it before answering the job. */
	async settle(): Promise<void> {
		await this.#sending;
	}

	/** Sends one report at a time; later events go with the next. A failed report never fails the work. */
	async #send(): Promise<void> {
		for (let report = this.#waiting; report; report = this.#waiting) {
			this.#waiting = undefined;
			await this.target.reportAgent(this.job, report).catch((error: unknown) => this.target.onTrouble?.(error));
		}
		this.#sending = undefined;
	}

	#describe(event: AgentEvent): AgentReport | undefined {
		switch (event.kind) {
			case 'started':
				return event.team ? undefined : { begins: true, status: 'THINKING', configuration: this.#configure(), history: [] };
			case 'model-started':
				return { status: 'THINKING', history: [] };
			case 'model-finished':
				return this.#finishModel(event);
			case 'tool-started':
				if (readElementId(event.source) !== undefined) this.#atWork.add(event.callId);
				return { status: 'TOOL_CALLING', history: [] };
			case 'tool-finished':
				return this.#finishTool(event);
			case 'finished':
				return event.team ? undefined : { status: this.#atWork.size > 0 ? 'TOOL_CALLING' : 'IDLE', history: [] };
			default:
				return undefined;
		}
	}

	#configure(): AgentReport['configuration'] {
		const { definition, tools = [] } = this.parts;
		const { limits, model, prompt } = definition;
		const [first] = model.route;
		return {
			model: first?.model ?? '',
			provider: first?.provider ?? '',
			systemPrompt: [{ contentType: 'TEXT', text: prompt }],
			tools: tools.map(({ name, description }) => ({ name, description, elementId: this.#findElement(name) ?? null })),
			limits: { maxModelCalls: limits.modelCalls, maxToolCalls: limits.toolCalls ?? -1, maxTokens: limits.tokens },
		};
	}

	#finishModel(event: Event<'model-finished'>): AgentReport {
		const { model, usage, durationMs, toolCalls } = event;
		const content = { model, toolCalls, ...nameMember(event) };
		const item = { ...this.#toItem(event, 'ASSISTANT', content), metrics: { ...toTokens(usage), durationMs } };
		const [provider, ...name] = model.split(':');
		const configuration = event.team ? {} : { provider, model: name.join(':') };
		return { metrics: { toolCalls }, configuration, history: [item] };
	}

	/** A call that needs approval has no result yet. */
	#finishTool(event: Event<'tool-finished'>): AgentReport | undefined {
		const { callId, tool, outcome, errorCode, characters, durationMs } = event;
		if (outcome === 'asked') return undefined;
		this.#atWork.delete(callId);
		const content = { outcome, characters, durationMs, ...(errorCode && { errorCode }), ...nameMember(event) };
		const toolCalls = [{ toolCallId: callId, toolName: tool, elementId: this.#findElement(tool) ?? null, arguments: null }];
		return { history: [{ ...this.#toItem(event, 'TOOL_RESULT', content), toolCalls }] };
	}

	#toItem({ runId, number, at, step }: AgentEvent & { step: number }, role: AgentItem['role'], object: object): AgentItem {
		// A resumed run counts its events from 1 again.
		const id = `${this.job.key}-${this.job.deadline}-${runId}-${number}`;
		return {
			id,
			loopIteration: step,
			role,
			content: [{ contentType: 'OBJECT', object }],
			toolCalls: [],
			producedAt: new Date(at).toISOString(),
		};
	}

	#findElement(tool: string | undefined): string | undefined {
		return this.parts.tools?.flatMap(({ name, source }) => (name === tool ? (readElementId(source) ?? []) : []))[0];
	}
}

const nameMember = ({ team }: AgentEvent): { agent?: string } => (team ? { agent: team.agent } : {});

const toTokens = (usage: TokenUsage) => ({
	inputTokens: usage.inputTokens,
	outputTokens: usage.outputTokens,
	reasoningTokenCount: usage.reasoningTokens ?? 0,
	cacheCreationTokenCount: usage.cacheWriteTokens ?? 0,
	cacheReadTokenCount: usage.cachedInputTokens ?? 0,
});

function join(first: AgentReport, second: AgentReport): AgentReport {
	const metrics = { toolCalls: (first.metrics?.toolCalls ?? 0) + (second.metrics?.toolCalls ?? 0) };
	const configuration = { ...first.configuration, ...second.configuration };
	return { ...first, ...second, metrics, configuration, history: [...first.history, ...second.history] };
}
