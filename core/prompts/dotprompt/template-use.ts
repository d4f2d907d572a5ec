/** UTF-16 code units. */
export interface Place {
	start: number;
	end: number;
}

export interface TemplateFault extends Place {
	/** `tag`: unreadable. `name`: does not exist. */
	kind: 'tag' | 'name';
	about: string;
	message: string;
	fix: string;
	names?: string[];
}

export interface TemplateUse {
	/** Top level, in order of first occurrence. */
	inputs: string[];
	usesAll: boolean;
	written: Array<Place & { input: string }>;
	faults: TemplateFault[];
}
