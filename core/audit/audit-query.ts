/** Chooses entries of the audit log. */
import type { PartName } from './audit-leaf';

export interface AuditQuery {
	/** Milliseconds since the epoch. */
	from?: number;
	/** Before this time. */
	to?: number;
	/** An action, or the beginning of some with a dot: `api_key.created`, `api_key`. */
	act?: string;
	outcome?: string;
	/** The whole name of who acted: `user:ana`. */
	who?: string;
	/** The name of the object, or its kind. */
	object?: string;
	/** The kind of its details. */
	detailsKind?: string;
}

/** A leaf, as it is read. */
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
	/** The hash that it commits to its value with. */
	sha256?: string;
}

/** Returns whether a leaf can be what was asked for, before its values are opened. */
export function mayMatch({ action, at, outcome, details }: ReadLeaf, query: AuditQuery): boolean {
	const time = Date.parse(at);
	if (query.from !== undefined && time < query.from) return false;
	if (query.to !== undefined && time >= query.to) return false;
	if (query.act !== undefined && action !== query.act && !action.startsWith(`${query.act}.`)) return false;
	if (query.detailsKind !== undefined && details?.kind !== query.detailsKind) return false;
	return query.outcome === undefined || outcome === query.outcome;
}

/** Returns whether an entry that may match does, by the values that can still be read. */
export function matches(leaf: ReadLeaf, values: Record<string, unknown>, { who, object }: AuditQuery): boolean {
	if (who !== undefined && nameOf(valueOf(leaf.who, values)) !== who) return false;
	return object === undefined || leaf.object?.kind === object || nameOf(valueOf(leaf.object, values)) === object;
}

/** Returns the value of a part; undefined where it has none, or was forgotten. */
export const valueOf = (part: ReadPart | undefined, values: Record<string, unknown>): unknown =>
	part?.sha256 === undefined ? part?.value : values[part.sha256];

/** Returns the name of who or what a value tells of. */
export function nameOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	const { name } = (value ?? {}) as { name?: unknown };
	return typeof name === 'string' ? name : undefined;
}
