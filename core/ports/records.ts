/** Records of each tenant, numbered from 1 in the order in which they became visible, which other processes can follow. */
export interface RecordLog<Stored extends { id: number }> {
	/** Returns the records after an id, oldest first. */
	read(tenant: string, after: number, limit: number): Promise<Stored[]>;
	/** Returns the id of the newest record ever; 0 before the first. */
	last(tenant: string): Promise<number>;
	/** Returns the same for each tenant that ever had a record: an operator's view of the installation. */
	lastOfEach(): Promise<Record<string, number>>;
	/** Calls `wake` when records of the tenant, or of any if it is undefined, may have been appended by this process or another. The returned function stops it. */
	watch(tenant: string | undefined, wake: () => void): () => void;
}
