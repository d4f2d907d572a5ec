import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder, inside the state folder, of command-line runs that wait for a person. */
export const suspendedFolder = 'suspended';

/** Whose run it is. */
export interface RunOwner {
	conversationId: string;
	person?: string;
}

/**
 * Removes the suspended runs of some conversations. Returns their number.
 * @param isTheirs whether a conversation, or the person in it, is one of these
 */
export async function forgetSuspendedRuns(stateFolder: string, isTheirs: (owner: RunOwner) => boolean): Promise<number> {
	const folder = join(stateFolder, suspendedFolder);
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	let forgotten = 0;
	for (const name of names.filter((each) => each.endsWith('.json'))) {
		const owner = readOwner(await readFile(join(folder, name), 'utf8').catch(() => ''));
		if (owner === undefined || !isTheirs(owner)) continue;
		await rm(join(folder, name), { force: true });
		forgotten += 1;
	}
	return forgotten;
}

/** Undefined if the text is not a suspended run, or if the run was resumed in the meantime. */
function readOwner(text: string): RunOwner | undefined {
	try {
		const { state } = JSON.parse(text) as { state?: { conversationId?: unknown; person?: unknown } };
		if (typeof state?.conversationId !== 'string') return undefined;
		return { conversationId: state.conversationId, ...(typeof state.person === 'string' && { person: state.person }) };
	} catch {
		return undefined;
	}
}
