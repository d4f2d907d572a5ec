import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the command line keeps runs that wait for a person, in the state folder. */
export const suspendedFolder = 'suspended';

/**
 * Removes those of some conversations; how many.
 * @param isTheirs whether a conversation is one of these, by its id
 */
export async function forgetSuspendedRuns(stateFolder: string, isTheirs: (conversationId: string) => boolean): Promise<number> {
	const folder = join(stateFolder, suspendedFolder);
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	let forgotten = 0;
	for (const name of names.filter((each) => each.endsWith('.json'))) {
		const conversation = conversationOf(await readFile(join(folder, name), 'utf8').catch(() => ''));
		if (conversation === undefined || !isTheirs(conversation)) continue;
		await rm(join(folder, name), { force: true });
		forgotten += 1;
	}
	return forgotten;
}

/** Undefined for what is no suspended run, and for one that was gone on with meanwhile. */
function conversationOf(text: string): string | undefined {
	try {
		const { state } = JSON.parse(text) as { state?: { conversationId?: unknown } };
		return typeof state?.conversationId === 'string' ? state.conversationId : undefined;
	} catch {
		return undefined;
	}
}
