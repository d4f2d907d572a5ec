import { type Origin, readOrigins } from './memory';

const originsKey = 'troupe/origins';

/** A caller can only add origins: no value says that a person wrote it. */
export function readToldOrigins(...metadata: unknown[]): Origin[] | undefined {
	return readOrigins(metadata.flatMap((one) => readOrigins((one as Record<string, unknown> | null | undefined)?.[originsKey]) ?? []));
}

export const tellOrigins = (origins: readonly Origin[] = []): Record<string, unknown> | undefined =>
	origins.length > 0 ? { [originsKey]: origins } : undefined;
