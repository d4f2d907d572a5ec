/** Returns what a file operation returns; undefined when the file is missing. */
export async function ifThere<Result>(reading: Promise<Result>): Promise<Result | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
		throw error;
	}
}
