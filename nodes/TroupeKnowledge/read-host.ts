import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { ProviderName } from '../../core/ports/models/provider-names';
import type { KnowledgeHost } from '../../providers/compose/hosts/knowledge-host';
import { connectedChatModel } from '../shared/connected/connected-chat-model';
import { withTokens } from '../shared/connected/optional-model';
import { type NodeParts, readCohere, readKnowledgeHost, readStorePlace } from '../shared/knowledge/read-knowledge-host';
import { providerFields } from '../shared/models/model-fields';
import { readSettings } from '../shared/read-credentials';
import { readText } from './read-text';

interface Options {
	allowPrivateNetworks?: boolean;
}

const asking = ['ingest', 'search', 're-embed'];

/** The node's store, and of its credentials and connections those that the operation asks. @throws TroupeError INPUT_INVALID */
export async function readHost(context: IExecuteFunctions, item: number): Promise<KnowledgeHost> {
	const choice = context.getNodeParameter('store', item, 'own');
	const { store, state } = await readStorePlace(context, choice, item);
	const { allowPrivateNetworks } = context.getNodeParameter('options', item, {}) as Options;
	const parts = { ...state, ...(await readEmbedder(context, item)), ...(await readReranker(context, item)) };
	return readKnowledgeHost(store, parts, allowPrivateNetworks);
}

async function readEmbedder(context: IExecuteFunctions, item: number): Promise<NodeParts> {
	if (!asking.includes(readText(context, 'operation', item))) return {};
	const choice = context.getNodeParameter('embedder', item, 'own') as string;
	if (!(choice in providerFields)) return {};
	// The name says which model: one that the credential puts in the place of an agent's is not meant.
	return { providers: { [choice]: { ...(await readSettings(context, choice as ProviderName, item)), model: undefined } } };
}

async function readReranker(context: IExecuteFunctions, item: number): Promise<NodeParts> {
	if (context.getNodeParameter('operation', item) !== 'search') return {};
	const choice = context.getNodeParameter('reranker', item, 'none') as string;
	if (choice === 'cohere') return { cohere: await readCohere(context, item) };
	if (choice !== 'connected') return {};
	const connected: unknown = await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, item);
	const model = withTokens(context, item, connectedChatModel(connected));
	if (model) return { model };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: '"Reranker" is set to "Connected Chat Model", but no model is connected.',
		fix: 'Connect a chat model to the Model input of this node, or choose another reranker.',
	});
}
