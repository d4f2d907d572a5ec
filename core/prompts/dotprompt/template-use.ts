/** From `start` to `end` in UTF-16 code units. */
export interface Place {
	start: number;
	end: number;
}

/** Something that is wrong with a template. */
export interface TemplateFault extends Place {
	/** A tag cannot be read, or what it names does not exist. */
	kind: 'tag' | 'name';
	about: string;
	message: string;
	fix: string;
	/** The names of which one could have been meant. */
	names?: string[];
}

export interface TemplateUse {
	/** Names at the top of the input, in order of first occurrence. */
	inputs: string[];
	/** The whole input is used as one value. */
	usesAll: boolean;
	/** Where an input, or a part of one, is written into the text. */
	written: Array<Place & { input: string }>;
	faults: TemplateFault[];
}
