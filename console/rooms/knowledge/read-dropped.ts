export interface ChosenFile {
	/** Includes folders: files of the same name stay apart. */
	name: string;
	file: File;
}

/** More would take hours in a browser: the command takes whole folders. */
export const maxFiles = 1_000;
const maxDepth = 16;

export interface Chosen {
	files: ChosenFile[];
	isCut: boolean;
}

/** Reads the chosen files, without files of systems such as `.DS_Store`. */
export function readChosen(list: FileList): Chosen {
	const files = [...list].map((file) => ({ name: file.webkitRelativePath || file.name, file })).filter(({ name }) => !isHidden(name));
	return { files: files.slice(0, maxFiles), isCut: files.length > maxFiles };
}

/** Reads dropped files and folders. The entries must be read before the first await. */
export function readDropped({ items, files }: DataTransfer): Promise<Chosen> {
	const entries = [...items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter((entry) => entry !== null);
	if (entries.length === 0) return Promise.resolve(readChosen(files));
	return readEntries(entries);
}

async function readEntries(entries: FileSystemEntry[]): Promise<Chosen> {
	const files: ChosenFile[] = [];
	let isCut = false;
	const take = async (entry: FileSystemEntry, depth: number): Promise<void> => {
		if (entry.name.startsWith('.')) return;
		if (files.length >= maxFiles || depth > maxDepth) return void (isCut = true);
		if (isFile(entry)) files.push({ name: entry.fullPath.replace(/^\//, ''), file: await new Promise<File>((...of) => entry.file(...of)) });
		else if (isFolder(entry)) for await (const inside of list(entry)) await take(inside, depth + 1);
	};
	for (const entry of entries) await take(entry, 0);
	return { files, isCut };
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function* list(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
	const reader = folder.createReader();
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((...of) => reader.readEntries(...of));
		if (some.length === 0) return;
		yield* some;
	}
}

const isHidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.'));
