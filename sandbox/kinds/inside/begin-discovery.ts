type Begin = (folders: readonly string[]) => void;

/** Starts the watched part of a run: earlier accesses and variables of n8n and Troupe do not count. */
export function beginDiscovery(folders: readonly string[] = []): void {
	(process as unknown as Record<symbol, Begin | undefined>)[Symbol.for('troupe.discovery')]?.(folders);
}
