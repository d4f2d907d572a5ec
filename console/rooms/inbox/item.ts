import { pathOf, place } from '../../app/router';

export const kinds = [
	'approval',
	'question',
	'task',
	'draft',
	'plan',
	'settings',
	'hand-over',
	'data-request',
	'unsent',
	'delivery',
	'work',
] as const;
export type Kind = (typeof kinds)[number];
export const isKind = (text: string | undefined): text is Kind => (kinds as readonly (string | undefined)[]).includes(text);

export const dueFilters = ['late', 'day', 'week'] as const;

/** Something that waits for a person, as `GET /api/v1/inbox` lists it. */
export interface Item {
	kind: Kind;
	id: string;
	title: string;
	subject: string | null;
	agent: string | null;
	process: string | null;
	requestedBy: string | null;
	since: string;
	due: string | null;
	isLate: boolean;
	whenDue: string | null;
}

export interface Listed {
	items: Item[];
	cursor?: string;
	total: number;
	counts: Array<{ kind: Kind; count: number; isMore: boolean }>;
	omitted: Array<{ kinds: Kind[]; code: string; message: string }>;
}

/** The list with its filters, with one item open or none. */
export function inboxPath(kind?: Kind, id?: string): string {
	const filters = new URLSearchParams(place.value.query).toString();
	return (kind === undefined || id === undefined ? 'inbox' : pathOf('inbox', kind, id)) + (filters && `?${filters}`);
}

/** A channel and what it names, a kind of work and its key, or a plan and its hash. */
export function splitId(id: string): [string, string] {
	const at = id.indexOf(':');
	return at < 0 ? ['', id] : [id.slice(0, at), id.slice(at + 1)];
}
