export type MessageContent =
	| { kind: 'text'; text: string; origin?: Origin; frame?: TextFrame }
	| MediaContent
	| { kind: 'reaction'; emoji: string; messageId: string }
	| { kind: 'template'; name: string; language: string; parameters: string[] }
	| { kind: 'location'; latitude: number; longitude: number; name?: string; address?: string };

/** Generated text in square brackets. */
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

/** A customer's unproven origin, written by strangers. At most 200 characters each. */
export interface Origin {
	via: 'ad' | 'post' | 'link' | 'product';
	title?: string;
	source?: string;
	url?: string;
	/** For reports of conversions (`ctwa_clid`). */
	click?: string;
}

export interface KeptOrigin extends Origin {
	/** In conditions: `via`, or the name of a channel's rule. */
	name: string;
	channel: string;
	/** Milliseconds since the epoch. */
	at: number;
}

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
	/** Stated by the provider; the measured duration counts. */
	seconds?: number;
	/** The text of an audio, once it is transcribed. */
	transcript?: string;
	summary?: string;
	/** Why an audio has no text, or why the agent does not get another file. */
	problem?: MediaProblem;
	isLate?: true;
}

export const mediaKinds = ['audio', 'image', 'video', 'document'] as const;

export function isMedia(content: MessageContent): content is MediaContent {
	return (mediaKinds as readonly string[]).includes(content.kind);
}

export const lacksText = (content: MessageContent): content is MediaContent =>
	content.kind === 'audio' && content.transcript === undefined && content.problem === undefined && content.isLate === undefined;

export type AudioProblem =
	| 'too-long'
	| 'too-large'
	/** No audio, or none that the transcriber reads. */
	| 'unreadable'
	| 'gone'
	| 'unintelligible'
	/** No answer of the transcriber, or a refusal. */
	| 'unavailable'
	| 'too-many';

export type FileProblem = Exclude<AudioProblem, 'too-long' | 'unintelligible'> | 'protected' | 'no-text' | 'unseen';

export type MediaProblem = AudioProblem | FileProblem;
