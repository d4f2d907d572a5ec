import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createFolder } from '../../core/base/create-folder';

const maxFolders = 100;

/** Remembers model folders: a collection stores a model's digest, because folders differ between machines. */
export class KnownFolders {
	private constructor(private readonly file: string | undefined) {}

	/** Without a state folder: nothing is remembered. */
	static in(stateFolder: string | undefined): KnownFolders {
		return new KnownFolders(stateFolder && join(stateFolder, 'local-models.json'));
	}

	async find(revision: string): Promise<string | undefined> {
		return (await this.#read())[revision];
	}

	async remember(revision: string, folder: string): Promise<void> {
		if (!this.file) return;
		const stored = await this.#read();
		if (stored[revision] === folder) return;
		const others = Object.entries(stored).filter(([each]) => each !== revision);
		const recent = Object.fromEntries([...others, [revision, folder]].slice(-maxFolders)) as Record<string, string>;
		const next = `${this.file}.${randomUUID()}`;
		createFolder(dirname(this.file), 0o700);
		await writeFile(next, JSON.stringify(recent, null, '\t'), { mode: 0o600 });
		await rename(next, this.file);
	}

	async #read(): Promise<Record<string, string>> {
		if (!this.file) return {};
		try {
			return JSON.parse(await readFile(this.file, 'utf8')) as Record<string, string>;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return {};
			throw error;
		}
	}
}
