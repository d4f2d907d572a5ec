import * as Type from 'typebox/type';
import type { Environment } from '../../../core/base/settings/setting-names';
import { closed, optional } from '../../../core/base/shape';
import type { ListedWantedTool, WantedTool } from '../../../core/ports/tools/wanted-tools';
import { suggestAlternatives } from '../../../core/tools/wanted/suggest-alternatives';
import { integer, open, string, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { composeWantedTools } from '../../../providers/compose/state/host-wanted-tools';
import { listAllowed } from '../../access/scopes';
import { decodePlace, toPage } from '../../http/page';
import { operation, type OperationContext, type OperationHost } from '../operation';
import type { Reaching } from '../reach';
import { knownNodes } from './known-nodes';

const tag = 'wanted tools';
const maxWanted = 1_000;

type Context = OperationContext<OperationHost & Reaching & { environment?: Environment }>;

const openStore = async (host: OperationHost) => (await composeWantedTools(host))!;

const wantedTool = Type.Object({
	tool: string,
	agent: string,
	source: Type.Enum(['run', 'definition']),
	count: integer,
	firstAt: time,
	lastAt: time,
});
const describe = ({ firstAt, lastAt, ...wanted }: WantedTool) => ({
	...wanted,
	firstAt: new Date(firstAt).toISOString(),
	lastAt: new Date(lastAt).toISOString(),
});
export type DescribedWantedTool = ReturnType<typeof describe>;

export const listWantedTools = operation({
	summary: 'List tools that agents needed and nobody has, the most frequent first',
	tag,
	method: 'GET',
	path: 'wanted-tools',
	scope: 'run:read',
	isPartial: true,
	input: { query: closed(optional({ limit: limit(maxWanted), cursor })) },
	output: Type.Object({ items: Type.Array(wantedTool), cursor: Type.Optional(string) }),
	async perform({ limit: max = 50, cursor: place }: { limit?: number; cursor?: string }, { host }: Context) {
		const read = await listReadable(host, readPlace(place));
		const { items, ...more } = toPage(read.slice(0, max + 1), max, ({ count, lastAt, tool, agent, source }) => [
			count,
			lastAt,
			tool,
			agent,
			source,
		]);
		return { items: items.map(describe), ...more };
	},
});

async function listReadable(host: Context['host'], after?: ListedWantedTool): Promise<WantedTool[]> {
	const agents = listAllowed(host.grant?.scopes, 'run:read');
	const wanted = await (await openStore(host)).list(host.tenant, maxWanted, after);
	return wanted.filter(({ agent }) => agents?.includes(agent) !== false);
}

function readPlace(cursor: string | undefined): ListedWantedTool | undefined {
	const place = decodePlace(cursor, 0, 0, '', '', '');
	if (place === undefined) return undefined;
	const [count, lastAt, tool, agent, source] = place;
	return { count, lastAt, tool, agent, source };
}

const params = closed({ tool: text(200) });

export const showWantedTool = operation({
	summary: 'Show who needed a tool, and what can be used in place of it',
	tag,
	method: 'GET',
	path: 'wanted-tools/:tool',
	scope: 'run:read',
	isPartial: true,
	input: { params },
	output: Type.Object({
		tool: string,
		wantedBy: Type.Array(wantedTool),
		alternatives: Type.Array(open()),
		searchedNodes: Type.Union([integer, Type.Null()], { description: 'null where n8n is not installed' }),
	}),
	async perform({ tool }: { tool: string }, { host }: Context) {
		const wanted = (await listReadable(host)).filter((each) => each.tool === tool);
		const nodes = knownNodes(host.environment);
		return {
			tool,
			wantedBy: wanted.map(describe),
			alternatives: suggestAlternatives(tool, nodes ?? []),
			searchedNodes: nodes?.length ?? null,
		};
	},
});

export const removeWantedTool = operation({
	// A model made up the name: it can be a person's.
	act: ({ tool }) => ({
		action: 'wanted_tool.removed',
		object: { kind: 'tool', value: tool, subject: { kind: 'subject', id: `tool:${tool}` } },
	}),
	summary: 'Remove a tool from those that are wanted',
	tag,
	method: 'DELETE',
	path: 'wanted-tools/:tool',
	scope: 'work:manage',
	input: { params },
	output: Type.Object({ tool: string, removed: Type.Integer({ description: 'How many agents no longer ask for it' }) }),
	perform: async ({ tool }, { host }) => ({ tool, removed: await (await openStore(host)).remove(host.tenant, tool) }),
});
