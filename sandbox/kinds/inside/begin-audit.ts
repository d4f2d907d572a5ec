type Begin = (folders: readonly string[]) => void;

/** Says that what is audited begins, if this run is: what n8n and Troupe touched until now, and their variables, are not part of it. */
export function beginAudit(folders: readonly string[] = []): void {
	(process as unknown as Record<symbol, Begin | undefined>)[Symbol.for('troupe.audit')]?.(folders);
}
