import { call } from '../../api/call';
import type { Page } from '../../api/use-pages';
import type { Tone } from '../../parts/status';

export interface Instance {
	processInstanceKey: string;
	processDefinitionId: string;
	processDefinitionKey: string;
	processDefinitionName?: string | null;
	processDefinitionVersion: number;
	processDefinitionVersionTag?: string | null;
	state: InstanceState;
	startDate: string;
	endDate?: string | null;
	hasIncident: boolean;
	parentProcessInstanceKey?: string | null;
	tenantId: string;
}

type InstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

export interface Definition {
	processDefinitionKey: string;
	processDefinitionId: string;
	name?: string | null;
	version: number;
	versionTag?: string | null;
	resourceName: string;
}

export interface ElementInstance {
	elementInstanceKey: string;
	elementId: string;
	elementName: string;
	type: string;
	state: InstanceState;
	startDate: string;
	endDate?: string | null;
	hasIncident: boolean;
}

export interface Incident {
	incidentKey: string;
	processInstanceKey: string;
	errorType: string;
	errorMessage: string;
	elementId: string;
	elementInstanceKey: string;
	jobKey?: string | null;
	creationTime: string;
}

export interface Variable {
	variableKey: string;
	name: string;
	/** JSON, with all digits. */
	value: string;
	scopeKey: string;
}

/** What `GET /v2/events` tells. */
export interface EngineEvent {
	kind: string;
	elementId: string;
	elementType?: string;
	elementInstanceKey?: string;
	details?: Record<string, unknown>;
}

export type Filter = Record<string, unknown>;

interface Found<Item> {
	items: Item[];
	page: { totalItems: number; hasMoreTotalItems: boolean; endCursor?: string };
}

interface SearchOptions {
	filter?: Filter;
	sort?: Array<{ field: string; order: 'ASC' | 'DESC' }>;
	limit?: number;
	cursor?: string;
	signal?: AbortSignal;
}

export async function searchEngine<Item>(
	what: string,
	{ filter = {}, sort, limit = 50, cursor, signal }: SearchOptions,
): Promise<Page<Item>> {
	const body = { filter, ...(sort && { sort }), page: { limit, ...(cursor !== undefined && { after: cursor }) } };
	const { items, page } = await call<Found<Item>>(`POST /v2/${what}/search`, { body, signal });
	const isLast = items.length < limit || page.endCursor === undefined;
	return { items, ...(!isLast && { cursor: page.endCursor }), ...(!page.hasMoreTotalItems && { total: page.totalItems }) };
}

/** Counts items; the engine counts up to 10,000. */
export async function countInEngine(what: string, filter: Filter, signal: AbortSignal): Promise<{ count: number; isMore: boolean }> {
	const body = { filter, page: { limit: 1 } };
	const { page } = await call<Found<unknown>>(`POST /v2/${what}/search`, { body, signal });
	return { count: page.totalItems, isMore: page.hasMoreTotalItems };
}

export const toneOf = ({ state, hasIncident }: Pick<Instance, 'state' | 'hasIncident'>): Tone =>
	hasIncident ? 'bad' : ({ ACTIVE: 'busy', COMPLETED: 'good', TERMINATED: 'quiet' } as const)[state];

export const nameOf = ({
	processDefinitionName,
	processDefinitionId,
}: Pick<Instance, 'processDefinitionName' | 'processDefinitionId'>): string => processDefinitionName || processDefinitionId;

export const pathOfInstance = (key: string): string => `processes/instances/${encodeURIComponent(key)}`;
