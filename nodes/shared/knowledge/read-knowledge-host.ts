import type { ICredentialDataDecryptedObject, IExecuteFunctions, ILoadOptionsFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { knowledgeFromEnvironment } from '../../../providers/compose/knowledge/knowledge-host';
import type { KnowledgeHost } from '../../../providers/compose/hosts/knowledge-host';
import { toolsFromEnvironment } from '../../../providers/compose/settings/tools-from-environment';
import { fileState, readState } from '../state/read-state';
import { toSettings } from '../models/provider-credentials';
import { readStore } from './read-store';
import { storeCredentialName } from './store-fields';

type Context = IExecuteFunctions | ILoadOptionsFunctions | ISupplyDataFunctions;

export type NodeParts = Partial<Pick<KnowledgeHost, 'providers' | 'cohere' | 'model' | 'database'>>;

/**
 * The host that a node is to knowledge and memory: state beside n8n's own. The operator's environment says which local model, virus scanner
 * and store there are; keys come from the node's credentials alone.
 * @throws TroupeError INPUT_INVALID
 */
export function readKnowledgeHost(
	store: KnowledgeHost['knowledgeStore'],
	{ providers = {}, ...parts }: NodeParts = {},
	wantsPrivateNetworks = false,
): KnowledgeHost {
	return {
		...fileState(),
		...operatorKnowledge(),
		...(store && { knowledgeStore: store }),
		providers,
		...parts,
		allowPrivateNetworks: toolsFromEnvironment(undefined, wantsPrivateNetworks).allowPrivateNetworks,
	};
}

/**
 * Reads local model, virus scanner and store from the operator's environment; no key.
 * @param database that the node's panel names: it comes before the store of the environment
 */
export function operatorKnowledge(database?: string): Omit<ReturnType<typeof knowledgeFromEnvironment>, 'cohere'> {
	const { cohere: _key, knowledgeStore, ...ofOperator } = knowledgeFromEnvironment();
	return { ...ofOperator, ...(database === undefined && knowledgeStore && { knowledgeStore }) };
}

/** The store that the node's credential names; undefined for n8n's own. */
export async function readChosenStore(context: Context, choice: unknown, item?: number): Promise<KnowledgeHost['knowledgeStore']> {
	if (choice !== 'credential') return undefined;
	if (context.getNode().credentials?.[storeCredentialName] === undefined)
		throw notSet('Knowledge Store Credential', 'The data is in a knowledge store', 'store the data in this n8n');
	return readStore(await context.getCredentials<ICredentialDataDecryptedObject>(storeCredentialName, item));
}

/** Returns the settings of a node with the field Store: the database of its credential takes precedence over the operator's store. */
export async function readStorePlace(context: IExecuteFunctions | ILoadOptionsFunctions, choice: unknown, item?: number) {
	const state = await readState(context, choice === 'database');
	if (choice === 'database' && !state.database)
		throw notSet('Troupe Database', 'The field "Store" is set to "Database"', 'store the data in this n8n');
	const place: KnowledgeHost['knowledgeStore'] = state.database ? { kind: 'postgres', address: state.database } : undefined;
	return { state, store: place ?? (await readChosenStore(context, choice, item)) };
}

/** @throws TroupeError INPUT_INVALID */
export async function readCohere(context: IExecuteFunctions, item: number): Promise<NonNullable<KnowledgeHost['cohere']>> {
	const isOfN8n = context.getNodeParameter('credentialKind', item, '') === 'n8n';
	const [type, name] = isOfN8n ? ['cohereApi', "n8n's Cohere Credential"] : ['troupeCohereApi', 'Cohere Credential'];
	if (context.getNode().credentials?.[type] === undefined) throw notSet(name, '"Reranker" is set to "Cohere"', 'choose another reranker');
	const { apiKey, baseUrl } = toSettings(await context.getCredentials(type, item), type);
	if (apiKey) return { apiKey, ...(baseUrl && { baseUrl }) };
	throw new TroupeError({ code: 'INPUT_INVALID', message: `The ${name} has no API key.`, fix: 'Fill in the API key.' });
}

function notSet(name: string, because: string, or: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${because}, but no ${name} is selected.`,
		fix: `Select the credential in the node, or ${or}.`,
	});
}
