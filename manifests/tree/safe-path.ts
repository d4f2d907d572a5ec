/** Returns null for an allowed path: relative, with `/`, inside the folder. */
export function unsafePath(path: string): string | null {
	if (path.includes('\0')) return 'it contains a NUL';
	// oxlint-disable-next-line no-control-regex -- the control characters are refused
	if (/[\u0001-\u001f\u007f\\]/.test(path)) return 'it contains a control character or a backslash';
	if (path.includes('\ufffd')) return 'it is not valid UTF-8';
	if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is not relative';
	if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
		return 'it leaves the folder or contains an empty part, . or ..';
	if (path.length > 1024) return 'it is longer than 1024 characters';
	return null;
}

/** For file systems that ignore case and compose accents. */
function foldedPath(path: string): string {
	return path.normalize('NFKC').toUpperCase().toLowerCase();
}

/** Returns the first path that some file systems confuse with an earlier one. */
export function findTwin(paths: Iterable<string>): { path: string; twin: string } | null {
	const seen = new Map<string, string>();
	for (const path of paths) {
		const folded = foldedPath(path);
		const twin = seen.get(folded);
		if (twin !== undefined) return { path, twin };
		seen.set(folded, path);
	}
	return null;
}
