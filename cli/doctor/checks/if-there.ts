export async function ifThere<Result>(reading: Promise<Result>): Promise<Result | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
		throw error;
	}
}
