/** A part of a message. A message that arrives can have several, such as a picture and its caption. */
export type MessageContent =
	| { kind: 'text'; text: string; origin?: Origin; frame?: TextFrame }
	| MediaContent
	| { kind: 'reaction'; emoji: string; messageId: string }
	| { kind: 'template'; name: string; language: string; parameters: string[] }
	| { kind: 'location'; latitude: number; longitude: number; name?: string; address?: string };

/** What nobody typed, which a text in square brackets says. */
export type TextFrame =
	| 'order'
	| 'goods'
	| 'poll'
	| 'event'
	| 'event-answer'
	| 'no-vote'
	| 'dice'
	| 'rating'
	| 'missed-call'
	| 'unreadable';

/** Where a customer came from, as the provider tells it with a message. Strangers write it, and nobody proves it. At most 200 characters each. */
export interface Origin {
	via: 'ad' | 'post' | 'link' | 'product';
	/** As people read it, such as the headline of an ad. */
	title?: string;
	/** The provider's id of the ad or product, or the parameter of a link. */
	source?: string;
	url?: string;
	/** Names the click, for reports of conversions (`ctwa_clid`). */
	click?: string;
}

/** Where a contact came from, as it is kept of them. */
export interface KeptOrigin extends Origin {
	/** What conditions call it: `via`, or as a rule of the channel says. */
	name: string;
	channel: string;
	/** Milliseconds since the epoch. */
	at: number;
}

/** The first and the last place that a contact came from; the same if there was one. */
export interface ContactOrigin {
	first: KeptOrigin;
	last: KeptOrigin;
}

export const isOrigin = (content: MessageContent): boolean => content.kind === 'text' && content.origin !== undefined;

export const originKinds = ['ad', 'post', 'link', 'product'] as const satisfies ReadonlyArray<Origin['via']>;

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
	/** What is left of the transcript after the turn. */
	summary?: string;
	/** Why an audio has no text, or why the agent does not get another file. */
	problem?: MediaProblem;
	/** A turn read the audio before its text was there, which is in a later message. */
	isLate?: true;
}

export const mediaKinds = ['audio', 'image', 'video', 'document'] as const;

export function isMedia(content: MessageContent): content is MediaContent {
	return (mediaKinds as readonly string[]).includes(content.kind);
}

/** Whether the text of an audio is still to come. */
export const lacksText = (content: MessageContent): content is MediaContent =>
	content.kind === 'audio' && content.transcript === undefined && content.problem === undefined && content.isLate === undefined;

/** Why an audio has no text. */
export type AudioProblem =
	| 'too-long'
	| 'too-large'
	/** Its bytes are not those of an audio, or of one that the transcriber reads. */
	| 'unreadable'
	/** It cannot be downloaded. */
	| 'gone'
	/** Nothing in it was understood. */
	| 'unintelligible'
	/** The transcriber does not answer, or refuses. */
	| 'unavailable'
	/** The conversation had too many audios within an hour. */
	| 'too-many';

/** Why an agent does not get a file: it has no text, or nobody can look at it. */
export type FileProblem = Exclude<AudioProblem, 'too-long' | 'unintelligible'> | 'protected' | 'no-text' | 'unseen';

export type MediaProblem = AudioProblem | FileProblem;
