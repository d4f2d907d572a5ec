import { randomUUID } from 'node:crypto';
import { type Message, type Part, Role } from '@a2a-js/sdk';

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

export const agentMessage = (task: { taskId: string; contextId: string }, ...parts: Part[]): Message => ({
	messageId: randomUUID(),
	...task,
	role: Role.ROLE_AGENT,
	parts,
	metadata: undefined,
	extensions: [],
	referenceTaskIds: [],
});

/** Texts as they are, data as JSON, files by name: no agent reads callers' files. */
export function readText(parts: Part[]): string {
	const texts = parts.map(({ content, filename, mediaType }) => {
		if (content?.$case === 'text') return content.value;
		if (content?.$case === 'data') return JSON.stringify(content.value);
		const address = content?.$case === 'url' ? URL.parse(content.value)?.pathname.split('/').at(-1) : undefined;
		return `[file ${(filename || address || mediaType || 'without a name').replace(/[\p{Cc}[\]]+/gu, ' ').slice(0, 200)}]`;
	});
	return texts.join('\n').trim();
}

export function readField(parts: Part[], field: string): unknown {
	for (const { content } of parts) {
		const value: unknown = content?.$case === 'data' ? content.value : undefined;
		if (typeof value === 'object' && value !== null && field in value) return (value as Record<string, unknown>)[field];
	}
	return undefined;
}
