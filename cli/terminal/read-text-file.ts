import { readFile, stat } from 'node:fs/promises';
import { decodeText } from '../../core/base/text/decode-text';
import { TroupeError } from '../../core/base/errors';

const megabyte = 1024 * 1024;

/**
 * Returns the text of a file, in the encoding that the file declares.
 * @throws TroupeError INPUT_INVALID when it cannot be read or is larger
 */
export async function readTextFile(path: string, maxMegabytes = 4): Promise<string> {
	return explainUnreadable(path, async () => {
		const { size } = await stat(path);
		if (size > maxMegabytes * megabyte)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `${path} is larger than ${maxMegabytes} MB.`,
				fix: 'Split it into several files.',
			});
		return decodeText(await readFile(path), path);
	});
}

/** Does something with a file that the user named. @throws TroupeError INPUT_INVALID when the system does not let it be read */
export async function explainUnreadable<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
	try {
		return await read();
	} catch (cause) {
		const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
		if (reason === undefined) throw cause;
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} ${reason[0]}.`, fix: reason[1], cause });
	}
}

const reasons: Record<string, [string, string]> = {
	ENOENT: ['does not exist', 'Check the path of the file.'],
	ENOTDIR: ['does not exist', 'Check the path of the file.'],
	EISDIR: ['is a folder', 'Pass the files in it.'],
	EACCES: ['cannot be read: permission denied', 'Change its permissions.'],
};
