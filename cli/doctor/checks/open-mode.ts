/** Returns the mode of a file that other users of the machine can read or change, such as `644`; undefined when its owner alone can. */
export function findOpenMode({ mode }: { mode: number }): string | undefined {
	// On Windows access lists decide, which are not checked.
	if (process.platform === 'win32' || (mode & 0o077) === 0) return undefined;
	return (mode & 0o777).toString(8);
}
