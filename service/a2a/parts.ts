import { randomUUID } from 'node:crypto';
import { type Message, type Part, Role } from '@a2a-js/sdk';
import { TroupeError } from '../../core/base/errors';

export const textPart = (value: string): Part => ({
	content: { $case: 'text', value },
	metadata: undefined,
	filename: '',
	mediaType: 'text/plain',
});

export const dataPart = (value: unknown): Part => ({
	content: { $case: 'data', value },
	metadata: undefined,
	filename: '',
	mediaType: 'application/json',
});

/** A message of the agent within a task. */
export const agentMessage = (task: { taskId: string; contextId: string }, ...parts: Part[]): Message => ({
	messageId: randomUUID(),
	...task,
	role: Role.ROLE_AGENT,
	parts,
	metadata: undefined,
	extensions: [],
	referenceTaskIds: [],
});

/** Reads a message for an agent: texts as they are, data as JSON. @throws TroupeError INPUT_INVALID for a file */
export function readText(parts: Part[]): string {
	const texts = parts.map(({ content }) => {
		if (content?.$case === 'text') return content.value;
		if (content?.$case === 'data') return JSON.stringify(content.value);
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The message has a part that is a file or an address.',
			fix: 'Send text and data parts only.',
		});
	});
	return texts.join('\n').trim();
}

/** The first part with data that has this field. */
export function readField(parts: Part[], field: string): unknown {
	for (const { content } of parts) {
		const value: unknown = content?.$case === 'data' ? content.value : undefined;
		if (typeof value === 'object' && value !== null && field in value) return (value as Record<string, unknown>)[field];
	}
	return undefined;
}
