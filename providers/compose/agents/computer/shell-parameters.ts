import type { JsonSchema } from '../../../../core/ports/models/models';

export interface ShellCall {
	operation: 'run' | 'read' | 'write';
	command?: string;
	path?: string;
	content?: string;
}

/** One flat object: providers of models refuse alternatives at the top of a schema. */
export const shellParameters: JsonSchema = {
	type: 'object',
	properties: {
		operation: { enum: ['run', 'read', 'write'], description: 'run: a command; read: a file; write: a file, which is replaced.' },
		command: { type: 'string', minLength: 1, maxLength: 20_000, description: 'For run: one line or a script for sh.' },
		path: { type: 'string', minLength: 1, maxLength: 1_000, description: 'For read and write: relative to the folder.' },
		content: { type: 'string', maxLength: 200_000, description: 'For write: the whole text of the file.' },
	},
	required: ['operation'],
	additionalProperties: false,
};
