import { isTroupeError } from '../../core/base/errors';
import type { ModelOperation, ModelTaskResult, ModelTaskUsage } from '../../core/llm/model-task';
import type { StandardPart } from '../../core/guardrails/policy/standard-policy';
import type { JsonSchema, ModelDescription } from '../../core/ports/models/models';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { admitCommand, openHost } from '../host';
import { answerJsonLines, type LineAnswer, parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';
import { readImage } from '../agent/read-image';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface ModelCommandOptions {
	operation: ModelOperation;
	/** Files with JSON lines; none, or `-`, for standard input. */
	files: string[];
	/** `provider:model`, separated by commas. */
	model?: string;
	prompt?: string;
	system?: string;
	image?: string[];
	/** The path of a JSON schema. */
	schema?: string;
	purpose?: 'query' | 'document';
	providers?: ProviderName[];
	maxOutputTokens?: number;
	temperature?: number;
	reasoning?: 'low' | 'medium' | 'high';
	/** Parts of the standard policy that the calls go without. */
	standardWithout?: StandardPart[];
	concurrency?: number;
	/** Milliseconds. */
	timeout?: number;
	json?: boolean;
}

/** Asks a model once, or once per line. A line whose call fails gets an error as its answer, and the command returns 1. */
export async function runModelCommand(options: ModelCommandOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, `model ${options.operation}`, terminal);
	const { runModelTask } = await import('../../providers/compose/models/model-task');
	const task = await toTask(options);
	const ask = (text?: string) => runModelTask({ ...task, ...withText(options, text) }, host, terminal.stop);
	if (options.prompt !== undefined || options.operation === 'list') {
		const result = await ask(options.prompt);
		if (options.json) terminal.print(JSON.stringify(result, null, '\t'));
		else for (const line of resultLines(result, terminal)) terminal.print(line);
		return 0;
	}
	let failed = false;
	const answer = async (text: string): Promise<LineAnswer> => {
		try {
			return { ...(await ask(text)) };
		} catch (error) {
			if (!isTroupeError(error) || (text !== '' && fatalCodes.has(error.code))) throw error;
			failed = true;
			return { error: { code: error.code, message: error.message } };
		}
	};
	const code = await answerJsonLines({ files: options.files, concurrency: options.concurrency, answer }, terminal);
	return code === 0 && failed ? 1 : code;
}

/** Errors that would fail every line. */
const fatalCodes = new Set(['CANCELLED', 'INPUT_INVALID', 'MODEL_AUTHENTICATION', 'MODEL_NOT_FOUND', 'BUDGET_EXCEEDED', 'NOT_SUPPORTED']);

async function toTask(options: ModelCommandOptions): Promise<object> {
	const { operation, model, system, image, schema, purpose, providers, maxOutputTokens, temperature, reasoning, timeout } = options;
	const { standardWithout } = options;
	return {
		operation,
		models: model?.split(',').map((name) => name.trim()),
		system,
		purpose,
		providers,
		maxOutputTokens,
		temperature,
		reasoning,
		timeoutMs: timeout,
		images: image && (await Promise.all(image.map(readImage))),
		standard: standardWithout && { without: standardWithout },
		schema: schema === undefined ? undefined : (parseDocument(await readTextFile(schema), schema) as JsonSchema),
	};
}

function withText({ operation }: ModelCommandOptions, text: string | undefined): object {
	return operation === 'embed' ? { texts: text } : { prompt: text };
}

function resultLines(result: ModelTaskResult, terminal: Terminal): string[] {
	const dim = (text: string) => terminal.style('dim', printable(text));
	switch (result.operation) {
		case 'chat':
			return [printable(result.text), '', dim(usageLine(result) + (result.finish === 'stop' ? '' : `, ${result.finish}`))];
		case 'structured':
			return [JSON.stringify(result.value, null, '\t'), '', dim(usageLine(result))];
		case 'extract':
			return [
				JSON.stringify(result.value, null, '\t'),
				...(result.extraction.dismissed.length > 0
					? ['', printable(`not in the text as they were read: ${result.extraction.dismissed.join(', ')}`)]
					: []),
				'',
				dim(usageLine(result)),
			];
		case 'embed':
			return [JSON.stringify(result.vectors[0]), '', dim(`${result.dimensions} dimensions, ${usageLine(result)}`)];
		case 'estimate':
			return result.estimates.map(({ model, likely, most, priceTable }) =>
				printable(
					`${model}: likely ${describeCost(likely)}, at most ${describeCost(most)}${priceTable === null ? '' : ` (${priceTable})`}`,
				),
			);
		case 'list':
			return [
				...result.models.map((model) => modelLine(model, terminal)),
				...result.failed.map(({ provider, errorCode, message }) =>
					terminal.style('yellow', printable(`${provider}: ${errorCode}: ${message}`)),
				),
			];
	}
}

function usageLine({ model, usage, costUsd, priceTable, durationMs }: ModelTaskUsage): string {
	const tokens = `${usage.inputTokens} + ${usage.outputTokens} tokens${usage.estimated ? ' (estimated)' : ''}`;
	const cost = costUsd === null ? 'cost unknown' : `${costUsd.toFixed(6)} USD (${priceTable ?? 'no price table'})`;
	return `${model}, ${tokens}, ${cost}, ${Math.round(durationMs)} ms`;
}

function describeCost({ usage, costUsd }: { usage: { inputTokens: number; outputTokens: number }; costUsd: number | null }): string {
	return `${usage.inputTokens} + ${usage.outputTokens} tokens, ${costUsd === null ? 'cost unknown' : `${costUsd.toFixed(6)} USD`}`;
}

function modelLine({ id, kind, contextTokens, features, price }: ModelDescription, terminal: Terminal): string {
	const can = Object.entries(features ?? {}).flatMap(([feature, has]) => (has ? [feature] : []));
	const facts = [
		kind,
		...(contextTokens === undefined ? [] : [`${contextTokens} tokens`]),
		...(can.length > 0 ? [can.join(', ')] : []),
		...(price ? [`${price.input} / ${price.output} USD per million`] : []),
	];
	return `${printable(id)}  ${terminal.style('dim', facts.join('; '))}`;
}
