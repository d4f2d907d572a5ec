import type { Metadata, MetadataValue } from '../../core/ports/knowledge/filter/filter';

export function isMetadata(value: unknown): value is Metadata {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return Object.entries(value).every(([name, member]) => name !== '' && name.length <= 100 && isMetadataValue(member));
}

function isMetadataValue(value: unknown): value is MetadataValue {
	// `1e999` is parsed as Infinity, which stores cannot return.
	if (typeof value === 'number') return Number.isFinite(value);
	return ['string', 'boolean'].includes(typeof value) || (Array.isArray(value) && value.every((member) => typeof member === 'string'));
}
