type Begin = (folders: readonly string[]) => void;

/** Says that the watched part begins, if this run is: what n8n and Troupe touched until now, and their variables, are not part of it. */
export function beginDiscovery(folders: readonly string[] = []): void {
	(process as unknown as Record<symbol, Begin | undefined>)[Symbol.for('troupe.discovery')]?.(folders);
}
