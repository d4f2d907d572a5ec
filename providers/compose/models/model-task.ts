/** Runs one model call outside an agent: node "Troupe Model", job type `troupe:model`, `troupe model`. */
import { getErrorMessage, isTroupeError, TroupeError } from '../../../core/base/errors';
import { mapTexts } from '../../../core/base/text/map-texts';
import { extractValues } from '../../../core/extract/extract-values';
import { readForm } from '../../../core/extract/form';
import type { ModelPrompt, ModelTask, ModelTaskResult, ModelTaskUsage } from '../../../core/llm/model-task';
import { parseModelTask } from '../../../core/llm/parse-model-task';
import { describeModel } from '../../../core/llm/prices/describe-model';
import { answerBySchema } from '../../../core/llm/structured-answer';
import type { TaskGuard } from '../../../core/llm/task-guard';
import { systemClock } from '../../../core/ports/host';
import type {
	ChatMessage,
	ChatRequest,
	ChatResponse,
	Embeddings,
	ModelDescription,
	ModelProvider,
} from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { identifyPrompt } from '../../../core/prompt-texts/prompt-language';
import type { Host } from '../hosts/host';
import { estimateChat, estimateEmbeddings } from './cost-estimates';
import { composeEmbedder, composeProviders, composeRoute, notConfigured } from './named-models';
import { withinTime } from '../within-time';
import { composeTaskGuard, type ModelTaskHost, recordTaskViolations } from './task-guard';

/** @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE, MODEL_*, BUDGET_EXCEEDED, RATE_LIMITED, CANCELLED */
export async function runModelTask(input: unknown, host: ModelTaskHost, signal: AbortSignal): Promise<ModelTaskResult> {
	const task = await parseModelTask(input);
	const work = (until: AbortSignal) => perform(task, host, until);
	return withinTime(task.timeoutMs, signal, work, (cause) => timedOut(task.timeoutMs, cause));
}

type TaskOf<Operation extends ModelTask['operation']> = Extract<ModelTask, { operation: Operation }>;

function perform(task: ModelTask, host: ModelTaskHost, signal: AbortSignal): Promise<ModelTaskResult> {
	switch (task.operation) {
		case 'chat':
			return chat(task, host, signal);
		case 'structured':
			return structured(task, host, signal);
		case 'extract':
			return extract(task, host, signal);
		case 'embed':
			return embed(task, host, signal);
		case 'estimate':
			return estimate(task, host);
		case 'list':
			return list(task, host, signal);
	}
}

async function chat(task: TaskOf<'chat'>, host: ModelTaskHost, signal: AbortSignal): Promise<ModelTaskResult> {
	return guarded(task, host, async (guard) => {
		const used = measure(host, guard);
		const prompt = await guard.judgePrompt(task);
		const response = await (await composeRoute(task.models, host)).generate(toBoundedRequest(prompt, host), signal);
		const text = await guard.judgeAnswer(response.text, prompt, response.attempts);
		return { operation: 'chat', text, finish: response.finish, ...used(response) };
	});
}

async function structured(task: TaskOf<'structured'>, host: ModelTaskHost, signal: AbortSignal): Promise<ModelTaskResult> {
	return guarded(task, host, async (guard) => {
		const used = measure(host, guard);
		const prompt = await guard.judgePrompt(task);
		const model = await composeRoute(task.models, host);
		const schema = { name: task.schemaName, schema: task.schema };
		const { value, response } = await answerBySchema(model, toBoundedRequest(prompt, host), schema, signal);
		const judged = await guard.judgeAnswer(value ?? null, prompt, response.attempts);
		return { operation: 'structured', value: judged, finish: response.finish, ...used(response) };
	});
}

