/**
 * The kinds of files in a template, with the endings of their names. Installing tells the person what to do with it; the registry shows it to whoever
 * approves. Nothing that a program would load has these endings.
 */
export const templateFileEndings = {
	agent: ['.json'],
	prompt: ['.md', '.txt'],
	policy: ['.json'],
	workflow: ['.json'],
	process: ['.bpmn'],
	form: ['.form'],
	decision: ['.dmn'],
	document: ['.md', '.txt', '.html', '.csv'],
	case: ['.case.json'],
	recording: ['.recording.json'],
	text: ['.md', '.txt', '.csv'],
} as const;
export type TemplateFileKind = keyof typeof templateFileEndings;
export const templateFileKinds = Object.keys(templateFileEndings) as TemplateFileKind[];

/** Folders and files to which programs give a meaning of their own: Node and n8n load what is there. */
export const reservedNames = ['node_modules', 'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'tsconfig.json'];

/** A file of a template, by its path below the folder of the template. */
export interface TemplateFile {
	path: string;
	kind: TemplateFileKind;
}

/** A value that whoever installs the template chooses. `@{name}` stands for it in the files. */
export interface TemplateParameter {
	name: string;
	/** A short question or label, such as "Name of the company". */
	title: string;
	description?: string;
	type: 'text' | 'number' | 'boolean' | 'choice';
	/** The values of a choice. */
	choices?: string[];
	/** Used if none is given. A parameter without a default must be given. */
	default?: ParameterValue;
}

export type ParameterValue = string | number | boolean;

/** What names a template that is published. */
export interface TemplateIdentity {
	id: string;
	version: string;
	purpose: string;
}

/** What `template.json` says: docs/agents/templates.md. */
export interface TemplateDescription extends TemplateIdentity {
	name: string;
	category: string;
	keywords: string[];
	/** What must be there to run it, in words: accounts, keys, scopes. */
	needs: string[];
	parameters: TemplateParameter[];
	files: TemplateFile[];
}

/** A template with its contents: the one document that is published, signed and installed. */
export interface Template extends TemplateDescription {
	files: Array<TemplateFile & { content: string }>;
}
