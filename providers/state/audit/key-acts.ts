import type { ApiKeyChange } from '../../../core/ports/access/api-keys';
import { nameOf, type ReadLeaf, valueOf } from '../../../core/audit/audit-query';
import type { Act } from './audited-database';
import type { ListedEntry } from './search-audit';

/** The key's name, reasons and addresses can name a person: they go with the key. */
export function describeKey(
	done: 'created' | 'rotated' | 'revoked' | 'used',
	who: Required<Pick<Act, 'by' | 'at'>>,
	id: string,
	details: Record<string, unknown>,
): Act {
	return {
		...{ action: `api_key.${done}`, ...who, object: { kind: 'api_key', value: id } },
		details: { kind: 'terms', value: details, subject: { kind: 'subject', id: `key:${id}` } },
	};
}

export function toKeyChange({ index, leaf, values }: ListedEntry): ApiKeyChange & { id: number } {
	const { at, action, who, object, details } = JSON.parse(leaf) as ReadLeaf;
	return {
		id: index,
		at: Date.parse(at),
		actor: nameOf(valueOf(who, values)) ?? null,
		action,
		key: String(object?.value),
		details: (valueOf(details, values) ?? {}) as Record<string, unknown>,
	};
}
