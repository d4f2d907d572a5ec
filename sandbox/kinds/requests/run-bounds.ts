/** Bounds of runs for callers of a service or items of n8n. A command has none: a person starts it. */
export const runBounds = {
	sourceBytes: 2_000_000,
	inputBytes: 1_000_000,
	tarballBytes: 10_000_000,
	memoryMb: 1_024,
	/** Milliseconds of a script, and of our programs. */
	timeMs: 60_000,
	programTimeMs: 300_000,
	outputBytes: 256_000,
	/** A program's result is its output. */
	programOutputBytes: 1_000_000,
	files: 50,
	items: 1_000,
	rules: 50,
	depth: 100,
};

export const tarballCharacters = 4 * Math.ceil(runBounds.tarballBytes / 3);

/** In JSON, a text character can take six bytes, a base64 character takes one. */
export const maxBodyBytes = Math.max(6 * (runBounds.sourceBytes + runBounds.inputBytes), tarballCharacters + 1_000_000);
