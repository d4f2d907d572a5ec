import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder, inside the state folder, of command-line runs that wait for a person. */
export const suspendedFolder = 'suspended';

/**
 * Removes the suspended runs of some conversations. Returns their number.
 * @param isTheirs whether the id of a conversation is one of these
 */
export async function forgetSuspendedRuns(stateFolder: string, isTheirs: (conversationId: string) => boolean): Promise<number> {
	const folder = join(stateFolder, suspendedFolder);
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	let forgotten = 0;
	for (const name of names.filter((each) => each.endsWith('.json'))) {
		const conversation = readConversation(await readFile(join(folder, name), 'utf8').catch(() => ''));
		if (conversation === undefined || !isTheirs(conversation)) continue;
		await rm(join(folder, name), { force: true });
		forgotten += 1;
	}
	return forgotten;
}

/** Undefined if the text is not a suspended run, or if the run was resumed in the meantime. */
function readConversation(text: string): string | undefined {
	try {
		const { state } = JSON.parse(text) as { state?: { conversationId?: unknown } };
		return typeof state?.conversationId === 'string' ? state.conversationId : undefined;
	} catch {
		return undefined;
	}
}
