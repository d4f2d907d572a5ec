import { call, type Query } from '../../api/call';
import { session } from '../../api/session';
import type { Problem } from '../../api/problem';

/** Each export: its operation, page and permission. */
export const exportables = {
	usage: { operation: 'exportUsage', path: 'usage/export', needs: 'usage:read' },
	runs: { operation: 'exportRuns', path: 'run-export', needs: 'run:read' },
	audit: { operation: 'exportAuditEntries', path: 'audit/export', needs: 'audit:read' },
} as const;
export type Exportable = keyof typeof exportables;

/** A right to the runs of only some agents does not include exports. */
export const listExportable = (): Exportable[] =>
	(Object.keys(exportables) as Exportable[]).filter((name) => session.value?.scopes.includes(exportables[name].needs));

/** An export, as `GET /api/v1/operations` describes it. */
export interface Export {
	id: string;
	state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'interrupted';
	about?: string;
	createdAt: string;
	progress?: { done: number; total?: number; unit: string };
}

export const isOpen = ({ state }: Export): boolean => state === 'queued' || state === 'running';

/** UTC days, both inclusive. */
export interface ExportWanted {
	what: Exportable;
	format: 'csv' | 'json';
	from: string;
	to: string;
	by: string;
}

const dayMs = 86_400_000;

export function beginExport({ what, format, from, to, by }: ExportWanted): Promise<Pick<Export, 'id'>> {
	const end = to === '' ? undefined : new Date(Date.parse(to) + dayMs).toISOString().slice(0, 10);
	// A day of the audit log is one of the tenant's time zone, unless written as a moment.
	const momentOf = (day: string | undefined) => (day && what === 'audit' ? `${day}T00:00:00Z` : day || undefined);
	const query: Query = {
		format,
		from: momentOf(from),
		to: momentOf(end),
		...(what === 'usage' && { by, ...(by === 'tenant' && { tenants: 'all' }) }),
	};
	return call(`GET ${exportables[what].path}`, { query, isInBackground: true });
}

const shown = 20;

export async function readExports(signal: AbortSignal): Promise<Export[]> {
	const lists = await Promise.all(
		listExportable().map((name) =>
			call<{ items: Export[] }>('GET operations', { query: { operation: exportables[name].operation, limit: shown }, signal }),
		),
	);
	return lists
		.flatMap(({ items }) => items)
		.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))
		.slice(0, shown);
}

export const readEnd = (
	id: string,
	signal?: AbortSignal,
): Promise<Export & { answer?: string; error?: Pick<Problem, 'code' | 'message'> }> => call(`GET operations/${id}`, { signal });

export const cancelExport = (id: string): Promise<unknown> => call(`POST operations/${id}/cancel`);