async function extract(task: TaskOf<'extract'>, host: ModelTaskHost, signal: AbortSignal): Promise<ModelTaskResult> {
	const form = await readForm(task.schema).catch((cause: unknown) => {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The schema of the model task cannot be used for extracted values: ${getErrorMessage(cause)}.`,
			fix: 'Correct the schema. docs/agents/extraction.md lists what it can have.',
			details: { field: 'schema' },
			cause,
		});
	});
	return guarded(task, host, async (guard) => {
		const used = measure(host, guard);
		const prompt = await guard.judgePrompt(task);
		const model = await composeRoute(task.models, host);
		const { until, maxOutputTokens, reasoning } = toBoundedRequest(prompt, host);
		const limits = { until, ...(maxOutputTokens !== undefined && { maxOutputTokens }), ...(reasoning && { reasoning }) };
		const reading = { text: prompt.prompt, form, purpose: prompt.system, language: identifyPrompt(prompt.system ?? ''), vault: guard };
		const { values, dismissed, isCut, excerpts, response } = await extractValues(model, reading, limits, signal);
		const value = await guard.judgeAnswer(values, prompt, response.attempts);
		const lines = await mapTexts(Object.fromEntries(excerpts), (line) => guard.restore(line));
		return { operation: 'extract', value, extraction: { dismissed, isCut, lines }, finish: response.finish, ...used(response) };
	});
}

async function embed(task: TaskOf<'embed'>, host: ModelTaskHost, signal: AbortSignal): Promise<ModelTaskResult> {
	return guarded(task, host, async (guard) => {
		const used = measure(host, guard);
		const texts = await guard.judgeTexts(task.texts);
		const embeddings = await (await composeEmbedder(task.models, host)).embed(texts, signal, task.purpose);
		const { vectors } = embeddings;
		return { operation: 'embed', vectors, dimensions: vectors[0]?.length ?? 0, ...used(embeddings) };
	});
}

async function guarded(
	task: TaskOf<'chat' | 'structured' | 'extract' | 'embed'>,
	host: ModelTaskHost,
	ask: (guard: TaskGuard) => Promise<ModelTaskResult>,
): Promise<ModelTaskResult> {
	const guard = await composeTaskGuard(task, host);
	try {
		return await ask(guard);
	} finally {
		await recordTaskViolations(guard.violations, host);
	}
}

async function estimate(task: TaskOf<'estimate'>, host: ModelTaskHost): Promise<ModelTaskResult> {
	const models = task.models.length > 0 || !host.model ? task.models : [host.model.id];
	if (models.length === 0) throw notConfigured([]);
	const of = (model: string) => (task.texts ? estimateEmbeddings(task.texts, model, host) : estimateChat(toRequest(task), model, host));
	return { operation: 'estimate', estimates: await Promise.all(models.map(async (model) => ({ model, ...(await of(model)) }))) };
}

async function list(task: TaskOf<'list'>, host: ModelTaskHost, signal: AbortSignal): Promise<ModelTaskResult> {
	return { operation: 'list', ...(await listModels(task.providers, host, signal)) };
}

function toBoundedRequest(task: TaskOf<'chat' | 'structured' | 'extract'>, { clock = systemClock }: ModelTaskHost): ChatRequest {
	return { ...toRequest(task), until: clock.now() + task.timeoutMs };
}

function toRequest({ system, prompt, messages = [], images, maxOutputTokens, temperature, reasoning }: ModelPrompt): ChatRequest {
	const asked: ChatMessage[] = [
		...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
		// All providers accept instructions first.
		...messages.filter(({ role }) => role === 'system'),
		...messages.filter(({ role }) => role !== 'system'),
		...(prompt === undefined ? [] : [{ role: 'user' as const, content: prompt, ...(images && { images }) }]),
	];
	return { messages: asked, maxOutputTokens, temperature, reasoning };
}

function measure({ clock = systemClock }: ModelTaskHost, { violations }: TaskGuard): (answer: ChatResponse | Embeddings) => ModelTaskUsage {
	const startedAt = clock.now();
	return (answer) => {
		const { model, usage, costUsd, priceTable } = answer;
		const durationMs = clock.now() - startedAt;
		const attempts = ('attempts' in answer && answer.attempts) || [{ model, ok: true, durationMs, usage, costUsd }];
		const { estimated } = usage;
		return { model, usage, costUsd: costUsd ?? null, priceTable: priceTable ?? null, estimated, attempts, durationMs, violations };
	};
}

function timedOut(timeoutMs: number, cause: unknown): TroupeError {
	return new TroupeError({
		code: 'MODEL_TIMEOUT',
		message: `The model task did not end within ${timeoutMs} ms.`,
		fix: 'Increase timeoutMs, or reduce the task.',
		retryable: true,
		cause,
	});
}

type Listed = Pick<Extract<ModelTaskResult, { operation: 'list' }>, 'models' | 'failed'>;

/** @throws TroupeError the first provider's error if all fail */
async function listModels(
	names: ProviderName[] | undefined,
	host: Pick<Host, 'providers' | 'fetch'>,
	signal: AbortSignal,
): Promise<Listed> {
	const providers = await composeProviders(names, host);
	const answers = await Promise.allSettled(
		providers.map(async (provider) => describe(await provider.listModels(signal), host.providers[provider.name]?.baseUrl)),
	);
	const refused = answers.find((answer) => answer.status === 'rejected');
	if (refused && answers.every(({ status }) => status === 'rejected')) throw refused.reason;
	return {
		models: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
		failed: answers.flatMap((answer, index) => toFailure(answer, providers[index]!)),
	};
}

function describe(models: ModelDescription[], baseUrl: string | undefined): Promise<ModelDescription[]> {
	return Promise.all(models.map(async (model) => ({ ...(await describeModel(model.id, baseUrl)), ...model })));
}

function toFailure(answer: PromiseSettledResult<unknown>, { name }: ModelProvider): Listed['failed'] {
	if (answer.status === 'fulfilled') return [];
	if (!isTroupeError(answer.reason) || answer.reason.code === 'CANCELLED') throw answer.reason;
	return [{ provider: name, errorCode: answer.reason.code, message: answer.reason.message }];
}
