import { call } from '../../api/call';
import { may } from '../../api/session';
import { type Loaded, useQuery } from '../../api/use-query';

export interface SearchSettings {
	passages: number;
	minimumScore?: number;
	[setting: string]: unknown;
}

interface SearchingAgent {
	name: string;
	settings: SearchSettings;
}

interface Definition {
	name: string;
	knowledge?: Settings;
	tools?: { define?: Array<Settings & { kind: string; name: string }> };
}

type Settings = Partial<SearchSettings> & { collection?: string };

const maxAgents = 50;
/** Default passages of a search tool. */
const usualPassages = 4;
/** Settings that the API takes; a reranker costs money, and is for managers of the collection. */
const taken = ['mode', 'filter', 'fusion', 'weights', 'diversity', 'neighbours', 'reranker'] as const;

/** Reads the agents that search a collection, with settings; none without the right to see definitions. */
export function useSearchingAgents(collection: string): Loaded<SearchingAgent[]> {
	const maySee = may('agent:run') && may('registry:read');
	return useQuery(`agents ${collection}`, maySee ? (signal) => readAgents(collection, signal) : undefined);
}

async function readAgents(collection: string, signal: AbortSignal): Promise<SearchingAgent[]> {
	const { items } = await call<{ items: Array<{ id: string }> }>('GET agents', { signal });
	const read = items.slice(0, maxAgents).map(async ({ id }) => {
		try {
			return (await call<{ definition: Definition }>(`GET agents/${encodeURIComponent(id)}/definition`, { signal })).definition;
		} catch {
			// Its own page explains the refusal.
			return undefined;
		}
	});
	return (await Promise.all(read)).flatMap((definition) => (definition ? listSearches(definition, collection) : []));
}

function listSearches({ name, knowledge, tools }: Definition, collection: string): SearchingAgent[] {
	const byTool = (tools?.define ?? []).filter(({ kind }) => kind === 'knowledge');
	return [
		...(knowledge ? [{ name, of: knowledge }] : []),
		...byTool.map((tool) => ({ name: `${name}: ${tool.name}`, of: tool as Settings })),
	]
		.filter(({ of }) => of.collection === collection)
		.map(({ name: agent, of }) => ({ name: agent, settings: { ...of, passages: of.passages ?? usualPassages } }));
}

export const toSearch = ({ passages, ...settings }: SearchSettings, mayRerank: boolean): Record<string, unknown> => ({
	...Object.fromEntries(
		taken.filter((name) => settings[name] !== undefined && (name !== 'reranker' || mayRerank)).map((name) => [name, settings[name]]),
	),
	top: passages,
});
