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

/** Path of the filtered list, with or without an open item. */
export function inboxPath(kind?: Kind, id?: string): string {
	const filters = new URLSearchParams(place.value.query).toString();
	return (kind === undefined || id === undefined ? 'inbox' : pathOf('inbox', kind, id)) + (filters && `?${filters}`);
}

export function splitId(id: string): [string, string] {
	const at = id.indexOf(':');
	return at < 0 ? ['', id] : [id.slice(0, at), id.slice(at + 1)];
}
