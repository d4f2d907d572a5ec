import { createHash } from 'node:crypto';
import { countTokens } from '../fake-server';

export interface EmbeddingsBody {
	model: string;
	input: string | string[];
	dimensions?: number;
	encoding_format?: 'float' | 'base64';
}

const defaultDimensions = 8;

/** Vectors have length 1, the same for the same text. */
export function embedAsOpenAi({ model, input, dimensions, encoding_format: format }: EmbeddingsBody): unknown {
	const texts = typeof input === 'string' ? [input] : input;
	const data = texts.map((text, index) => {
		const vector = embedText(text, dimensions);
		return { object: 'embedding', index, embedding: format === 'base64' ? packed(vector) : vector };
	});
	const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
	return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

export function embedText(text: string, dimensions = defaultDimensions): number[] {
	const bytes = createHash('sha256').update(text).digest();
	const raw = Array.from({ length: dimensions }, (_, index) => bytes[index % bytes.length]! / 255 - 0.5);
	const length = Math.hypot(...raw);
	return raw.map((value) => Math.fround(value / length));
}

function packed(vector: number[]): string {
	return Buffer.from(new Float32Array(vector).buffer).toString('base64');
}
