const python = process.env.TROUPE_TEST_CHROMA;

/** A suite on a real Chroma server; where none can be had, its title says why. @param suite is given the `python` that it is installed in */
export const onChroma = (what: string, suite: (python: string) => void): void =>
	python !== undefined
		? describe(what, () => suite(python))
		: describe.skip(`${what} (skipped: ${process.env.TROUPE_TEST_CHROMA_MISSING ?? 'it was not installed'})`, () => suite(''));
