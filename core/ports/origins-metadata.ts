import { type Origin, readOrigins } from './memory';

/** The member of the `metadata` of A2A and of the `_meta` of MCP that says where texts of others came from. */
const originsKey = 'troupe/origins';

/** Reads the origins of a text from all metadata that it came with. What a caller says can only add: no value says that a person wrote it. */
export function readToldOrigins(...metadata: unknown[]): Origin[] | undefined {
	return readOrigins(metadata.flatMap((one) => readOrigins((one as Record<string, unknown> | null | undefined)?.[originsKey]) ?? []));
}

/** Returns metadata that says where texts of others came from; undefined for none. */
export const tellOrigins = (origins: readonly Origin[] = []): Record<string, unknown> | undefined =>
	origins.length > 0 ? { [originsKey]: origins } : undefined;
