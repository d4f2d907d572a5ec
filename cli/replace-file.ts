import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file whole or not at all: who reads it meanwhile gets the old one. */
export async function replaceFile(path: string, content: string): Promise<void> {
	const draft = `${path}.${process.pid}.tmp`;
	try {
		await writeFile(draft, content);
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
}
