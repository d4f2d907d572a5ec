import type { NativeMessage, ToolCall } from '../../../../core/ports/models/models';
import { callIdWithin } from '../../shared/call-ids';

/**
 * Data that servers of thinking models need back with a message that called tools, by the field in which they send it: DeepSeek and Moonshot their
 * thoughts, vLLM and Groq theirs, OpenRouter its details, and Gemini's gateway its signatures.
 */
export interface NativeData {
	reasoning_content?: string;
	reasoning?: string;
	reasoning_details?: Detail[];
	/** The server's ids of the calls, if a detail has one of them. */
	ids?: string[];
	/** `extra_content` by the number of the call. */
	extras?: Record<number, unknown>;
}

/** https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks */
type Detail = Record<string, unknown>;

/** The thoughts in a message of an answer, or in a piece of one. */
export interface ThoughtPart {
	reasoning_content?: unknown;
	reasoning?: unknown;
	reasoning_details?: unknown;
}

const fields = ['reasoning_content', 'reasoning'] as const;
/** Fields of a detail that come in pieces. */
const inPieces = ['text', 'summary', 'data'];

/** Collects the thoughts of an answer, whole or in pieces. */
export class Thoughts {
	readonly #said: Pick<NativeData, (typeof fields)[number]> = {};
	readonly #details: Detail[] = [];
	/** The last detail of each index and type. */
	readonly #open = new Map<string, Detail>();

	add(part: ThoughtPart): void {
		// An empty thought must be sent back too.
		for (const field of fields) if (typeof part[field] === 'string') this.#said[field] = (this.#said[field] ?? '') + part[field];
		const { reasoning_details: details } = part;
		if (!Array.isArray(details)) return;
		const begun = new Set<Detail>();
		for (const detail of details) if (isObject(detail)) this.#addDetail(detail, begun);
	}

	/** @param begun details of this part of the answer: each of them is one of its own */
	#addDetail(piece: Detail, begun: Set<Detail>): void {
		const key = `${String(piece.index)} ${String(piece.type)}`;
		const open = piece.index === undefined ? undefined : this.#open.get(key);
		// Details of several calls can have the same index.
		if (!open || begun.has(open) || (open.id && piece.id && open.id !== piece.id)) {
			const detail = { ...piece };
			begun.add(detail);
			this.#details.push(detail);
			this.#open.set(key, detail);
			return;
		}
		for (const [name, value] of Object.entries(piece)) {
			if (inPieces.includes(name) && typeof value === 'string') open[name] = (typeof open[name] === 'string' ? open[name] : '') + value;
			else open[name] = value ?? open[name];
		}
	}

	/** For counting. Servers of details send the same as text too. */
	get text(): string {
		return this.#said.reasoning_content ?? this.#said.reasoning ?? '';
	}

	/** @param extras of each call */
	toNative(model: string, ids: string[], extras: unknown[]): NativeMessage | undefined {
		const data: NativeData = {
			...(this.#details.length > 0 ? { reasoning_details: this.#details } : this.#said),
			...(this.#details.some(({ id }) => typeof id === 'string' && ids.includes(id)) && { ids }),
			...(extras.some((extra) => extra !== undefined) && { extras: { ...extras } }),
		};
		if (Object.keys(data).length === 0) return undefined;
		return { model, data, texts: [...fields, 'text', 'summary'], seal: 'signature' };
	}
}

/** Returns the fields of a message that called tools. @param calls as they are sent */
export function thoughtFields({ reasoning_content, reasoning, reasoning_details, ids = [] }: NativeData, calls: ToolCall[], maxId: number) {
	const toSent = (id: unknown) => {
		const call = calls[ids.indexOf(id as string)];
		return call ? callIdWithin(maxId, call.id) : id;
	};
	return {
		...(reasoning_content !== undefined && { reasoning_content }),
		...(reasoning !== undefined && { reasoning }),
		...(reasoning_details?.length && {
			reasoning_details: reasoning_details.map((detail) => (detail.id ? { ...detail, id: toSent(detail.id) } : detail)),
		}),
	};
}

function isObject(value: unknown): value is Detail {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
