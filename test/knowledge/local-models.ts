/** Folders of real models. */
export interface LocalModelFolders {
	/** all-MiniLM-L6-v2. */
	model: string;
	/** Stands for a cross-encoder: the score of a pair is the tokens of its second text, a tenth each, as log-odds. */
	pairLengths: string;
}

const installed = process.env.TROUPE_TEST_LOCAL_MODELS;

/** A suite with real models; where none can be had, its title says why. */
export const withLocalModels = (what: string, suite: (folders: LocalModelFolders) => void): void =>
	installed !== undefined
		? describe(what, () => suite(JSON.parse(installed) as LocalModelFolders))
		: describe.skip(`${what} (skipped: ${process.env.TROUPE_TEST_LOCAL_MODELS_MISSING ?? 'they were not installed'})`, () =>
				suite({ model: '', pairLengths: '' }));
