import { call } from '../../api/call';
import { may } from '../../api/session';
import { type Loaded, useQuery } from '../../api/use-query';

/** How an agent searches a collection, as its definition says. */
export interface SearchSettings {
	passages: number;
	minimumScore?: number;
	[setting: string]: unknown;
}

export interface SearchingAgent {
	/** With the name of the tool, where the model searches by one. */
	name: string;
	settings: SearchSettings;
}

interface Definition {
	name: string;
	knowledge?: Settings;
	tools?: { define?: Array<Settings & { kind: string; name: string }> };
}

type Settings = Partial<SearchSettings> & { collection?: string };

/** More would be a call for each. */
const maxAgents = 50;
/** The passages of a search tool that names no number. */
const usualPassages = 4;
/** Settings of an agent that the API takes; a reranker costs money, and is for those who manage the collection. */
const taken = ['mode', 'filter', 'fusion', 'weights', 'diversity', 'neighbours', 'reranker'] as const;

/** Reads which agents search a collection, and how; none without the right to see definitions. */
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
			// Its own page says why it is refused.
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

/** The body of a search as the agent does it. */
export const toSearch = ({ passages, ...settings }: SearchSettings, mayRerank: boolean): Record<string, unknown> => ({
	...Object.fromEntries(
		taken.filter((name) => settings[name] !== undefined && (name !== 'reranker' || mayRerank)).map((name) => [name, settings[name]]),
	),
	top: passages,
});
