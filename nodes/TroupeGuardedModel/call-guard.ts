import type { TextStream } from '../../core/guardrails/text-stream';
import type { ModelMessage } from '../shared/connected/langchain-shape';

export interface CallAnswer {
	id: string;
	name: string;
	text: string;
}

/** A reply as the model wrote it, with tool calls that are not made, and what the model is told about each. */
export interface RefusedReply {
	refused: ModelMessage;
	answers: CallAnswer[];
}

/** A reply as the agent gets it, or one that the agent never gets. */
export type Restored = { message: ModelMessage } | RefusedReply;

export interface CallGuard {
	/** The messages that the model may see, or what is said in its place. */
	prepare(messages: ModelMessage[]): Promise<{ messages: ModelMessage[] } | { refusal: string }>;
	restore(reply: ModelMessage): Promise<Restored>;
	/** A piece of a streamed text; undefined where a reply has to be whole before any of it may be seen. */
	restoreText?(): TextStream;
	/** An error as the host shows it; the model's own stay as they are. */
	fault(error: unknown): unknown;
	/** Whatever became of it. */
	end(): Promise<void>;
}

export type StartCall = () => CallGuard;
