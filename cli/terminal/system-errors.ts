import { getErrorMessage, TroupeError } from '../../core/base/errors';

/** Why the file system refused a path, by the code of the system's error. */
export const pathReasons: Record<string, string> = {
	EEXIST: 'a file with this name exists',
	ENOENT: 'its folder does not exist',
	ENOTDIR: 'a part of its path is a file',
	EISDIR: 'it is a folder',
	EACCES: 'permission denied',
	EPERM: 'permission denied',
	EROFS: 'the file system is read-only',
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota of this user is used up',
};

/** Why a file that a person named cannot be read, without the words of the system. */
export function describeReadFault(fault: unknown): string {
	const { code = '', syscall } = (fault ?? {}) as NodeJS.ErrnoException;
	const reason = code === 'ENOENT' ? 'it does not exist' : pathReasons[code];
	return syscall === undefined || reason === undefined ? getErrorMessage(fault) : reason;
}

const changePath = 'Let this user read and write there, or choose another folder. TROUPE_HOME sets the folder of all state.';
const freeSpace = 'Free space, and run the command again.';

const fixes: Record<string, string> = {
	EACCES: changePath,
	EPERM: changePath,
	EROFS: changePath,
	ENOTDIR: changePath,
	ENOSPC: freeSpace,
	EDQUOT: freeSpace,
	ENOENT: 'Check the path. A missing folder is not created.',
};

export const isFull = (code: string) => code === 'ENOSPC' || code === 'EDQUOT';

/** Explains a fault of the disk or of its permissions; returns any other error as it is. */
export function explainSystemError(error: unknown): unknown {
	const { code = '', path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
	const fix = fixes[code];
	if (syscall === undefined || fix === undefined) return error;
	const message = `${path ?? 'A file'} cannot be used: ${code === 'ENOENT' ? 'it does not exist' : pathReasons[code]} (${syscall}).`;
	return new TroupeError({ code: isFull(code) ? 'STORAGE_FULL' : 'STORAGE_UNREADABLE', message, fix, cause: error });
}
