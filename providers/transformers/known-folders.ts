import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';

const most = 100;

/** Where models lay when they were used: a collection names the model that made it by its digest, and not by a folder, which is another one elsewhere. */
export class KnownFolders {
	private constructor(private readonly file: string | undefined) {}

	/** Without a state folder nothing is remembered. */
	static in(stateFolder: string | undefined): KnownFolders {
		return new KnownFolders(stateFolder && join(stateFolder, 'local-models.json'));
	}

	async find(revision: string): Promise<string | undefined> {
		return (await this.#read())[revision];
	}

	async remember(revision: string, folder: string): Promise<void> {
		if (!this.file) return;
		const known = await this.#read();
		if (known[revision] === folder) return;
		const others = Object.entries(known).filter(([each]) => each !== revision);
		const kept = Object.fromEntries([...others, [revision, folder]].slice(-most)) as Record<string, string>;
		const next = `${this.file}.${randomUUID()}`;
		await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
		await writeFile(next, JSON.stringify(kept, null, '\t'), { mode: 0o600 });
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
