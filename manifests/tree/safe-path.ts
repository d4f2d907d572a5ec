/** Why a path may not stand in a package; null when it may. Paths are relative, with `/`, and stay inside the folder. */
export function unsafePath(path: string): string | null {
	if (path.includes('\0')) return 'it holds a NUL';
	// eslint-disable-next-line no-control-regex -- the control characters are what is refused
	if (/[\u0001-\u001f\u007f\\]/.test(path)) return 'it holds a control character or a backslash';
	if (path.includes('\ufffd')) return 'it is not valid UTF-8';
	if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is not relative';
	if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) return 'it leaves the folder or takes a detour';
	if (path.length > 1024) return 'it is longer than 1024 characters';
	return null;
}

/** What a file system that folds case and composes accents would take a path for. */
function foldedPath(path: string): string {
	return path.normalize('NFKC').toUpperCase().toLowerCase();
}

/** The first path that some file systems take for an earlier one. */
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
