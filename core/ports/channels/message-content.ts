/** A part of a message. A message that arrives can have several, such as a picture and its caption. */
export type MessageContent =
	| { kind: 'text'; text: string }
	| MediaContent
	| { kind: 'reaction'; emoji: string; messageId: string }
	| { kind: 'template'; name: string; language: string; parameters: string[] }
	| { kind: 'location'; latitude: number; longitude: number; name?: string };

export interface MediaContent {
	kind: 'audio' | 'image' | 'video' | 'document';
	/** What the channel's `download` takes, or, in a message that is sent, an https address. */
	reference: string;
	mimeType?: string;
	fileName?: string;
	caption?: string;
	/** As the provider states it; the duration that counts is measured. */
	seconds?: number;
	/** The text of an audio, once it is transcribed. */
	transcript?: string;
}

export const mediaKinds = ['audio', 'image', 'video', 'document'] as const;

export function isMedia(content: MessageContent): content is MediaContent {
	return (mediaKinds as readonly string[]).includes(content.kind);
}
