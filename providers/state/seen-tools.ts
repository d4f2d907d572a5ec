import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Tool } from '../../core/ports';

/** A tool as the list in the editor shows it. */
interface SeenTool {
	name: string;
	description: string;
	readOnly: boolean;
}

const maxTools = 200;
const maxDescription = 200;

/**
 * Stores the tools that a node had when it ran, because n8n does not tell a list in the editor what is connected to the node.
 * @param home the folder of Troupe's state
 * @param key the workflow's ID, a space and the node's ID
 */
export async function rememberTools(home: string, key: string, tools: Tool[]): Promise<void> {
	const seen = tools
		.slice(0, maxTools)
		.map(({ name, description, readOnly }): SeenTool => ({ name, description: description.slice(0, maxDescription), readOnly }));
	const file = resolveFile(home, key);
	const [stored, content] = [await read(file), JSON.stringify(seen)];
	if (stored === content || (stored === undefined && seen.length === 0)) return;
	await replace(file, content);
}

/** Returns the tools that the node had in its last run; empty before the first. */
export async function seenTools(home: string, key: string): Promise<SeenTool[]> {
	return JSON.parse((await read(resolveFile(home, key))) ?? '[]') as SeenTool[];
}

const resolveFile = (home: string, key: string) =>
	join(home, 'n8n-tools', `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);

async function read(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}

/** Replaces the file atomically; only its owner can ever read it. */
async function replace(file: string, content: string): Promise<void> {
	await mkdir(dirname(file), { recursive: true, mode: 0o700 });
	const draft = `${file}.${randomUUID()}.draft`;
	try {
		await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
		await rename(draft, file);
	} finally {
		await rm(draft, { force: true });
	}
}
