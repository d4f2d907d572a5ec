/** Numbered from 1 for each tenant, in the order in which records became visible. Other processes can follow them. */
export interface RecordLog<Stored extends { id: number }> {
	/** Oldest first. */
	read(tenant: string, after: number, limit: number): Promise<Stored[]>;
	/** Newest id ever; 0 before the first. */
	last(tenant: string): Promise<number>;
	/** All tenants that ever had a record: for operators. */
	lastOfEach(): Promise<Record<string, number>>;
	/** Calls `wake` when this process or another may have appended records. @param tenant undefined: any @returns a function that stops it */
	watch(tenant: string | undefined, wake: () => void): () => void;
}
