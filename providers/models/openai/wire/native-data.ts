import type { NativeMessage, ToolCall } from '../../../../core/ports/models/models';
import { callIdWithin } from '../../shared/call-ids';

/**
 * Data that thinking models need back with tool calls: thoughts (DeepSeek, Moonshot, vLLM, Groq), details (OpenRouter), signatures (Gemini's
 * gateway).
 */
export interface NativeData {
	reasoning_content?: string;
	reasoning?: string;
	reasoning_details?: Detail[];
	ids?: string[];
	extras?: Record<number, unknown>;
}

/** https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks */
type Detail = Record<string, unknown>;

export interface ThoughtPart {
	reasoning_content?: unknown;
	reasoning?: unknown;
	reasoning_details?: unknown;
}

const fields = ['reasoning_content', 'reasoning'] as const;
const inPieces = ['text', 'summary', 'data'];

export class Thoughts {
	readonly #said: Pick<NativeData, (typeof fields)[number]> = {};
	readonly #details: Detail[] = [];
	readonly #open = new Map<string, Detail>();

	add(part: ThoughtPart): void {
		// An empty thought must be returned too.
		for (const field of fields) if (typeof part[field] === 'string') this.#said[field] = (this.#said[field] ?? '') + part[field];
		const { reasoning_details: details } = part;
		if (!Array.isArray(details)) return;
		const begun = new Set<Detail>();
		for (const detail of details) if (isObject(detail)) this.#addDetail(detail, begun);
	}

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

	get text(): string {
		return this.#said.reasoning_content ?? this.#said.reasoning ?? '';
	}

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
