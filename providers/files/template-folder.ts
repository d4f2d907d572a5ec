import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { describeRefusal, readConfinedFile } from './confined-file';
import { decodeText } from '../../core/base/text/decode-text';

const maxFileBytes = 1024 * 1024;
const maxListed = 1_000;

interface ReadFile {
	path: string;
	content: string;
}

/** parse-template.ts validates it. @throws TroupeError TEMPLATE_NOT_FOUND, TEMPLATE_INVALID */
export async function readTemplateFile(folder: string, name: string): Promise<unknown> {
	const path = join(folder, name);
	const read = await readConfinedFile(path, [folder], maxFileBytes);
	if (read.kind === 'missing')
		throw new TroupeError({
			code: 'TEMPLATE_NOT_FOUND',
			message: `${folder} is not the folder of a template: it has no ${name}.`,
			fix: `Name a folder that has one, or write it with \`troupe template new ${folder}\`.`,
		});
	if (read.kind !== 'file') throw unreadable(`${path} ${describeRefusal(read)}`);
	try {
		return JSON.parse(decodeText(read.bytes, path));
	} catch (cause) {
		throw unreadable(`${path} is not JSON: ${getErrorMessage(cause)}`, cause);
	}
}

/** UTF-8; no file can be outside of the folder. @throws TroupeError TEMPLATE_INVALID */
export async function readTemplateFiles<Listed extends { path: string }>(
	folder: string,
	files: readonly Listed[],
): Promise<Array<Listed & ReadFile>> {
	return Promise.all(
		files.map(async (file) => {
			const path = join(folder, ...file.path.split('/'));
			const read = await readConfinedFile(path, [folder], maxFileBytes);
			if (read.kind !== 'file') throw unreadable(`${path} ${describeRefusal(read)}`);
			try {
				return { ...file, content: decode(read.bytes) };
			} catch (cause) {
				throw unreadable(`${path} is not text in UTF-8`, cause);
			}
		}),
	);
}

export async function listFiles(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) =>
			join(parentPath, name)
				.slice(folder.length + 1)
				.split(sep)
				.join('/'),
		)
		.filter((path) => !path.split('/').some((part) => part.startsWith('.') || part === 'node_modules'))
		.sort()
		.slice(0, maxListed);
}

const decode = (bytes: Buffer): string => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

const unreadable = (problem: string, cause?: unknown): TroupeError =>
	new TroupeError({ code: 'TEMPLATE_INVALID', message: `${problem}.`, fix: 'Correct the file, or its path in template.json.', cause });
