/** Filters of the audit log. */
import type { PartName } from './audit-leaf';

export interface AuditQuery {
	/** Milliseconds since the epoch. */
	from?: number;
	to?: number;
	/** An action, or a prefix before a dot: `api_key.created`, `api_key`. */
	act?: string;
	outcome?: string;
	/** The actor's whole name: `user:ana`. */
	who?: string;
	object?: string;
	detailsKind?: string;
}

export interface ReadLeaf extends Partial<Record<PartName, ReadPart>> {
	action: string;
	/** ISO 8601. */
	at: string;
	id: string;
	outcome: string;
	who: ReadPart;
}

export interface ReadPart {
	kind: string;
	hash?: string;
	value?: unknown;
	sha256?: string;
}

export function mayMatch({ action, at, outcome, details }: ReadLeaf, query: AuditQuery): boolean {
	const time = Date.parse(at);
	if (query.from !== undefined && time < query.from) return false;
	if (query.to !== undefined && time >= query.to) return false;
	if (query.act !== undefined && action !== query.act && !action.startsWith(`${query.act}.`)) return false;
	if (query.detailsKind !== undefined && details?.kind !== query.detailsKind) return false;
	return query.outcome === undefined || outcome === query.outcome;
}

export function matches(leaf: ReadLeaf, values: Record<string, unknown>, { who, object }: AuditQuery): boolean {
	if (who !== undefined && nameOf(valueOf(leaf.who, values)) !== who) return false;
	return object === undefined || leaf.object?.kind === object || nameOf(valueOf(leaf.object, values)) === object;
}

/** Undefined without a value, or after it was forgotten. */
export const valueOf = (part: ReadPart | undefined, values: Record<string, unknown>): unknown =>
	part?.sha256 === undefined ? part?.value : values[part.sha256];

export function nameOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	const { name } = (value ?? {}) as { name?: unknown };
	return typeof name === 'string' ? name : undefined;
}
