import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { getErrorMessage, TroupeError } from '../../core/base/errors';

/** An anchor once an hour takes more than a hundred years. */
const maxBytes = 512 * 1024 * 1024;

export interface Anchored {
	checkpoint: string;
	/** The answer of a time-stamping authority about it, DER (RFC 3161). */
	timestamp?: Buffer;
}

interface Line {
	/** ISO 8601. */
	at: string;
	checkpoint: string;
	/** Base64. */
	timestamp?: string;
}

/** Appends a line, synced. The file is readable by its owner alone from its first byte; what is in it is never written again. */
export async function appendToFile(path: string, { checkpoint, timestamp }: Anchored, at: number): Promise<void> {
	const line: Line = { at: new Date(at).toISOString(), checkpoint, ...(timestamp && { timestamp: timestamp.toString('base64') }) };
	const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
	const file = await open(path, flags, 0o600).catch((cause: unknown) => {
		throw unusable(path, `cannot be opened (${getErrorMessage(cause)})`, cause);
	});
	try {
		const end = await readLastByte(file, path);
		// A process that was killed can have left a part of a line.
		await file.appendFile(`${end === undefined || end === '\n' ? '' : '\n'}${JSON.stringify(line)}\n`);
		await file.sync();
	} catch (cause) {
		if (cause instanceof TroupeError) throw cause;
		throw unusable(path, `cannot be written (${getErrorMessage(cause)})`, cause);
	} finally {
		await file.close();
	}
}

async function readLastByte(file: FileHandle, path: string): Promise<string | undefined> {
	const stat = await file.stat();
	if (!stat.isFile()) throw unusable(path, 'is not a regular file');
	if (stat.size === 0) return undefined;
	const { buffer } = await file.read(Buffer.alloc(1), 0, 1, stat.size - 1);
	return buffer.toString('latin1');
}

/** A checkpoint that nothing in the end of the file repeats is added again, which tells that the log still had it. */
const maxTailBytes = 1024 * 1024;

export const readAnchorTail = (path: string): Promise<Anchored[]> => readAnchorFile(path, maxTailBytes);

/** Returns the checkpoints of a file, the oldest first; none where it does not exist. Half a line, which a killed process left, is left out. */
export async function readAnchorFile(path: string, lastBytes = maxBytes): Promise<Anchored[]> {
	let text: string;
	try {
		const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
		try {
			const stat = await file.stat();
			if (!stat.isFile() || stat.size > maxBytes) throw unusable(path, `is not a regular file of at most ${maxBytes} bytes`);
			text = await readEnd(file, stat.size, lastBytes);
		} finally {
			await file.close();
		}
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw cause instanceof TroupeError ? cause : unusable(path, `cannot be read (${getErrorMessage(cause)})`, cause);
	}
	return text.split('\n').flatMap(readLine);
}

async function readEnd(file: FileHandle, size: number, lastBytes: number): Promise<string> {
	if (size <= lastBytes) return file.readFile('utf8');
	const { buffer, bytesRead } = await file.read(Buffer.alloc(lastBytes), 0, lastBytes, size - lastBytes);
	return buffer.toString('utf8', 0, bytesRead);
}

function readLine(line: string): Anchored[] {
	try {
		const { checkpoint, timestamp } = JSON.parse(line) as Partial<Line>;
		if (typeof checkpoint !== 'string') return [];
		return [{ checkpoint, ...(typeof timestamp === 'string' && { timestamp: Buffer.from(timestamp, 'base64') }) }];
	} catch {
		return []; // whoever can write the file could also have left the line out: only what is signed counts
	}
}

const unusable = (path: string, problem: string, cause?: unknown) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The anchor file:${path} ${problem}.`,
		fix: 'Name a file in a folder that the user of Troupe can write.',
		...(cause !== undefined && { cause }),
	});
