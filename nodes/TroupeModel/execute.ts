import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeParameterResourceLocator } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { StandardPart } from '../../core/guardrails/policy/standard-policy';
import type { ModelTaskResult } from '../../core/llm/model-task';
import { policyFolders } from '../../core/base/home-folders';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { defaultTrust } from '../../manifests/gate/default-gate';
import type { ModelHost } from '../../providers/compose/hosts/model-host';
import { runModelTask } from '../../providers/compose/models/model-task';
import { connectedChatModel } from '../shared/connected/connected-chat-model';
import { withTokens } from '../shared/connected/optional-model';
import { givenJson } from '../shared/given-json';
import { whileNodeAdmitted } from '../shared/host';
import { describeAttempts } from '../shared/connected/describe-attempts';
import { readSettings } from '../shared/read-credentials';
import { readImages } from '../shared/read-images';
import { textReader } from '../shared/read-text';
import { runItems } from '../shared/run-items';
import { showWarnings } from '../shared/show-warnings';
import { readState } from '../shared/state/read-state';
import { properties } from './properties';

const { readGivenText, readText } = textReader(properties);

interface Options extends IDataObject {
	/** Seconds. */
	timeout?: number;
	switchOff?: StandardPart[];
}

/**
 * The node's fields as a task; what they hold is checked where every host's tasks are.
 * @throws TroupeError INPUT_INVALID
 */
async function readTask(context: IExecuteFunctions, item: number, models: string[], provider?: ProviderName): Promise<object> {
	const operation = readText(context, 'operation', item);
	const { timeout, switchOff, ...options } = context.getNodeParameter('options', item, {}) as Options;
	const common = { operation, ...(timeout && { timeoutMs: timeout * 1000 }) };
	const asked = { ...common, ...options, models, ...(switchOff?.length && { standard: { without: switchOff } }) };
	switch (operation) {
		case 'list':
			return { ...common, providers: [provider] };
		case 'embed':
			return { ...asked, texts: readTexts(context, item) };
		case 'estimate':
			return { ...common, ...options, models, ...readPrompt(context, item) };
		case 'structured':
			return { ...asked, ...(await readAsked(context, item)), schema: readSchema(context, item) };
		case 'extract':
			return { ...asked, ...readSource(context, item), schema: readSchema(context, item, 'Schema of Values') };
		default:
			return { ...asked, ...(await readAsked(context, item)) };
	}
}

function readPrompt(context: IExecuteFunctions, item: number) {
	const system = readText(context, 'system', item);
	return { prompt: readGivenText(context, 'prompt', item), ...(system && { system }) };
}

function readSource(context: IExecuteFunctions, item: number) {
	const system = readText(context, 'system', item);
	return { prompt: readGivenText(context, 'text', item), ...(system && { system }) };
}

async function readAsked(context: IExecuteFunctions, item: number) {
	const images = await readImages(context, item, readText(context, 'imageFields', item));
	return { ...readPrompt(context, item), ...(images.length > 0 && { images }) };
}

function readTexts(context: IExecuteFunctions, item: number): unknown[] {
	const value = context.getNodeParameter('text', item, '') as unknown;
	return Array.isArray(value) ? value : [readGivenText(context, 'text', item)];
}

function readSchema(context: IExecuteFunctions, item: number, label = 'JSON Schema'): unknown {
	return givenJson(context.getNodeParameter('schema', item), `The field "${label}"`);
}

export async function execute(this: IExecuteFunctions, own?: Gate, published?: PublishedAgents): Promise<INodeExecutionData[][]> {
	const trust = own ? { gate: own, published } : defaultTrust();
	return whileNodeAdmitted(this, trust.gate, 'troupeModel', async ({ gate, signal, context }) => {
		const host = { gate, published: trust.published, policyFolders: policyFolders() };
		const failures = new Set<string>();
		const work = async (item: number) => {
			const { names, provider, ...models } = await readModels(context, item);
			const task = await readTask(context, item, names, provider);
			const result = await runModelTask(task, { ...(await readState(context)), ...host, ...models }, signal);
			const failed = 'attempts' in result && describeAttempts(result.attempts ?? []);
			if (failed) failures.add(failed);
			return toItems(result);
		};
		const items = await runItems(context, work, signal);
		showWarnings(context, [...failures]);
		return items;
	});
}

/** An item; of a list, one for each. */
function toItems({ operation, ...result }: ModelTaskResult): IDataObject | IDataObject[] {
	if ('models' in result) return result.models.map((model) => ({ ...model }));
	if ('estimates' in result) return result.estimates.map((estimate) => ({ ...estimate }));
	return { ...result, ...('vectors' in result && result.vectors.length === 1 && { vector: result.vectors[0] }) } as IDataObject;
}

interface ChosenModels extends Pick<ModelHost, 'model' | 'providers'> {
	/** `provider:model`; none for a connected one. */
	names: string[];
	provider?: ProviderName;
}

/** @throws TroupeError INPUT_INVALID */
async function readModels(context: IExecuteFunctions, item: number): Promise<ChosenModels> {
	const source = context.getNodeParameter('source', item) as ProviderName | 'connected';
	if (source === 'connected') {
		const connected: unknown = await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, item);
		const model = withTokens(context, item, connectedChatModel(connected));
		if (model) return { model, providers: {}, names: [] };
		throw invalid('No model is connected.', 'Connect one of n8n\'s chat model nodes, or choose another option in the field "Model".');
	}
	const settings = await readSettings(context, source, item);
	const providers = { [source]: settings };
	if (context.getNodeParameter('operation', item) === 'list') return { providers, names: [], provider: source };
	const { value } = context.getNodeParameter('model', item) as INodeParameterResourceLocator;
	const name = String(value ?? '').trim() || settings.model;
	if (!name) throw invalid('The field "Model Name" is empty.', 'Choose a model from the list, or type its name.');
	return { providers, names: [`${source}:${name}`], provider: source };
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
