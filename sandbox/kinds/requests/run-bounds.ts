/** What a run may use that a caller of a service or an item of n8n asks for. A command has no such bounds: a person starts it. */
export const runBounds = {
	sourceBytes: 2_000_000,
	inputBytes: 1_000_000,
	tarballBytes: 10_000_000,
	memoryMb: 1_024,
	/** Milliseconds of a script, and of what our programs run. */
	timeMs: 60_000,
	programTimeMs: 300_000,
	outputBytes: 256_000,
	/** The result of a program of ours is its output. */
	programOutputBytes: 1_000_000,
	files: 50,
	items: 1_000,
	rules: 50,
	/** Levels of objects and lists in a request. */
	depth: 100,
};

/** Base64 takes four characters for three bytes. */
export const tarballCharacters = 4 * Math.ceil(runBounds.tarballBytes / 3);

/** In JSON, a character of a text can take six bytes, one of base64 takes one. */
export const maxBodyBytes = Math.max(6 * (runBounds.sourceBytes + runBounds.inputBytes), tarballCharacters + 1_000_000);
