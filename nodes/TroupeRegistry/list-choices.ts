import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { type ManifestKind, manifestKinds } from '../../manifests/documents/document-words';
import { openRegistry } from '../shared/registry/open-registry';
import { inWordsOfNodes } from '../shared/registry/registry-fault';
import { toNodeError } from '../shared/to-node-error';

/** n8n shows them as they are scrolled to. */
const pageSize = 100;

export function listVersions(context: ILoadOptionsFunctions, text?: string, cursor?: string): Promise<INodeListSearchResult> {
	return askRegistry(context, async ({ api, caller }) => {
		const page = await api.list(caller, {
			kind: readKind(context),
			limit: pageSize,
			...(text?.trim() && { text: text.trim() }),
			...(cursor && { cursor }),
		});
		return {
			results: page.items.map(({ name, version, state, purpose, sha256 }) => ({
				name: `${name} ${version} (${state})`,
				value: sha256,
				...(purpose && { description: purpose }),
			})),
			paginationToken: page.cursor,
		};
	});
}

/** Each name once in a page, whichever versions it has. */
export function listNames(context: ILoadOptionsFunctions, text?: string, cursor?: string): Promise<INodeListSearchResult> {
	return askRegistry(context, async ({ api, caller }) => {
		const page = await api.list(caller, {
			kind: readKind(context),
			limit: pageSize,
			...(text?.trim() && { text: text.trim() }),
			...(cursor && { cursor }),
		});
		const names = [...new Set(page.items.map(({ name }) => name))];
		return { results: names.map((name) => ({ name, value: name })), paginationToken: page.cursor };
	});
}

export function listRollouts(context: ILoadOptionsFunctions, text = ''): Promise<INodeListSearchResult> {
	return askRegistry(context, async ({ api, caller }) => {
		const rollouts = await api.rollouts(caller);
		return {
			results: rollouts
				.map(({ id, package: name, from, to, percent, state }) => ({ name: `${name} ${from} → ${to}, ${percent} % (${state})`, value: id }))
				.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(text.trim().toLowerCase())),
		};
	});
}

function readKind(context: ILoadOptionsFunctions): ManifestKind {
	const resource = context.getCurrentNodeParameter('resource');
	const field = resource === 'rollout' ? 'kind' : resource === 'label' ? 'labelKind' : 'resource';
	const kind = context.getCurrentNodeParameter(field);
	return manifestKinds.find((one) => one === kind) ?? 'agent';
}

/** The editor shows an error's message beside the list. */
async function askRegistry(
	context: ILoadOptionsFunctions,
	read: (at: Awaited<ReturnType<typeof openRegistry>>) => Promise<INodeListSearchResult>,
): Promise<INodeListSearchResult> {
	try {
		return await read(await openRegistry(context));
	} catch (error) {
		throw toNodeError(context.getNode(), inWordsOfNodes(error));
	}
}
